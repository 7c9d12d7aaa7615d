import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ConfigError
from pipeline.onnx.folder import ModelFolder
from pipeline.records import Document, Entity, Office
from pipeline.runner import Pipeline, check_order, load_pipeline
from pipeline.schema import load_schema
from pipeline.stage import Stage
from pipeline.stages.entities.neural import build
from pipeline.stages.sentences import rules as sentences
from pipeline.stages.states import neural as states
from tests.builders import document
from tests.training.tiny import gold

ROOT = Path(__file__).parents[3]


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


@pytest.fixture(scope="module")
def hinted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that is told what the rules find in the same two documents."""
    from pipeline.training.model import train
    from pipeline.training.recipe import read_recipe
    from tests.training.tiny import workplace

    folder = tmp_path_factory.mktemp("hinted")
    recipe = read_recipe(workplace(folder), {"heads.entities.hints": "project:configs/rules.cfg", "training.epochs": 3})
    train(recipe, folder, folder / "model", watch=lambda _: None)
    return folder / "model"


@dataclass(frozen=True)
class Hints:
    """Takes every Peru for a planned VISIT."""

    assigns: str = "entities"
    requires: tuple[str, ...] = ("values",)
    uses: tuple[str, ...] = ("parse",)

    def __call__(self, given: Document) -> tuple[Entity, ...]:
        start = given.content.index("Peru")
        return (Entity(start=start, end=start + 4, label="VISIT", text="Peru", status="planned"),)


def test_a_model_with_hints_hears_them(hinted: Path) -> None:
    stage = build(str(hinted), Hints())
    assert (stage.requires, stage.uses) == (("sentences", "states", "values"), ("parse",))
    given = with_states(hinted, gold()[0])
    assert given.states is not None
    tags = [
        stage.head(states=given.states.vectors, hints=np.full(len(given.tokens), hint))["tags"] for hint in (0, 1, 3)
    ]
    assert not np.allclose(tags[0], tags[1])
    assert not np.allclose(tags[1], tags[2])


def test_where_a_hint_is_right_its_attributes_are_taken(trained: Path) -> None:
    stage = replace(build(str(trained)), hints=replace_label("GPE"))
    found = stage(with_states(trained, gold()[0]))
    assert [entity.status for entity in found if entity.text == "Peru"] == ["planned"]


def replace_label(label: str) -> Stage:
    """Hints that take Peru for something else."""

    @dataclass(frozen=True)
    class Relabelled(Hints):
        def __call__(self, given: Document) -> tuple[Entity, ...]:
            return tuple(replace(entity, label=label) for entity in Hints()(given))

    return Relabelled()


def test_hints_are_given_if_and_only_if_they_were_learnt(trained: Path, hinted: Path) -> None:
    with pytest.raises(ConfigError, match="takes no hints"):
        build(str(trained), Hints())
    with pytest.raises(ConfigError, match="expects hints"):
        build(str(hinted))


def test_a_config_gives_the_hints(hinted: Path, tmp_path: Path) -> None:
    path = tmp_path / "hinted.cfg"
    hints = (ROOT / "configs" / "train" / "hints" / "entities.cfg").read_text(encoding="utf-8")
    found = f"""
[stages.states]
@stages = "states.neural"
model = "{hinted}"
[stages.entities]
@stages = "entities.neural"
model = "{hinted}"
[stages.entities.hints]
@stages = "entities.rules"
"""
    rules = '[stages.entities]\n@stages = "entities.rules"\n'
    path.write_text(
        hints.replace('"values", "entities"', '"values", "states", "entities"').replace(rules, found), encoding="utf-8"
    )
    pipeline = load_pipeline(path)
    assert pipeline.stages[-1].requires == ("sentences", "states", "values")
    assert pipeline(Document(id="a", text=gold()[0].text)).states is None


def test_the_shipped_model_is_small_whole_and_of_our_labels() -> None:
    folder = ModelFolder.open("factwire-small")
    assert set(folder.head("entities").labels) == load_schema().entities
    assert sum(folder.file(name).stat().st_size for name in folder.files) < 40_000_000


def test_the_shipped_pipeline_with_the_model_finds_a_visit() -> None:
    pipeline = load_pipeline(ROOT / "configs" / "neural.cfg")
    found = pipeline(
        Document(id="a", text="French President Emmanuel Macron visited Laos on May 3.", created="2024-05-06")
    )
    assert ("Emmanuel Macron", "PERSON") in [(entity.text, entity.label) for entity in found.entities]
    assert [fact.type for fact in found.facts if fact.trigger] == ["VISIT"]
