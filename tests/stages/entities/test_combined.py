from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.config import build_stages, read_config
from pipeline.errors import ConfigError
from pipeline.records import Document, Entity
from pipeline.runner import check_order
from pipeline.stages.entities.combined import build
from tests.builders import document

TEXT = "Ana Ruiz visited Peru for talks."


@dataclass(frozen=True)
class Part:
    """Finds what it was told to."""

    found: tuple[Entity, ...]
    assigns: str = "entities"
    requires: tuple[str, ...] = ("sentences",)
    uses: tuple[str, ...] = ()
    model_hash: str | None = None

    def __call__(self, _: Document) -> tuple[Entity, ...]:
        return self.found


def part(marked: str, **settings: object) -> Part:
    return Part(tuple(replace(entity, id="") for entity in document(marked).entities), **settings)  # type: ignore[arg-type]


A = part("[PERSON:Ana] Ruiz [VISIT:visited] [GPE:Peru] for talks.", model_hash="a1")
B = part("[PERSON:Ana Ruiz] visited [LOC:Peru] for [MEETING:talks].", requires=("values",), uses=("parse", "sentences"))


def found(stage: object) -> list[tuple[str, str]]:
    return [(entity.label, entity.text) for entity in stage(document(TEXT))]  # type: ignore[operator]


def test_the_part_named_first_wins_where_two_overlap() -> None:
    both = {"a": A, "b": B}
    assert found(build(both, ["a", "b"])) == [
        ("PERSON", "Ana"),
        ("VISIT", "visited"),
        ("GPE", "Peru"),
        ("MEETING", "talks"),
    ]
    assert found(build(both, ["b", "a"])) == [
        ("PERSON", "Ana Ruiz"),
        ("VISIT", "visited"),
        ("LOC", "Peru"),
        ("MEETING", "talks"),
    ]


def test_a_label_is_asked_of_the_parts_that_are_named_for_it() -> None:
    stage = build({"a": A, "b": B}, ["a", "b"], {"PERSON": ["b"], "MEETING": [], "GPE": ["b"]})
    assert found(stage) == [("PERSON", "Ana Ruiz"), ("VISIT", "visited"), ("LOC", "Peru")]


def test_attributes_come_from_the_part_that_is_named() -> None:
    planned = Part(tuple(replace(entity, status="planned") for entity in B.found if entity.label == "MEETING"))
    stage = build({"a": B, "b": planned}, ["a", "b"], attributes=["b"])
    assert [entity.status for entity in stage(document(TEXT)) if entity.label == "MEETING"] == ["planned"]


def test_what_a_part_is_not_sure_of_is_dropped() -> None:
    scores = {"PERSON": 0.9, "VISIT": 0.4, "GPE": None}
    scored = Part(tuple(replace(entity, score=scores[entity.label]) for entity in A.found))
    assert found(build({"a": scored}, ["a"], least={"a": 0.5})) == [("PERSON", "Ana"), ("GPE", "Peru")]


def test_what_its_parts_need_it_needs() -> None:
    stage = build({"a": A, "b": B}, ["a", "b"])
    assert (stage.requires, stage.uses, stage.model_hash) == (("sentences", "values"), ("parse",), "a1")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"order": ["a", "c"]}, "no part 'c'"),
        ({"order": ["a"], "labels": {"PET": ["a"]}}, "'PET' is not one of"),
        ({"order": ["a"], "labels": {"GPE": ["d"]}}, "no part 'd'"),
        ({"order": ["a"], "attributes": ["e"]}, "no part 'e'"),
    ],
)
def test_what_does_not_fit_is_said(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build({"a": A, "b": B}, **settings)  # type: ignore[arg-type]


def test_a_part_of_another_layer_is_refused() -> None:
    with pytest.raises(ConfigError, match="assigns the layer 'values'"):
        build({"a": replace(A, assigns="values")}, ["a"])


def test_a_config_can_name_it(trained: Path, tmp_path: Path) -> None:
    path = tmp_path / "combined.cfg"
    path.write_text(
        f"""
[pipeline]
stages = ["sentences", "values", "states", "entities"]
[stages]
[stages.sentences]
@stages = "sentences.rules"
[stages.values]
@stages = "values.rules"
[stages.states]
@stages = "states.neural"
model = "{trained}"
[stages.entities]
@stages = "entities.combined"
order = ["neural", "rules"]
[stages.entities.parts]
[stages.entities.parts.neural]
@stages = "entities.neural"
model = "{trained}"
[stages.entities.parts.rules]
@stages = "entities.rules"
[stages.entities.labels]
INDICATOR = ["rules"]
""",
        encoding="utf-8",
    )
    stages = build_stages(read_config(path))
    check_order(stages)
    assert set(stages[-1].requires) == {"sentences", "states", "values"}
