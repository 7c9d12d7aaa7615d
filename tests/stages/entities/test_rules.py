"""Every rule of the name resources finds its examples and none of its rejects."""

from time import process_time

import pytest

from pipeline.records import Document, Segmentation
from pipeline.rules import Example, Rule
from pipeline.stages.entities.rules import build
from pipeline.stages.entities.rules.names import find_names, load_name_rules

RULES = load_name_rules().rules


def plain(text: str) -> Document:
    """One sentence, nothing else known."""
    return Document(id="test", text=text).with_layer("sentences", Segmentation(sentences=((0, len(text)),)))


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RULES for e in r.examples], ids=lambda x: getattr(x, "name", None) or x.text
)
def test_example(rule: Rule, example: Example) -> None:
    found = {(e.text, e.label) for e in find_names(plain(example.text))}
    assert {(mark.text, rule.label) for mark in example.marks} <= found


@pytest.mark.parametrize(
    ("rule", "reject"), [(r, reject) for r in RULES for reject in r.rejects], ids=lambda x: getattr(x, "name", x)
)
def test_reject(rule: Rule, reject: str) -> None:
    assert rule.name not in {entity.found_by for entity in find_names(plain(reject))}


def test_the_stage_needs_sentences_and_values() -> None:
    stage = build()
    assert (stage.assigns, stage.requires, stage.uses) == ("entities", ("sentences", "values"), ("parse",))


@pytest.mark.parametrize("unit", ["of the ", "Ho-", "A.", "Party of the ", "Minister for Trade and ", "A B "])
def test_one_endless_line_costs_in_proportion(unit: str) -> None:
    stage = build()

    def seconds(size: int) -> float:
        made = plain((unit * size)[:size]).with_layer("values", ())
        start = process_time()
        stage(made)
        return process_time() - start

    seconds(1_000)
    assert seconds(16_000) < 16 * seconds(2_000) + 0.2
