import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.benchmark import Benchmarks, format_markdown, run, systems
from pipeline.benchmark.score import Measured
from pipeline.errors import ConfigError, FormatError, InputError
from pipeline.resources import project_file
from tests.benchmark.samples import CONFIG, write_benchmark


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(systems, "MIN_SECONDS", 0.01)
        yield


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Benchmarks:
    folder = tmp_path_factory.mktemp("benchmark")
    return run(
        [write_benchmark(folder)], folder, peers=folder / "venvs", command=["factwire", "benchmark", "small.cfg"]
    )


def test_systems_are_scored_on_the_set(results: Benchmarks) -> None:
    (found,) = results.sets
    stops, questions = found.rows
    assert (found.documents, found.texts, found.words) == (3, 3, 11)
    assert [row.system for row in found.rows] == ["stops", "questions"]
    sentences = stops.measures["sentences"]
    assert isinstance(sentences, Measured)
    assert (sentences.score.gold, sentences.score.predicted, sentences.score.right) == (6, 4, 3)
    assert stops.measures["texts"].value == pytest.approx(1 / 3)
    assert stops.errors == ("c: ValueError: no .",)
    assert len(questions.errors) == 2


def test_systems_that_are_not_there_are_listed(results: Benchmarks) -> None:
    assert [missing.system for missing in results.sets[0].unavailable] == ["broken", "pysbd"]


def test_the_record_says_how_it_was_made(results: Benchmarks) -> None:
    record = results.record
    assert record["command"] == "factwire benchmark small.cfg"
    assert set(record) >= {"commit", "dirty", "date", "machine", "python", "packages", "bootstrap", "seconds"}
    assert record["machine"]["cores"] >= 1
    json.dumps(results.to_dict())


def test_every_set_has_the_hash_of_its_data(results: Benchmarks) -> None:
    assert len(results.sets[0].sha256) == 64


def test_the_same_run_gives_the_same_table(tmp_path: Path, results: Benchmarks) -> None:
    seen: list[str] = []
    again = run([write_benchmark(tmp_path)], tmp_path, peers=tmp_path / "venvs", watch=seen.append)
    assert seen[0] == "sentences: A small set: stops"
    assert len(seen) == 4
    for one, other in zip(results.sets[0].rows, again.sets[0].rows, strict=True):
        assert (one.system, one.measures, one.errors) == (other.system, other.measures, other.errors)
    assert "A small set" in format_markdown(again)


def test_predictions_that_cannot_be_read_are_no_result(tmp_path: Path) -> None:
    config = CONFIG.replace('"splitter.py"\nmark', '"nonsense.py"\n#').replace("crashes", "nonsense")
    found = run([write_benchmark(tmp_path, config.replace('# = "?"', ""))], tmp_path, peers=tmp_path).sets[0]
    reasons = {missing.system: missing.reason for missing in found.unavailable}
    assert "its predictions cannot be read" in reasons["broken"]


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    second = (
        CONFIG[CONFIG.index("[sets.small]") :].replace("sets.small", "sets.other").replace("small.jsonl", "o.jsonl")
    )
    path = write_benchmark(tmp_path, CONFIG + second)
    with pytest.raises(InputError, match=r"empty/o.jsonl, .*empty/small.jsonl; .*--data"):
        run([path], tmp_path / "empty")
    with pytest.raises(InputError, match=r"missing: [^,]*o.jsonl;"):
        run([path], tmp_path / "empty", only=["other"])


def test_a_set_that_no_config_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no set 'large'; choose from: small"):
        run([write_benchmark(tmp_path)], tmp_path, only=["large"])


@pytest.mark.parametrize(("copies", "message"), [(2, "'a' stands twice"), (0, "no documents")])
def test_a_set_has_documents_with_ids_of_their_own(tmp_path: Path, copies: int, message: str) -> None:
    path = write_benchmark(tmp_path)
    data = tmp_path / "small.jsonl"
    data.write_text(data.read_text(encoding="utf-8") * copies, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        run([path], tmp_path)


def test_the_sentence_benchmark_runs_on_a_miniature(tmp_path: Path) -> None:
    path = tmp_path / "sentences" / "ud_ewt" / "dev.jsonl"
    path.parent.mkdir(parents=True)
    letter = {
        "doc_id": "letter",
        "text": "Dear Ana,\n\nIt rained. We stayed.",
        "sentences": [[0, 9], [11, 21], [22, 32]],
        "paragraph_starts": [0, 11],
    }
    path.write_text(json.dumps(letter), encoding="utf-8")
    (found,) = run([project_file("configs/benchmark/sentences.cfg")], tmp_path, peers=tmp_path, only=["ewt_dev"]).sets
    assert (found.documents, found.texts) == (1, 2)
    assert [row.system for row in found.rows] == ["factwire", "spacy"]
    assert {missing.system for missing in found.unavailable} == {"pysbd", "blingfire", "nupunkt"}
    assert found.rows[0].measures["sentences"].value == 1
