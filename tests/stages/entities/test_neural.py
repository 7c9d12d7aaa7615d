import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.records import Document, Office
from pipeline.runner import Pipeline, check_order
from pipeline.stages.entities.neural import build
from pipeline.stages.sentences import rules as sentences
from pipeline.stages.states import neural as states
from tests.builders import document
from tests.training.tiny import gold


def with_states(model: Path, given: Document) -> Document:
    return given.with_layer("states", states.build(str(model))(given))


def test_runs_in_a_pipeline_that_writes_no_states(trained: Path) -> None:
    stages = (sentences.build(), states.build(str(trained)), build(str(trained)))
    check_order(stages)
    found = Pipeline(stages)(Document(id="a", text=gold()[0].text))
    assert [entity.text for entity in found.entities] == ["Ana Ruiz", "visited", "Peru", "visit", "Chile"]
    assert found.states is None


def test_a_document_without_sentences_has_no_entities(trained: Path) -> None:
    assert build(str(trained))(with_states(trained, document(""))) == ()


def test_states_of_another_encoder_are_refused(trained: Path) -> None:
    given = with_states(trained, gold()[0])
    assert given.states is not None
    other = replace(given, states=replace(given.states, source="other"))
    with pytest.raises(ValueError, match="one model"):
        build(str(trained))(other)


def test_labels_outside_the_schema_are_refused(trained: Path, tmp_path: Path) -> None:
    for name in ("meta.json", "entities.onnx"):
        shutil.copy(trained / name, tmp_path / name)
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    meta["heads"]["entities"]["labels"][0] = "PET"
    (tmp_path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(ConfigError, match="'PET'"):
        build(str(tmp_path))


def test_a_title_stands_for_itself(trained: Path, tmp_path: Path) -> None:
    for name in ("meta.json", "entities.onnx"):
        shutil.copy(trained / name, tmp_path / name)
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    labels = meta["heads"]["entities"]["labels"]
    labels[labels.index("GPE")] = "TITLE"
    (tmp_path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    found = build(str(tmp_path))(with_states(trained, gold()[0]))
    assert [entity.norm for entity in found if entity.label == "TITLE"] == [Office("Peru"), Office("Chile")]
