"""The form of agency reports: every zone rule's examples and rejects, each rule by itself."""

import pytest

from pipeline.records import Offsets, Zone
from pipeline.rules import Example, Rule, RuleBook, load_rules
from pipeline.stages.sentences.rules.zones import find_zones

BOOK = load_rules("sentences/zones.toml")


def zones(rule: Rule, text: str) -> list[Zone]:
    return list(find_zones(RuleBook((rule,), BOOK.lists, BOOK.patterns), text, [(0, len(text))]))


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=rule.name) for rule in BOOK.rules for example in rule.examples],
)
def test_every_rule_finds_its_examples(rule: Rule, example: Example) -> None:
    assert zones(rule, example.text) == [Zone(mark.start, mark.end, rule.label) for mark in example.marks]


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(rule, text, id=rule.name) for rule in BOOK.rules for text in rule.rejects]
)
def test_every_rule_leaves_its_rejects_alone(rule: Rule, text: str) -> None:
    assert zones(rule, text) == []


def test_captions_may_stand_after_the_dateline() -> None:
    first, second = "OSLO, May 3 (AFP) - Norway and Laos met.", "Two ministers (Photo: AFP)"
    paragraphs: list[Offsets] = [(0, len(first)), (len(first) + 1, len(first) + 1 + len(second))]
    kinds = {zone.kind for zone in find_zones(BOOK, f"{first}\n{second}", paragraphs)}
    assert kinds == {"dateline", "caption"}
