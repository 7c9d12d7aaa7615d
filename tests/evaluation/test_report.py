import json
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, FormatError, InputError
from pipeline.evaluation import HEADLINES, LAYERS, Layer, Report, Score, evaluate, evaluate_files, format_report
from pipeline.jsonl import write_documents
from tests.builders import document

GOLD = document("[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] .", arcs=(("e2", "visitor", "e1"),))
PREDICTED = document("[PERSON:Ana Ruiz] [VISIT:visited] [ORG:Peru] .", arcs=(("e2", "visitor", "e1"),))


@pytest.fixture
def report() -> Report:
    return evaluate([GOLD], [PREDICTED])


def test_scores() -> None:
    score = Score(gold=4, predicted=5, right=3)
    assert (score.precision, score.recall) == (0.6, 0.75)
    assert score.f1 == pytest.approx(2 * 0.6 * 0.75 / (0.6 + 0.75))
    assert (Score().precision, Score().recall, Score().f1) == (None, None, None)
    assert Layer({}).macro == {"precision": None, "recall": None, "f1": None}


def test_the_summary_has_one_line_a_layer(report: Report) -> None:
    lines = format_report(report).splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == list(HEADLINES)
    assert lines[0].split() == ["layer", "gold", "pred", "right", "P", "R", "F1", "95", "%", "macro", "F1"]
    assert lines[2].split() == ["entities", "3", "3", "2", "0.667", "0.667", "0.667", "–", "0.500"]
    assert lines[3].split() == ["values", "0", "0", "0", "–", "–", "–", "–", "–"]
    assert [line.split()[0] for line in format_report(report, every=True).splitlines()[1:-1]] == list(LAYERS)
    assert lines[-1] == "1 document; arcs that cross a sentence: gold 0, predicted 0"


def test_a_layer_has_one_line_a_label(report: Report) -> None:
    assert [line.split() for line in format_report(report, "entities").splitlines()] == [
        ["entities", "gold", "pred", "right", "P", "R", "F1"],
        ["GPE", "1", "0", "0", "–", "0.000", "0.000"],
        ["ORG", "0", "1", "0", "0.000", "–", "0.000"],
        ["PERSON", "1", "1", "1", "1.000", "1.000", "1.000"],
        ["VISIT", "1", "1", "1", "1.000", "1.000", "1.000"],
        ["micro", "3", "3", "2", "0.667", "0.667", "0.667"],
        ["macro", "0.500", "0.500", "0.500"],
    ]


def test_an_unknown_layer_names_those_that_exist(report: Report) -> None:
    with pytest.raises(ConfigError, match="no layer 'spans' to evaluate; choose one of: sentences, "):
        format_report(report, "spans")


def test_the_report_is_json(report: Report) -> None:
    data = json.loads(json.dumps(report.to_dict()))
    assert data["documents"] == 1
    assert list(data["layers"]) == list(LAYERS)
    assert data["layers"]["arcs"]["labels"]["visitor"] == {
        "gold": 1, "predicted": 1, "right": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}  # fmt: skip
    assert data["layers"]["arcs"]["intervals"] == {"precision": None, "recall": None, "f1": None}
    assert data["intervals"]["seed"] == 20261121


def test_files_give_the_same_report(report: Report, tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    for path, given in ((gold, GOLD), (predicted, PREDICTED)):
        with path.open("w", encoding="utf-8") as file:
            write_documents(file, iter([given]))
    assert evaluate_files(gold, predicted) == report


def test_bad_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: No such file"):
        evaluate_files(tmp_path / "none.jsonl", tmp_path / "none.jsonl")
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n")
    with pytest.raises(FormatError, match=r"broken\.jsonl:1: not valid JSON"):
        evaluate_files(broken, broken)
