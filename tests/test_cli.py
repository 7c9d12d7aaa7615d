"""The command line from outside: exit codes, messages, streams, imports."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.stage import LAYERS

CONFIG = """
[pipeline]
stages = ["sentences"]
[stages]
[stages.sentences]
@stages = "sentences.rules"
"""
REPORT = " date 2020-12-05 Laos opens a port\nHanoi (VNA) – Laos opened a port on May 2. It is small./."
HEAVY = ("babel", "charset_normalizer", "confection", "numpy", "rich", "spacy", "thinc", "torch")


def factwire(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=text)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "sentences.cfg"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "2020").mkdir(parents=True)
    (folder / "2020" / "port.txt").write_text(REPORT, encoding="utf-8")
    (folder / "plain.txt").write_text("No date line here.", encoding="utf-8")
    return folder


def ids(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in (out / "documents.jsonl").read_text(encoding="utf-8").splitlines()]


def test_extract_writes_four_files_and_nothing_on_stdout(texts: Path, config: Path, tmp_path: Path) -> None:
    result = factwire("extract", texts, "-o", tmp_path / "out", "-c", config, "--created", "2021-01-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 documents, 0 facts" in result.stderr
    assert ids(tmp_path / "out") == ["2020/port", "plain"]
    documents = [json.loads(line) for line in (tmp_path / "out" / "documents.jsonl").read_text().splitlines()]
    assert [document["created"] for document in documents] == ["2020-12-05", "2021-01-01"]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["config"]["pipeline"] == {"stages": ["sentences"]}


def test_a_dash_reads_standard_input_and_writes_standard_output(config: Path) -> None:
    result = factwire("extract", "-", "-o", "-", "-c", config, text=REPORT)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "Laos opens a port"
    assert "1 document," in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 10, "binary"),
        ("page.txt", b"<!DOCTYPE html><html><body><p>Laos</p></body></html>", "HTML"),
        ("broken.jsonl", b'{"id": "a", "te\n', "broken.jsonl:1"),
        ("keyless.jsonl", b'{"id": "a"}\n', "'text'"),
    ],
)
def test_bad_input_is_named_and_the_others_are_done(
    name: str, content: bytes | None, message: str, texts: Path, config: Path
) -> None:
    path, out = texts.parent / name, texts.parent / "out"
    if content is not None:
        path.write_bytes(content)
    result = factwire("extract", path, texts, "-o", out, "-c", config)
    assert (result.exit_code, len(ids(out))) == (1, 2)
    assert "2 documents, 0 facts, 1 failed" in result.stderr
    failure = json.loads((out / "failures.jsonl").read_text())
    assert message in failure["message"]
    assert message in result.stderr
    assert failure["stage"] == "corpus"


@pytest.mark.parametrize(
    ("content", "encoding"), [("Señor Núñez visited Perú.".encode("latin-1"), "latin-1"), (b"Plain.", "utf-8")]
)
def test_unusual_text_is_done(content: bytes, encoding: str, config: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(content)
    result = factwire("extract", tmp_path / "text.txt", "-o", tmp_path / "out", "-c", config)
    assert result.exit_code == 0
    assert json.loads((tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8"))["encoding"] == encoding


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (CONFIG + "size = 3\n", "[stages.sentences.size] unexpected argument"),
        (CONFIG.replace("sentences.rules", "sentences.magic"), "no stage 'sentences.magic'; choose one of: "),
        (
            CONFIG.replace('["sentences"]', '["facts", "sentences"]') + '[stages.facts]\n@stages = "facts.assembly"\n',
            "stage order: 'facts' reads",
        ),
        (CONFIG.replace("[pipeline]", "[pipelines]"), "[pipelines]"),
    ],
)
def test_a_wrong_config_is_refused_before_anything_is_done(wrong: str, message: str, texts: Path) -> None:
    config, out = texts.parent / "wrong.cfg", texts.parent / "out"
    config.write_text(wrong)
    result = factwire("extract", texts, "-o", out, "-c", config)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert message in result.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-c", "missing.cfg"], "missing.cfg: no such config file"),
        (["--set", "stages.sentences"], "expected KEY=VALUE"),
        (["--set", "stages.sentences.size=3"], "stages.sentences.size"),
        (["--created", "yesterday"], "yesterday"),
        (["--resume", "--force"], "exclude each other"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_wrong_options_are_refused(options: list[str], message: str, texts: Path, config: Path, tmp_path: Path) -> None:
    result = factwire("extract", texts, "-o", tmp_path / "out", "-c", config, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_is_not_writable_is_refused(texts: Path, config: Path) -> None:
    result = factwire("extract", texts, "-o", config / "out", "-c", config)
    assert result.exit_code == 2
    assert f"error: {config / 'out'} cannot be written" in result.stderr


def test_a_folder_that_is_not_empty_needs_a_word(texts: Path, config: Path, tmp_path: Path) -> None:
    command = ("extract", texts, "-o", tmp_path / "out", "-c", config)
    assert factwire(*command).exit_code == 0
    refused = factwire(*command)
    assert refused.exit_code == 2
    assert "is not empty" in refused.stderr
    assert factwire(*command, "--resume").exit_code == 0
    assert factwire(*command, "--force").exit_code == 0


def test_the_traceback_is_shown_on_demand(texts: Path, tmp_path: Path) -> None:
    result = factwire("--debug", "extract", texts, "-o", tmp_path / "out", "-c", "missing.cfg")
    assert type(result.exception).__name__ == "ConfigError"


def test_ctrl_c_leaves_a_run_that_can_be_resumed(config: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "texts.jsonl", tmp_path / "out"
    lines = (json.dumps({"id": str(number), "text": "Laos opened a port. " * 50}) + "\n" for number in range(2000))
    source.write_text("".join(lines))
    options = ["extract", str(source), "-o", str(out), "-c", str(config), "--workers", "2"]
    command = [sys.executable, "-m", "pipeline", *options]
    partial, deadline = out / "documents.jsonl.partial", time.monotonic() + 60
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not (partial.exists() and partial.stat().st_size):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "interrupted; an extraction goes on with --resume\n")
    assert factwire(*options, "--resume").exit_code == 0
    assert ids(out) == [str(number) for number in range(2000)]


def test_show_prints_a_text_and_a_file_of_documents(texts: Path, config: Path, tmp_path: Path) -> None:
    shown = factwire("show", texts / "2020" / "port.txt", "-c", config)
    assert shown.exit_code == 0
    assert "Laos opened a port on May 2." in shown.stdout
    factwire("extract", texts / "2020" / "port.txt", "-o", tmp_path / "out", "-c", config)
    assert factwire("show", tmp_path / "out" / "documents.jsonl").stdout == shown.stdout
    assert "May 2" not in factwire("show", tmp_path / "out" / "documents.jsonl", "--facts").stdout


def test_show_names_what_it_cannot_read(config: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    for path, message in ((tmp_path / "empty.txt", "empty"), (tmp_path / "missing.txt", "does not exist")):
        result = factwire("show", path, "-c", config)
        assert result.exit_code == 2
        assert message in result.stderr


def test_evaluate_prints_scores_and_json() -> None:
    gold = Path("annotations/gold/seeds.jsonl")
    table = factwire("evaluate", gold, gold)
    assert table.exit_code == 0
    assert "facts" in table.stdout
    scores = json.loads(factwire("evaluate", gold, gold, "--layer", "facts", "--json").stdout)
    assert scores["micro"]["f1"] == 1.0
    wrong = factwire("evaluate", gold, gold, "--layer", "fact")
    assert (wrong.exit_code, wrong.stdout) == (2, "")


def test_evaluate_shows_calibration() -> None:
    gold = Path("annotations/gold/seeds.jsonl")
    assert "none with a score" in factwire("evaluate", gold, gold, "--calibration").stdout
    assert json.loads(factwire("evaluate", gold, gold, "--calibration", "--json").stdout)["facts"]["ece"] is None
    both = factwire("evaluate", gold, gold, "--calibration", "--layer", "facts")
    assert (both.exit_code, both.stdout) == (2, "")
    assert "leave out --layer" in both.stderr


def test_compare_prints_differences_and_json() -> None:
    gold = Path("annotations/gold/seeds.jsonl")
    assert "facts of gold that only B has right: 0" in factwire("compare", gold, gold, gold).stdout
    data = json.loads(factwire("compare", gold, gold, gold, "--json").stdout)
    assert (data["documents"], data["facts"], data["layers"]["facts"]["p"]) == (2, [], 1.0)
    other = factwire("compare", gold, gold, "annotations/gold/written/train.jsonl")
    assert (other.exit_code, other.stdout) == (2, "")
    assert "gold and B are not the same documents" in other.stderr
    assert "only in gold: 000_e8e0a63c2d739386" in other.stderr


@pytest.mark.parametrize("command", ["evaluate", "blame", "report"])
def test_a_file_without_documents_is_refused(command: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    arguments: list[str | Path] = [empty] if command == "blame" else ["annotations/gold/seeds.jsonl", empty]
    arguments += ["-o", tmp_path / "page.html"] if command == "report" else []
    result = factwire(command, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "empty.jsonl: holds no document" in result.stderr


def test_blame_charges_the_errors_of_a_config(tmp_path: Path) -> None:
    gold = Path("annotations/gold/seeds.jsonl")
    blind = tmp_path / "blind.cfg"
    blind.write_text(Path("configs/rules.cfg").read_text().replace("values.rules", "values.none"))
    refused = factwire("blame", gold, "-c", blind)
    assert refused.exit_code == 2
    assert "there is no stage 'values.none'" in refused.stderr
    lines = factwire("blame", gold, "-c", "configs/rules.cfg", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:8]] == ["nothing", *LAYERS]
    assert lines[8] == "0 missed and 0 wrong facts, each charged once"
    data = json.loads(factwire("blame", gold, "-c", "configs/rules.cfg", "--json").stdout)
    assert [stage["stage"] for stage in data["stages"]] == list(LAYERS)


def test_report_writes_one_file(tmp_path: Path) -> None:
    gold, page = Path("annotations/gold/seeds.jsonl"), tmp_path / "report.html"
    assert factwire("report", gold, "-o", page, "--title", "Seeds & more").exit_code == 0
    assert "<title>Seeds &amp; more</title>" in page.read_text(encoding="utf-8")
    assert factwire("report", gold, gold, "-o", page, "-c", "configs/rules.cfg").exit_code == 0
    assert "<title>annotations/gold/seeds.jsonl against annotations/gold/seeds.jsonl</title>" in page.read_text(
        encoding="utf-8"
    )
    refused = factwire("report", gold, "-o", page, "-c", "configs/rules.cfg")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_benchmark_names_all_data_that_is_missing(tmp_path: Path) -> None:
    refused = factwire("benchmark", "configs/benchmark/sentences.cfg", "--data", tmp_path)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "golden_rules" in refused.stderr
    assert "ud_gum" in refused.stderr


def test_check_names_problems(config: Path, tmp_path: Path) -> None:
    fine = factwire("check", config)
    assert (fine.exit_code, fine.stdout, fine.stderr) == (0, "", "errors: 0, warnings: 0\n")
    (tmp_path / "gold.jsonl").write_text("{\n")
    result = factwire("check", tmp_path / "gold.jsonl", config)
    assert result.exit_code == 1
    assert "gold.jsonl:1: error:" in result.stdout


def seconds_of_children() -> float:
    """Processor time, which does not depend on what else the machine does."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.mark.parametrize(
    "command", [[], ["extract"], ["show"], ["evaluate"], ["compare"], ["blame"], ["report"], ["benchmark"], ["check"]]
)
def test_help_is_fast_and_loads_nothing_heavy(command: list[str]) -> None:
    code = f"""
import sys
from pipeline.cli import app
sys.argv = ["factwire", *{command!r}, "--help"]
try:
    app()
finally:
    print(sorted({set(HEAVY)!r} & set(sys.modules)))
"""
    before = seconds_of_children()
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seconds_of_children() - before < 1
    assert run.stdout.startswith("Usage: factwire")
    assert run.stdout.splitlines()[-1] == "[]"


def test_python_m_pipeline_is_the_command() -> None:
    run = subprocess.run([sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("factwire ")
