"""The output profile `timeml`: every example of timeml.toml, and what the profile makes of ranges, stretches, times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.align import overlaps
from pipeline.numerals import PATTERNS
from pipeline.records import Timex
from pipeline.rules import Example, Rule, load_rules
from pipeline.stages.values.rules import build
from tests.stages.values.test_examples import EXAMPLES, describe, find

STAGE = build(profile="timeml")
RULES = [
    rule
    for rule in load_rules("values/dates.toml", "values/timeml.toml", given=PATTERNS).rules
    if "timeml" in rule.name
]
_WORDS = sorted({word for _, example in EXAMPLES for word in example.text.split()})


def dates(text: str, created: str | None = "2020-12-05") -> list[tuple[str, str]]:
    return [(value.text, describe(value.norm)) for value in find(text, created, STAGE) if isinstance(value.norm, Timex)]


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in RULES for example in rule.examples],
    ids=lambda item: getattr(item, "name", None) or item.text,
)
def test_example(rule: Rule, example: Example) -> None:
    found = dates(example.text)
    assert [text for text, _ in found] == [mark.text for mark in example.marks], rule.name
    assert " | ".join(norm for _, norm in found) == example.expected


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.rejects], ids=lambda rule: rule.name)
def test_reject(rule: Rule) -> None:
    for text in rule.rejects:
        assert rule.name not in {value.found_by for value in find(text, stage=STAGE)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on May 3 to 5.", ["May 3 = 2020-05-03", "5 = 2020-05-05"]),
        ("They met from 30 November to 2 December.", ["30 November = 2020-11-30", "2 December = 2020-12-02"]),
        ("They renewed the programme for 2021-25.", ["2021 = 2021", "25 = 2025"]),
        ("It was open from Monday to Friday.", ["Monday = 2020-11-30", "Friday = 2020-12-04"]),
        ("It takes two to six days.", ["two = P2D", "six days = P6D"]),
        ("Sales fell in the first nine months of 2019.", ["the first nine months = P9M", "2019 = 2019"]),
        ("They met in the past two years.", ["the past two years = P2Y"]),
        ("They met in the past year.", ["the past year = 2019"]),
        ("It ends at 5 p.m. EST Nov. 9.", ["5 p.m. EST Nov. 9 = 2020-11-09T17:00"]),
        ("It ended on Nov. 9, 5 p.m.", ["Nov. 9, 5 p.m. = 2020-11-09T17:00"]),
        ("Sales fell in the year ended June 30.", ["the year = P1Y", "June 30 = 2020-06-30"]),
    ],
)
def test_expression(text: str, expected: list[str]) -> None:
    found = [value for value in find(text, stage=STAGE) if isinstance(value.norm, Timex)]
    assert [f"{value.text} = {value.norm.value}" for value in found if isinstance(value.norm, Timex)] == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12))
def test_values_are_flat_and_true_to_the_text(words: list[str]) -> None:
    text = " ".join(words).replace("[", "(").replace("]", ")")
    values = find(text, stage=STAGE)
    assert all(text[value.start : value.end] == value.text == value.text.strip() for value in values)
    spans = [value.offsets for value in values]
    assert not any(overlaps(one, other) for index, one in enumerate(spans) for other in spans[:index])
