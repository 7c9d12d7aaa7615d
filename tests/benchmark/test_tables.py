import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.benchmark.config import Published
from pipeline.benchmark.results import Benchmarks, Row, SetResult
from pipeline.benchmark.score import Macro, Measured
from pipeline.benchmark.systems import Unavailable, Usage
from pipeline.benchmark.tables import format_markdown, write
from pipeline.errors import OutputError
from pipeline.evaluation import Score
from pipeline.evaluation.bootstrap import Interval, describe_sampling

RECORD: dict[str, Any] = {
    "command": "factwire benchmark x.cfg",
    "commit": None,
    "dirty": None,
    "date": "2020-12-05T00:00:00+00:00",
    "machine": {"cpu": "Abacus", "cores": 2, "system": "Linux"},
    "python": "3.11.1",
    "packages": {"factwire": "0.1.0"},
    "bootstrap": describe_sampling(),
    "seconds": 1.0,
}
AROUND = {"precision": None, "recall": Interval(0.25, 0.75), "f1": Interval(0.4, 0.6)}


def row(system: str, speed: int, *errors: str) -> Row:
    measures: dict[str, Measured | Macro] = {
        "exact": Measured(Score(4, 4, 2), AROUND, "f1"),
        "texts": Measured(Score(4, 4, 2), AROUND, "recall"),
        "empty": Measured(Score(), dict.fromkeys(AROUND), "f1"),
        "exact macro": Macro(0.125),
    }
    return Row(system, system.split(maxsplit=1)[0], {"a": 1}, measures, Usage(2.0, 2 * speed, 1234.4, "1.0"), errors)


FOUND = SetResult(
    task="sentences",
    name="small",
    title="A small set",
    note="Made by hand.",
    path="small.jsonl",
    sha256="0" * 64,
    documents=1,
    texts=2,
    words=1234,
    metrics=("exact", "texts", "empty", "exact macro"),
    rows=(row("factwire", 20_000), row("other", 1234, "a: ValueError: x|y", "b: ValueError: y")),
    published=(Published("Splitter 2", "https://example.org", {"exact": 0.9}),),
    unavailable=(Unavailable("third", "not installed"),),
)
RESULTS = Benchmarks(RECORD, (FOUND,))


def table(markdown: str) -> list[list[str]]:
    return [line.strip("|").replace(" ", "").split("|") for line in markdown.splitlines() if line.startswith("|")]


def test_systems_are_rows_and_metrics_columns() -> None:
    header, _, ours, other, published = table(format_markdown(RESULTS))
    assert header == ["system", "exact", "texts", "empty", "exactmacro", "wordsperCPUsecond", "speed", "peakMB"]
    assert ours == ["factwire(1.0)", "50.0[40.0,60.0]", "50.0(2of4)[25.0,75.0]", "–", "12.5", "20,000", "1×", "1,234"]
    assert other[-3:] == ["1,230", "0.062×", "1,234"]
    assert published == ["published:Splitter2", "90.0", "–", "–", "–", "–", "–", "–"]


def test_sources_failures_and_absent_systems_stand_below() -> None:
    notes = [line for line in format_markdown(RESULTS).splitlines() if line.startswith("- ")]
    assert notes == [
        "- Published for Splitter 2: https://example.org",
        "- other failed on 2 texts, counted as found nothing: a: ValueError: x|y",
        "- third was not measured: not installed",
    ]


def test_the_head_says_how_it_was_made() -> None:
    head = format_markdown(RESULTS).split("##")[0]
    assert "    factwire benchmark x.cfg\n" in head
    assert "commit no checkout; Abacus, 2 cores, Linux; Python 3.11.1, factwire 0.1.0" in head
    changed = Benchmarks({**RECORD, "commit": "abc", "dirty": True}, ())
    assert "commit abc with changes" in format_markdown(changed)


def test_size_and_note_stand_above() -> None:
    text = format_markdown(RESULTS)
    assert "Made by hand." in text
    assert "set `small`: 1 document in 2 texts, 1,234 words (`small.jsonl`)" in text
    assert "in 1 text" not in format_markdown(Benchmarks(RECORD, (replace(FOUND, texts=1, note=""),)))


def test_without_ours_there_is_no_comparison_of_speed() -> None:
    (_, _, other, _) = table(format_markdown(Benchmarks(RECORD, (replace(FOUND, rows=FOUND.rows[1:]),))))
    assert other[-2] == "–"


def test_a_peer_that_stands_under_another_name_is_named() -> None:
    found = replace(FOUND, rows=(replace(FOUND.rows[0], system="rules"),))
    assert "| rules (factwire 1.0) |" in format_markdown(Benchmarks(RECORD, (found,)))


def test_the_table_does_not_depend_on_anything_else() -> None:
    assert format_markdown(RESULTS) == format_markdown(Benchmarks(dict(reversed(RECORD.items())), (FOUND,)))
    assert not re.search(r"nan|None", format_markdown(RESULTS))


def test_both_files_are_written(tmp_path: Path) -> None:
    write(RESULTS, tmp_path / "benchmarks")
    assert (tmp_path / "benchmarks.md").read_text(encoding="utf-8") == format_markdown(RESULTS)
    data = json.loads((tmp_path / "benchmarks.json").read_text(encoding="utf-8"))
    (found,) = data["sets"]
    assert data["record"] == RECORD
    assert found["sha256"] == "0" * 64
    assert found["systems"][0]["metrics"]["exact"]["intervals"] == {
        "precision": None,
        "recall": [0.25, 0.75],
        "f1": [0.4, 0.6],
    }
    assert found["systems"][0]["metrics"]["exact macro"] == {"headline": "macro_f1", "macro_f1": 0.125}
    assert found["systems"][0]["usage"]["words_per_cpu_second"] == 20_000
    assert found["unavailable"] == [{"system": "third", "reason": "not installed"}]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gone/benchmarks\.md"):
        write(RESULTS, tmp_path / "gone" / "benchmarks")
