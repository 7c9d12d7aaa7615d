from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import parse_number, parse_range

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int) -> str:
    """English words of a number below a thousand million: the oracle, written the other way round."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = " and " if size == 100 else " "
            return f"{spell(number // size)} {name}" + (f"{link}{spell(rest)}" if rest else "")
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.3 billion", "1300000000"),
        ("1,000", "1000"),
        ("1,50,000", "150000"),
        ("10, 000", "10000"),
        ("8.9bn", "8900000000"),
        ("5m", "5000000"),
        ("1,000 thousand billion", "1000000000000000"),
        ("twelve", "12"),
        ("Twenty-five", "25"),
        ("some 29 million", "29000000"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half a million", "500000"),
        ("one and a half million", "1500000"),
        ("two crore", "20000000"),
        ("tenth", "10"),
        ("twenty-first", "21"),
        ("one hundred and fiftieth", "150"),
        ("43rd", "43"),
        ("two-thirds", "0.6667"),
        ("three quarters", "0.75"),
    ],
)
def test_parse_number(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "visit", "a", "two three", "5 ministers", "1.2.3", "second-hand"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**9 - 1))
def test_words_and_digits_agree(number: int) -> None:
    assert parse_number(spell(number)) == parse_number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("lower", "upper", "ends"),
    [
        ("1.1", "1.2 billion", (1_100_000_000, 1_200_000_000)),
        ("800 million", "1 billion", (800_000_000, 1_000_000_000)),
        ("800", "1.2 million", (800, 1_200_000)),
        ("six", "seven", (6, 7)),
        ("3", "2", None),
        ("3", "3", None),
        ("three", "men", None),
    ],
)
def test_parse_range(lower: str, upper: str, ends: tuple[int, int] | None) -> None:
    assert parse_range(lower, upper) == (ends and tuple(map(Decimal, ends)))
