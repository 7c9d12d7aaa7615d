"""Every example and every reject of the rules in resources/values/ is run through the whole stage."""

from dataclasses import replace

import pytest

from pipeline.align import overlaps
from pipeline.norms import format_decimal
from pipeline.records import Amount, Timex, Value
from pipeline.rules import Example, Rule
from pipeline.stages.values.rules import ValueRules, build
from tests.builders import document

STAGE = build()
RULES = (*STAGE.calendar.rules, *STAGE.calendar.nested, *STAGE.amounts.rules)
EXAMPLES = [(rule, example) for rule in {rule.name: rule for rule in RULES}.values() for example in rule.examples]
REJECTS = [(rule, text) for rule in RULES for text in rule.rejects]


def describe(norm: Timex | Amount | None) -> str:
    """A normal form as the examples write it."""
    if norm is None:
        return ""
    if isinstance(norm, Timex):
        interval = f"{norm.begin}..{norm.end}" if norm.begin else None
        return " ".join(part for part in (norm.type, norm.value, norm.mod, interval) if part)
    upper = "" if norm.upper is None else f"..{format_decimal(norm.upper)}"
    comparator = None if norm.comparator == "=" else norm.comparator
    parts = (comparator, format_decimal(norm.amount) + upper, norm.currency or norm.unit)
    return " ".join(part for part in parts if part)


def find(text: str, created: str | None = "2020-12-05", stage: ValueRules = STAGE) -> tuple[Value, ...]:
    return stage(replace(document(text), created=created, sentences=((0, len(text)),)))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda item: getattr(item, "name", None) or item.text)
def test_example(rule: Rule, example: Example) -> None:
    expected, _, created = (example.expected or "").partition("@ ")
    values = find(example.text, {"": "2020-12-05", "none": None}.get(created, created))
    if rule.label == "NONE":
        assert not any(overlaps(mark[:2], value.offsets) for mark in spans(example) for value in values)
        return
    assert [value.text for value in values] == [mark.text for mark in example.marks]
    assert rule.settings.get("inner") or rule.name in {value.found_by for value in values}
    if expected.strip():
        assert " | ".join(describe(value.norm) for value in values) == expected.strip()


def spans(example: Example) -> list[tuple[int, int]]:
    return [(mark.start, mark.end) for mark in example.marks]


@pytest.mark.parametrize(("rule", "text"), REJECTS, ids=lambda item: getattr(item, "name", item))
def test_reject(rule: Rule, text: str) -> None:
    assert rule.name not in {value.found_by for value in find(text)}
