from datetime import date

import pytest

from pipeline.numerals import PATTERNS
from pipeline.rules import Example, Rule, load_rules
from pipeline.stages.values.rules import build
from pipeline.stages.values.rules.holidays import day_of, easter
from tests.stages.values.test_examples import describe, find

STAGE = build(holidays=True)
BOOK = load_rules("values/dates.toml", "values/compounds.toml", "values/holidays.toml", given=PATTERNS)
RULES = [rule for rule in BOOK.rules if rule.name.startswith("date.holiday")]


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in RULES for example in rule.examples],
    ids=lambda item: getattr(item, "name", None) or item.text,
)
def test_example(rule: Rule, example: Example) -> None:
    values = [value for value in find(example.text, stage=STAGE) if value.found_by == rule.name]
    assert [value.text for value in values] == [mark.text for mark in example.marks]
    assert " | ".join(describe(value.norm) for value in values) == example.expected


def test_reject() -> None:
    for rule in RULES:
        for text in rule.rejects:
            assert rule.name not in {value.found_by for value in find(text, stage=STAGE)}


def test_holidays_are_no_values_of_the_schema() -> None:
    assert not find("They will meet after Tet.")


@pytest.mark.parametrize(
    ("year", "day"), [(1961, "04-02"), (2000, "04-23"), (2008, "03-23"), (2011, "04-24"), (2024, "03-31")]
)
def test_easter(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


def test_lunar_years_outside_the_table_are_not_guessed() -> None:
    assert day_of("Tet", 2023) == date(2023, 1, 22)
    assert day_of("Tet", 1901) is None
    assert "DATE" not in {value.label for value in find("Tet 1901", stage=STAGE) if value.found_by == "date.holiday"}
