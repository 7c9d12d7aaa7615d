"""Run one system over texts and measure it: a script of its own, standard library only.

    VENV/bin/python -I worker.py PEER.py TASK SETTINGS MIN_SECONDS < texts > predictions

It runs in the environment of the system, where this package is not installed. `texts` is JSON Lines {"id", "text",
"created"}. `predictions` is JSON Lines {"id", "prediction", "error"}, one a text, and at last {"usage": …}:
seconds of CPU time (loading excluded, child processes included), the words read in that time, the peak of resident
memory in MB (loading included), and the version of the system's package.
"""

import importlib.util
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

_UNIT = 1 if sys.platform == "darwin" else 1024
_MEGABYTE = 1_000_000

Predict = Callable[[str, str | None], Mapping[str, Any]]
Json = dict[str, Any]


def main(peer: str, task: str, settings: str, min_seconds: str) -> None:
    """Load the system, run it over the texts on standard input, write what it predicts and what it cost."""
    out = _take_stdout()
    texts = [json.loads(line) for line in sys.stdin.buffer]
    module = load_peer(Path(peer))
    predict = module.load(task, **json.loads(settings))
    results, cpu_seconds, passes = measure(predict, texts, float(min_seconds))
    usage = {
        "cpu_seconds": cpu_seconds,
        "words": passes * sum(len(text["text"].split()) for text in texts),
        "peak_mb": peak_memory() / _MEGABYTE,
        "version": _version(module.PACKAGE),
    }
    with out:
        for line in (*results, {"usage": usage}):
            out.write(json.dumps(line) + "\n")


def _take_stdout() -> Any:
    """Keep standard output for the predictions: what the system prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def load_peer(path: Path) -> ModuleType:
    """The peer's file as a module under another name, so that `spacy.py` can import spacy."""
    spec = importlib.util.spec_from_file_location(f"factwire_peer_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(predict: Predict, texts: list[Json], min_seconds: float) -> tuple[list[Json], float, int]:
    """What the first pass over the texts predicts, the CPU seconds of all passes, and their number.

    One text is run before the clock starts, so that what is built on first use counts as loading. The texts are run
    again, as a whole, until `min_seconds` are spent.
    """
    for text in texts[:1]:
        _run(predict, text)
    start = cpu_seconds()
    results = [_run(predict, text) for text in texts]
    passes = 1
    while texts and cpu_seconds() - start < min_seconds:
        for text in texts:
            _run(predict, text)
        passes += 1
    return results, cpu_seconds() - start, passes


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # a checkout of ours
        return "not installed"


def _run(predict: Predict, text: Json) -> Json:
    try:
        return {"id": text["id"], "prediction": predict(text["text"], text["created"]), "error": None}
    except Exception as error:
        return {"id": text["id"], "prediction": {}, "error": f"{type(error).__name__}: {error}"}


def cpu_seconds() -> float:
    """CPU time of this process, of its children that have ended, and of its descendants that live (a Java server)."""
    ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    ticks = sum(sum(map(int, _stat(process)[11:15])) for process in _descendants())
    return sum(usage.ru_utime + usage.ru_stime for usage in ended) + ticks / os.sysconf("SC_CLK_TCK")


def peak_memory() -> int:
    """Peak of resident memory in bytes: this process and its living descendants, or a child that ended, if greater.

    On Linux it is read from /proc: `ru_maxrss` starts at the size of the process that started this one.
    """
    living = sum(_high_water(process) for process in (os.getpid(), *_descendants()))
    if living:
        return max(living, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _UNIT)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def _descendants() -> Iterator[int]:
    """The living processes below this one; none where there is no /proc."""
    parents = {int(path.name): int(stat[1]) for path in Path("/proc").glob("[0-9]*") if (stat := _stat(int(path.name)))}
    for process in parents:
        ancestor = parents.get(process)
        while ancestor and ancestor != os.getpid():
            ancestor = parents.get(ancestor)
        if ancestor:
            yield process


def _stat(process: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on: [1] is the parent, [11:15] are times in ticks. Empty if it ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _high_water(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
