import pytest

from pipeline.records import Amount
from pipeline.stages.values.rules.ellipsis import RULE
from tests.stages.values.test_examples import describe, find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports rose to 5 billion dollars from 4.5 billion a year earlier.", "MONEY 4500000000 USD"),
        ("They ran a surplus of 818 billion yen in March and 700 billion in April.", "MONEY 700000000000 JPY"),
        ("Sales grew from 1.3 billion to 1.9 billion dollars.", "MONEY 1300000000 USD"),
        ("Output fell to 120,000 tons, against 150,000 in 2019.", "QUANTITY 150000 t"),
    ],
)
def test_a_bare_number_takes_the_unit_of_the_amount_it_goes_with(text: str, expected: str) -> None:
    completed = [value for value in find(text) if value.found_by == RULE]
    assert [f"{value.label} {describe(value.norm)}" for value in completed] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They spent 5 billion dollars on a population of 800 million.",
        "They spent 5 billion dollars on 4.5 million refugees.",
        "Arrivals reached 32,371 in 2022, against 20,218 in 2021.",
        "They sold 5 tons, and 12 came.",
    ],
)
def test_a_number_of_something_else_stays_a_number(text: str) -> None:
    assert RULE not in {value.found_by for value in find(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They asked for 20, 30 or 40 percent.", ["PERCENT 20", "PERCENT 30"]),
        ("The hall is 10 by 20 metres.", ["QUANTITY 10 m"]),
        ("The board measures 66.5 x 107 mm.", ["QUANTITY 66.5 mm"]),
        ("Output fell from 3.5 million to 3 million tonnes.", ["QUANTITY 3500000 t"]),
        ("It sold 80,000 tonnes after 70,000.", ["QUANTITY 70000 t"]),
        ("Sales came to 40bn yen; purchases were worth 30bn.", ["MONEY 30000000000 JPY"]),
        ("Of the 30, 20 percent stayed.", []),
    ],
)
def test_numbers_in_a_row_share_what_the_last_one_has(text: str, expected: list[str]) -> None:
    assert [f"{value.label} {describe(value.norm)}" for value in find(text) if value.found_by == RULE] == expected


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("It sold 200 cars, up from 150 a year earlier.", ["car", "car"]),
        ("It sold 200 cars in 30 countries, against 150 in 2019.", ["car", "country", "car"]),
        ("It has 200 workers and made 150 in May.", ["worker", None]),
        ("The index fell 5 points to 150.", ["point", None]),
    ],
)
def test_a_number_counts_what_the_number_counts_that_it_is_compared_with(text: str, counted: list[str | None]) -> None:
    norms = [value.norm for value in find(text)]
    assert [norm.counted for norm in norms if isinstance(norm, Amount)] == counted
