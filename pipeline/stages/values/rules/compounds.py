"""Readers of dates made of a date and something else, in the form of the readers in `absolute.py`."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.absolute import read_numeric_parts
from pipeline.stages.values.rules.durations import count_of, length
from pipeline.stages.values.rules.intervals import Period, days_in_month, join, period, take
from pipeline.stages.values.rules.reading import (
    Context,
    Reader,
    Reading,
    direction,
    group,
    unit_of,
    unresolved,
    weekday_number,
    with_year,
)

FILE = "values/compounds.toml"

_BACKWARD = re.compile(r"before|prior")
_FARTHEST = 1900
_WEEK = 7
_PARTS = ("year", "month", "week", "day", "hour", "minute", "second")
_UNIT = rf"(?:{'|'.join(_PARTS)})s?\b"
_LENGTH = re.compile(rf"(?P<number>(?:(?!{_UNIT})[^,])*?)\s*(?P<unit>{_UNIT})(?:,?\s+(?:and\s+)?|$)", re.IGNORECASE)
_CLOCK_UNITS = frozenset({"hour", "minute", "second"})


def read_offset(match: re.Match[str], context: Context) -> Reading:
    """'two days after today', 'three weeks before May 3': as exact as the unit, a day counted from a day."""
    base = context.read_whole(match, context)
    number = parse_number(match["number"].lower()) if match["number"] else Decimal(1)
    if base is None or not base.year_known or number is None or number % 1 or number > _FARTHEST:
        return unresolved()
    unit = match["unit"].lower()
    count = int(number) * (2 if unit.startswith("fortnight") else 1)
    count = -count if _BACKWARD.match(group(match, "direction") or "") else count
    moved = base.shifted("week" if unit.startswith("fortnight") else unit_of(unit), count)
    return moved if base.unit in {"day", unit_of(unit)} else period("day", moved.begin)


def read_nth_weekday(match: re.Match[str], context: Context) -> Reading:
    """'the last Sunday of June', 'the first Monday of next month'."""
    whole = context.read_whole(match, context)
    if whole is None:
        return unresolved()
    which, weekday = match["which"].lower(), weekday_number(match["weekday"])
    if which == "last":
        found = whole.end - timedelta((whole.end.weekday() - weekday) % _WEEK)
    else:
        first = whole.begin + timedelta((weekday - whole.begin.weekday()) % _WEEK)
        found = first + timedelta(_WEEK * (int(parse_number(which) or 1) - 1))
    return period("day", found, year_known=whole.year_known) if whole.begin <= found <= whole.end else None


def read_week_number(match: re.Match[str], context: Context) -> Reading:
    """'week 3 of 2019', after ISO 8601."""
    whole = context.read_whole(match, context) if group(match, "whole") else context.today
    if whole is None:
        return unresolved()
    try:
        return period("week", date.fromisocalendar(whole.begin.year, int(match["week"]), 1))
    except ValueError:  # a year without week 53
        return None


def read_weekday_of_week(match: re.Match[str], context: Context) -> Reading:
    """'Tuesday of next week', 'last week on Wednesday'; 'the following week' goes by the date before it."""
    whose, number = (group(match, "whose") or "").lower(), weekday_number(group(match, "weekday") or "")
    anaphoric = whose in {"following", "previous", "same"}
    base = context.previous if anaphoric and context.previous else context.today
    if base is None or not base.year_known:
        return unresolved()
    return take(period("week", base.begin).shifted("week", direction(whose)), "day", number + 1)


def read_day_of_month(match: re.Match[str], context: Context) -> Reading:
    """'the 15th day of next month', 'the thirty-first of the month'."""
    whole = context.read_whole(match, context)
    number = int(parse_number(match["day"].lower()) or 0)
    if whole is None:
        return unresolved()
    last = days_in_month(whole.begin.year, whole.begin.month)
    return period("day", whole.begin.replace(day=number)) if 1 <= number <= last else None


def read_to_date(_: re.Match[str], context: Context) -> Reading:
    """'year to date': from New Year to the document date."""
    today = context.today
    return unresolved() if today is None else Period("day", today.begin.replace(month=1, day=1), today.end)


def read_numeric_range(match: re.Match[str], context: Context) -> Reading:
    """'3/10 to 7/11/2019', days or months first as in single dates."""
    until_year = group(match, "until_year")
    last = read_numeric_parts(match["until_first"], match["until_second"], until_year, context)
    first = read_numeric_parts(match["first"], match["second"], match["year"] or until_year, context)
    if first is None or last is None:
        return None
    if first.begin > last.begin:
        if match["year"]:
            return None
        first, last = (first.shifted("year", -1), last) if until_year else (first, last.shifted("year", 1))
    both = join(first, last)
    return with_year(both, context) if not both.year_known else both


def read_lengths(match: re.Match[str], _: Context) -> Reading:
    """'one hour and 30 minutes', 'two years, three months and ten days'."""
    parts = [(unit_of(part["unit"]), count_of(part["number"] or "a")) for part in _LENGTH.finditer(match["lengths"])]
    units = [unit for unit, _ in parts]
    if units != [unit for unit in _PARTS if unit in units]:  # 'in 31 seconds, one second ahead'
        return None
    days = "".join(length(unit, number)[1:] for unit, number in parts if unit not in _CLOCK_UNITS)
    clock = "".join(length(unit, number)[2:] for unit, number in parts if unit in _CLOCK_UNITS)
    return Timex("DURATION", f"P{days}{clock and 'T'}{clock}")


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "offset": read_offset,
        "nth_weekday": read_nth_weekday,
        "week_number": read_week_number,
        "weekday_of_week": read_weekday_of_week,
        "day_of_month": read_day_of_month,
        "numeric_range": read_numeric_range,
        "to_date": read_to_date,
        "lengths": read_lengths,
    }
)
