from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.values.rules.intervals import YEARLESS, Period, add_months, distance, join, period, take, year

UNITS = ("day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century")
MONTH_UNITS = ("month", "quarter", "half", "season", "year", "decade", "century")
days = st.dates(date(1500, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("unit", "value", "begin", "end"),
    [
        ("day", "2020-12-05", "2020-12-05", "2020-12-05"),
        ("week", "2020-W49", "2020-11-30", "2020-12-06"),
        ("weekend", "2020-W49-WE", "2020-12-05", "2020-12-06"),
        ("month", "2020-12", "2020-12-01", "2020-12-31"),
        ("quarter", "2020-Q4", "2020-10-01", "2020-12-31"),
        ("half", "2020-H2", "2020-07-01", "2020-12-31"),
        ("season", "2020-WI", "2020-12-01", "2021-02-28"),
        ("year", "2020", "2020-01-01", "2020-12-31"),
        ("decade", "202", "2020-01-01", "2029-12-31"),
        ("century", "20", "2001-01-01", "2100-12-31"),
    ],
)
def test_period(unit: str, value: str, begin: str, end: str) -> None:
    found = period(unit, date(2020, 12, 5))
    assert (found.value, found.begin.isoformat(), found.end.isoformat()) == (value, begin, end)


@given(st.sampled_from([unit for unit in UNITS if unit != "weekend"]), days)
def test_periods_tile_the_calendar(unit: str, day: date) -> None:
    found = period(unit, day)
    assert found.begin <= day <= found.end
    assert period(unit, found.begin) == period(unit, found.end) == found
    assert found.shifted(unit, 1) == period(unit, found.end + timedelta(1))


@given(st.sampled_from(MONTH_UNITS), days, st.integers(-400, 400))
def test_whole_months_stay_whole_months(unit: str, day: date, count: int) -> None:
    found = period(unit, day)
    assert found.shifted("month", count).shifted("month", -count) == found


def test_the_same_months_of_another_year() -> None:
    found = join(period("month", date(2020, 1, 1)), period("month", date(2020, 2, 1)))
    assert found.shifted("year", -1) == Period("month", date(2019, 1, 1), date(2019, 2, 28))
    assert found.value == "2020-01/2020-02"


def test_take_counts_from_either_end() -> None:
    assert take(year(2023), "month", 1, 10).value == "2023-01/2023-10"
    assert take(year(2023), "month", -1, 3).value == "2023-10/2023-12"
    assert take(year(2023), "quarter", 3).value == "2023-Q3"
    assert take(period("month", date(2020, 12, 1)), "week", 1).value == "2020-12-01/2020-12-07"


def test_unknown_year() -> None:
    found = period("day", date(YEARLESS, 2, 29), year_known=False)
    assert found.value == "XXXX-02-29"
    assert found.in_year(2021) == period("day", date(2021, 2, 28))


def test_months_are_held_to_their_last_day() -> None:
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert add_months(date(2020, 3, 31), -13) == date(2019, 2, 28)


def test_distance() -> None:
    december = period("month", date(2020, 12, 1))
    assert [distance(day, december) for day in (date(2020, 11, 29), date(2020, 12, 9), date(2021, 1, 2))] == [2, 0, 2]
