import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.benchmark import worker
from tests.benchmark.samples import SPLITTER

SHADOWING = """
PACKAGE = "pip"
TASKS = ("sentences",)

def load(task):
    import json, os, sys
    return lambda text, created: {"seen": [json.__name__, hasattr(json, "TASKS"), "pipeline" in sys.modules, created]}
"""


BUSY = """
import time
kept = bytearray(80_000_000)
end = time.process_time() + 0.3
while time.process_time() < end:
    pass
print("done", flush=True)
input()
"""


def start(folder: Path, name: str, source: str, texts: list[str]) -> subprocess.CompletedProcess[str]:
    peer = folder / f"{name}.py"
    peer.write_text(source, encoding="utf-8")
    lines = (json.dumps({"id": str(n), "text": text, "created": "2020-12-05"}) for n, text in enumerate(texts))
    command = (sys.executable, "-I", worker.__file__, peer, "sentences", "{}", "0.05")
    return subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False, cwd=folder)


def test_every_text_is_answered_in_order_and_its_cost_comes_last(tmp_path: Path) -> None:
    done = start(tmp_path, "splitter", SPLITTER, ["It rained. We left.", "Nothing", "Yes."])
    *results, last = map(json.loads, done.stdout.splitlines())
    assert results == [
        {"id": "0", "prediction": {"sentences": [[0, 10], [10, 19]]}, "error": None},
        {"id": "1", "prediction": {}, "error": "ValueError: no ."},
        {"id": "2", "prediction": {"sentences": [[0, 4]]}, "error": None},
    ]
    usage = last["usage"]
    assert usage["words"] % 6 == 0  # whole passes
    assert usage["cpu_seconds"] >= 0.05
    assert usage["peak_mb"] > 1
    assert usage["version"]


def test_a_peer_does_not_hide_the_package_of_its_name(tmp_path: Path) -> None:
    done = start(tmp_path, "json", SHADOWING, ["Yes."])
    assert json.loads(done.stdout.splitlines()[0])["prediction"]["seen"] == ["json", False, False, "2020-12-05"]


def test_the_first_pass_is_what_counts() -> None:
    calls: list[str] = []

    def predict(text: str, _: str | None) -> Mapping[str, Any]:
        calls.append(text)
        time.sleep(0)
        return {"call": len(calls)}

    texts = [{"id": name, "text": name, "created": None} for name in "ab"]
    results, seconds, passes = worker.measure(predict, texts, 0.1)
    assert [result["prediction"]["call"] for result in results] == [2, 3]  # the first call warms up
    assert len(calls) == 1 + 2 * passes
    assert passes > 1
    assert seconds >= 0.1


def test_time_and_memory_of_a_living_child_count() -> None:
    before, small = worker.cpu_seconds(), worker.peak_memory()
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        spent, large = worker.cpu_seconds() - before, worker.peak_memory()
        child.communicate(b"\n")
    assert spent >= 0.25
    assert large - small >= 75_000_000
    assert worker.cpu_seconds() - before >= 0.25  # as well when it has ended


def test_a_package_that_is_not_installed_has_no_version(tmp_path: Path) -> None:
    done = start(tmp_path, "splitter", SPLITTER.replace('"pip"', '"no-such-package"'), ["Yes."])
    assert json.loads(done.stdout.splitlines()[-1])["usage"]["version"] == "not installed"


def test_words_are_parted_by_white_space_and_no_texts_are_no_trouble(tmp_path: Path) -> None:
    done = start(tmp_path, "splitter", SPLITTER, [])
    (last,) = map(json.loads, done.stdout.splitlines())
    assert last["usage"]["words"] == 0
