"""Properties of dates: read back from every way of writing them, whatever stands around; linear in the text."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Timex, Value
from pipeline.stages.values.rules import ValueRules, build
from tests.builders import document
from tests.stages.values.test_examples import STAGE, find

TIMEML = build(profile="timeml")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ORDINALS = {1: "first", 2: "second", 3: "third", 12: "twelfth", 20: "twentieth", 21: "twenty-first", 31: "thirty-first"}


def suffixed(day: int) -> str:
    ending = "th" if day in range(11, 14) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def written(day: date) -> list[str]:
    """More than twenty ways to write a date in full."""
    month, short, weekday = MONTHS[day.month - 1], SHORT[day.month - 1], WEEKDAYS[day.weekday()]
    forms = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%Y}",
        f"{day.day}. {day.month}. {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day} {day.year}",
        f"{month} {suffixed(day.day)}, {day.year}",
        f"{short} {day.day}, {day.year}",
        f"{short} {day.day:02}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day:02} {month} {day.year}",
        f"{day.day} {month}, {day.year}",
        f"{suffixed(day.day)} {month} {day.year}",
        f"{suffixed(day.day)} of {month} {day.year}",
        f"{suffixed(day.day)} of {month}, {day.year}",
        f"{day.day} {short} {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday}, {day.day} {month} {day.year}",
        f"{weekday.upper()}, {month.upper()} {day.day}, {day.year}",
        f"{weekday[:3]}, {day.day} {short} {day.year}",
    ]
    return forms + ([f"{ORDINALS[day.day]} of {month} {day.year}"] if day.day in ORDINALS else [])


@settings(max_examples=30, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_back_from_every_form(day: date) -> None:
    for form in written(day):
        values = [value for value in find(f"They met on {form} in Lima.") if isinstance(value.norm, Timex)]
        iso = day.isoformat()
        assert [(value.text, value.norm) for value in values] == [(form, Timex("DATE", iso, None, iso, iso))], form


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(1, 40))
def test_a_range_of_days_is_read_back(day: date, days: int) -> None:
    last = day + timedelta(days)
    text = f"from {MONTHS[day.month - 1]} {day.day}, {day.year} to {MONTHS[last.month - 1]} {last.day}, {last.year}."
    (value,) = find(f"It was open {text}")
    assert isinstance(value.norm, Timex)
    assert (value.norm.begin, value.norm.end) == (day.isoformat(), last.isoformat())


@pytest.mark.parametrize("stage", [STAGE, TIMEML], ids=["schema", "timeml"])
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), created=st.none() | st.dates(date(1, 1, 1)).map(date.isoformat))
def test_no_input_raises(stage: ValueRules, text: str, created: str | None) -> None:
    assert find(text, created, stage) == find(text, created, stage)


@pytest.mark.parametrize("created", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("stage", [STAGE, TIMEML], ids=["schema", "timeml"])
def test_no_date_leaves_the_calendar(stage: ValueRules, created: str) -> None:
    lines = (
        "They met last week, next week, last year, next decade, last century and over the next 300 years.",
        "The first quarter, the weekend, Monday, tomorrow, yesterday, a year earlier, 90 years ago, the 9th century.",
        "December 31 to January 2, on the 16th, Tue 22, early next month, the past two years, 12 months through July.",
    )
    for line in lines:
        assert find(line, created, stage)


def test_a_sentence_knows_of_others_only_their_dates() -> None:
    def of_second(first: str) -> Value:
        text = f"{first} It fell from a year earlier to May 3."
        spans = ((0, len(first)), (len(first) + 1, len(text)))
        made = replace(document("x"), text=text, sentences=spans)
        return next(value for value in STAGE(made) if "earlier" in value.text)

    assert of_second("Nothing was said.").norm == of_second("He will go to Lima and pay 300 dollars.").norm
    assert of_second("Nothing was said.").norm != of_second("It rose in the third quarter.").norm


@pytest.mark.parametrize("stage", [STAGE, TIMEML], ids=["schema", "timeml"])
@pytest.mark.parametrize(
    "unit",
    [
        "the first nine months of the past two years to June 30, 2019 and a year earlier ",
        "from May 3 to ",
        "early late mid-",
        "the the ",
        "Monday, Tuesday ",
        "1990-91-",
        "a few a few ",
    ],
)
def test_one_endless_line_costs_in_proportion(stage: ValueRules, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        made = replace(document("x"), text=text, sentences=((0, len(text)),))
        start = process_time()
        stage(made)
        return process_time() - start

    seconds(1_000)
    assert seconds(20_000) < 25 * seconds(2_000) + 0.2
