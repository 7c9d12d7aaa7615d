from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.denotation import denotation, interval

SAME = [
    ("2013-03", "2013-03-XX", "2013-03-01/2013-03-31"),
    ("2013", "2013-XX-XX", "2013-XX", "2013-WXX", "2013-01/2013-12", "2013-Q1/2013-Q4", "2013-H1/2013-H2"),
    ("2013-Q2", "2013-04/2013-06"),
    ("2013-H2", "2013-07-01/2013-12-31"),
    ("199", "199X", "1990/1999"),
    ("19", "1900/1999"),
    ("2013-W12", "2013-03-18/2013-03-24"),
    ("2013-W12-WE", "2013-03-23/2013-03-24"),
    ("2013-W12-5", "2013-03-22"),
    ("2013-03-22T20", "2013-03-22T20:00", "2013-03-22T20:00:00", "2013-03-22T20:XX", "2013-W12-5T20:00"),
    ("P10Y", "P1DE", "P120M"),
    ("P1Y", "P12M", "P4Q"),
    ("P18M", "P1Y6M", "P1.5Y"),
    ("P7D", "P1W", "PT168H"),
    ("P1D", "PT24H", "PT1440M"),
]
DIFFERENT = [
    "P1M",
    "PT1M",
    "P30D",
    "PXM",
    "2013-SU",
    "2013-03-22TNI",
    "PRESENT_REF",
    "XXXX-03",
    "2013-13",
]


@pytest.mark.parametrize("values", SAME, ids=lambda values: values[0])
def test_ways_of_writing_one_time_are_equal(values: tuple[str, ...]) -> None:
    assert len({denotation(value) for value in values}) == 1


def test_other_times_are_not() -> None:
    values = [values[0] for values in SAME] + DIFFERENT
    assert len({denotation(value) for value in values}) == len(values)


@pytest.mark.parametrize("value", ["PRESENT_REF", "PXY", "2013-SU", "P", "2013-02-30", "", "0000"])
def test_what_is_no_known_form_denotes_itself(value: str) -> None:
    assert denotation(value) == value


def test_no_value_denotes_nothing() -> None:
    assert denotation(None) is None


@given(st.dates(date(1000, 1, 8), date(9999, 12, 24)))
def test_a_day_is_in_its_week_month_and_year(day: date) -> None:
    week = day.strftime("%G-W%V").zfill(8)
    assert interval(day.isoformat()) == interval(f"{week}-{day.isoweekday()}") == (day, day)
    for value in (week, day.isoformat()[:7], day.isoformat()[:4]):
        found = interval(value)
        assert found is not None
        assert found[0] <= day <= found[1]


@given(st.integers(1000, 9998), st.integers(1, 12))
def test_months_follow_each_other(year: int, month: int) -> None:
    one, following = interval(f"{year}-{month:02}"), interval(f"{year + month // 12}-{month % 12 + 1:02}")
    assert one is not None
    assert following is not None
    assert one[1] + timedelta(days=1) == following[0]
