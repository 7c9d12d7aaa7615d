"""What a run writes, whatever the number of workers."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import Recipe, Result, extract, extract_documents, extract_to_stream
from pipeline.errors import ConfigError, InputError, OutputError, StageError
from pipeline.jsonl import read_documents
from pipeline.runner import Pipeline
from tests.batch import stand_in
from tests.batch.stand_in import job

DATA = ("documents.jsonl", "facts.jsonl", "failures.jsonl")


def write_lines(path: Path, texts: list[str]) -> Path:
    lines = (json.dumps({"id": f"d{number}", "text": text}) + "\n" for number, text in enumerate(texts, 1))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    texts = [
        f"Laos has {number} ports. {'It must fail.' if number % 7 == 3 else 'Vietnam too.'}" for number in range(40)
    ]
    return write_lines(tmp_path / "texts.jsonl", texts)


def test_every_document_and_fact_is_one_line(tmp_path: Path, source: Path) -> None:
    extract(job(source), tmp_path / "out")
    documents = read_lines(tmp_path / "out" / "documents.jsonl")
    facts = [fact for document in documents for fact in document["facts"]]
    assert [document["id"] for document in documents][:4] == ["d1", "d2", "d3", "d5"]
    assert len(facts) == 2 * len(documents)
    assert read_lines(tmp_path / "out" / "facts.jsonl") == facts
    assert len(list(read_documents(tmp_path / "out" / "documents.jsonl"))) == len(documents)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted((*DATA, "run.json"))


def test_a_failing_stage_is_recorded_and_the_batch_goes_on(tmp_path: Path, source: Path) -> None:
    summary = extract(job(source), tmp_path / "out")
    failures = read_lines(tmp_path / "out" / "failures.jsonl")
    assert failures[0] == {
        "id": "d4",
        "source": str(source),
        "stage": "values",
        "error": "ZeroDivisionError",
        "message": "by design",
    }
    assert (summary.counts["documents"], summary.failures, len(failures)) == (34, 6, 6)


def test_what_cannot_be_read_is_recorded_and_the_batch_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "texts.jsonl"
    source.write_text(
        '{"id": "a", "text": "Laos."}\n{"id": "a", "text": "Again."}\n{"id"\n{"id": "b", "text": "End."}\n'
    )
    extract(job(source, tmp_path / "missing.txt"), tmp_path / "out")
    failures = read_lines(tmp_path / "out" / "failures.jsonl")
    assert [line["id"] for line in read_lines(tmp_path / "out" / "documents.jsonl")] == ["a", "b"]
    assert [failure["stage"] for failure in failures] == ["corpus"] * 3
    assert "'a'" in failures[0]["message"]
    assert f"{source}:3" in failures[1]["message"]
    assert "missing.txt" in failures[2]["message"]


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_does_not_show(tmp_path: Path, source: Path, workers: int) -> None:
    extract(job(source), tmp_path / "one")
    extract(job(source, workers=workers), tmp_path / "many")
    for name in DATA:
        assert (tmp_path / "many" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_run_json_tells_what_was_done_and_with_what(tmp_path: Path, source: Path) -> None:
    extract(job(source, created="2020-12-05", command=("factwire", "extract")), tmp_path / "out")
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert run["counts"] == {
        "documents": 34,
        "sentences": 68,
        "tokens": 272,
        "words": 204,
        "failures": 6,
        "spans": {"CARDINAL": 34, "GPE": 68},
        "facts": {"member_of": 68},
    }
    assert run["config"] == {"stand_in": {"version": 1}}
    assert run["models"]["values"] == "0" * 64
    assert run["inputs"]["sources"] == 1
    assert (run["created"], run["command"], run["workers"]) == ("2020-12-05", ["factwire", "extract"], 1)
    assert run["started"] <= run["finished"]
    assert run.keys() >= {"factwire", "schema", "schema_version", "python", "libraries", "seconds"}


def test_results_are_watched_in_input_order(tmp_path: Path, source: Path) -> None:
    seen: list[Result] = []
    extract(job(source, workers=2), tmp_path / "out", watch=seen.append)
    assert [result.id for result in seen] == [f"d{number}" for number in range(1, 41)]


def test_a_stream_gets_the_lines_of_documents_jsonl(tmp_path: Path, source: Path) -> None:
    stream = io.BytesIO()
    streamed = extract_to_stream(job(source), stream)
    written = extract(job(source), tmp_path / "out")
    assert stream.getvalue() == (tmp_path / "out" / "documents.jsonl").read_bytes()
    assert streamed.counts == written.counts


def test_one_path_gives_its_documents_or_the_error(tmp_path: Path, source: Path) -> None:
    recipe = job(source).recipe
    assert next(extract_documents(str(source), recipe)).id == "d1"
    with pytest.raises(StageError, match="by design"):
        list(extract_documents(str(source), recipe))
    with pytest.raises(InputError, match="no such file"):
        list(extract_documents(str(tmp_path / "missing.txt"), recipe))


def test_a_folder_that_cannot_be_made_is_refused(source: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        extract(job(source), source / "out")


def test_a_pipeline_that_cannot_be_built_leaves_nothing_behind(tmp_path: Path, source: Path) -> None:
    with pytest.raises(ConfigError, match="no such stage"):
        extract(job(source, recipe=Recipe({}, _refuse)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def _refuse() -> Pipeline:
    raise ConfigError("no such stage")


def test_the_stand_in_pipeline_is_a_pipeline() -> None:
    assert [stage.assigns for stage in stand_in.build().stages] == ["sentences", "values", "entities", "facts"]
