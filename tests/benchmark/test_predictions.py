"""Predictions made elsewhere, scored as one more system."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.benchmark import format_markdown, run, systems
from pipeline.errors import ConfigError, FormatError
from pipeline.jsonl import write_documents
from pipeline.loaders.conll04 import load
from pipeline.records import Document
from tests.benchmark.samples import write_benchmark

CONFIG = """
[benchmark]
task = "relations"

[systems]

[sets]
"""
SET = """
[sets.NAME]
title = "Own sentences"
path = "own.jsonl"
metrics = ["strict", "strict macro", "boundaries", "related", "entities"]

[sets.NAME.loader]
@loaders = "conll04"
"""
SENTENCES = (
    {
        "doc_id": "1",
        "tokens": ["Ana", "of", "Lima", "works", "for", "VNA", "."],
        "entities": [[0, 1, "Peop"], [2, 3, "Loc"], [5, 6, "Org"]],
        "relations": [[0, 1, "Live_In"], [0, 2, "Work_For"]],
    },
    {"doc_id": "2", "tokens": ["Nothing", "."], "entities": [], "relations": []},
)


def write_all(folder: Path, sets: str = "own") -> tuple[Path, list[Document]]:
    config = folder / "own.cfg"
    config.write_text(CONFIG + "".join(SET.replace("NAME", name) for name in sets.split()), encoding="utf-8")
    data = folder / "own.jsonl"
    data.write_text("".join(json.dumps(sentence) + "\n" for sentence in SENTENCES), encoding="utf-8")
    return config, list(load(data))


def write_predictions(folder: Path, documents: list[Document]) -> Path:
    path = folder / "model-7.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_documents(file, iter(documents))
    return path


def test_predictions_are_a_system_without_costs(tmp_path: Path) -> None:
    config, (first, second) = write_all(tmp_path)
    wrong = replace(first, relations=(first.relations[0], replace(first.relations[1], label="Kill")))
    path = write_predictions(tmp_path, [second, wrong])
    results = run([config], tmp_path, predictions=path)
    (row,) = results.sets[0].rows
    assert (row.system, row.usage) == ("model-7", None)
    assert {metric: row.measures[metric].value for metric in results.sets[0].metrics} == {
        "strict": 0.5,
        "strict macro": 0.5,
        "boundaries": 0.5,
        "related": 0.5,
        "entities": 1,
    }
    assert "| model-7 (predictions) | 50.0" in format_markdown(results)
    json.dumps(results.to_dict())


def test_predictions_of_other_documents_are_refused(tmp_path: Path) -> None:
    config, (first, _) = write_all(tmp_path)
    path = write_predictions(tmp_path, [first])
    with pytest.raises(FormatError, match=r"model-7\.jsonl: .*only in gold: 2"):
        run([config], tmp_path, predictions=path)


def test_predictions_are_of_one_set(tmp_path: Path) -> None:
    config, documents = write_all(tmp_path, "own other")
    path = write_predictions(tmp_path, documents)
    with pytest.raises(ConfigError, match="is of one set, but these are to be measured: own, other"):
        run([config], tmp_path, predictions=path)
    assert run([config], tmp_path, predictions=path, only=["other"]).sets[0].name == "other"


def test_without_systems_there_must_be_predictions(tmp_path: Path) -> None:
    config, _ = write_all(tmp_path)
    with pytest.raises(ConfigError, match=r"no system is to be measured on own; .*\[systems\]"):
        run([config], tmp_path)


def test_sets_without_systems_are_left_out_beside_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "MIN_SECONDS", 0.01)
    config, _ = write_all(tmp_path)
    found = run([config, write_benchmark(tmp_path)], tmp_path, peers=tmp_path / "venvs")
    assert [each.name for each in found.sets] == ["small"]
