"""Readers of dates that name their month, year, decade or century: from the groups of a rule's match to a period.

Every rule of `dates.toml` names its reader in `kind`. A reader returns null for what is no date after all, and a
TIMEX3 without value where it lacks the document date.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import (
    YEARLESS,
    Period,
    add,
    add_months,
    days_in_month,
    join,
    period,
    take,
    year,
)
from pipeline.stages.values.rules.reading import (
    SEASON_MONTHS,
    Context,
    Reader,
    Reading,
    direction,
    group,
    month_number,
    nearest,
    unit_of,
    unresolved,
    weekday_number,
    with_year,
)

_MONTHS_A_YEAR = 12
_MOST_PARTS = 366
_DAY_AGAINST = 3.0
_LAST_SHORT_YEAR = 50
_NEAR_MONTHS, _YEAR_AROUND = range(-2, 3), range(-12, 13)
_LAST_CENTURY = 2000
_YEARS_AHEAD = 10
_LAST_SHORT = 10
"""The last decade without its century that is one of the 21st: 'the '10s'."""
_DECADES = ("", "", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_LAST = frozenset({"last", "final", "closing"})


def read_calendar(match: re.Match[str], context: Context) -> Reading:
    """Days, months, years and ranges of them: groups day, month, year, and until_ before each for the later end."""
    last_year = _year_group(match, "until_year", context)
    first_year = _year_group(match, "year", context) or last_year
    months = [group(match, "month") or group(match, "month_number"), group(match, "until_month")]
    first_month, last_month = (None if name is None else _month(name) for name in months)
    first = _calendar_unit(first_year, first_month or last_month, group(match, "day"))
    if first is None:
        return None
    if not any(group(match, name) for name in ("until_day", "until_month", "until_year")):
        return with_year(first, context)
    last = _calendar_unit(_full_year(last_year, first_year), last_month or first_month, group(match, "until_day"))
    return None if last is None else _joined(first, last, context)


def _joined(first: Period, last: Period, context: Context) -> Period | None:
    if first.begin > last.begin and first.begin.year == last.begin.year and first.unit != "year":
        if last.year_known:  # 'December 30 to January 2, 2023'
            first = first.shifted("year", -1)
        else:  # 'December 29 to January 3'
            last = last.shifted("year", 1)
    both = join(first, last)
    return with_year(both, context) if first.begin <= last.begin else None


def _month(name: str) -> int:
    return int(name) if name.isdigit() else month_number(name)


def _year_group(match: re.Match[str], name: str, context: Context) -> int | None:
    digits = group(match, name)
    if digits:
        return int(digits)
    whose = group(match, "whose") if name == "until_year" else None
    return None if whose is None or context.created is None else context.created.year + direction(whose)


def _full_year(last: int | None, first: int | None) -> int | None:
    """The later year of '2021-25' in full."""
    if last is None or first is None or last >= 100:  # noqa: PLR2004
        return last if last is not None else first
    return first // 100 * 100 + last + (100 if last < first % 100 else 0)


def _calendar_unit(number: int | None, month: int | None, day: str | None) -> Period | None:
    known = number is not None
    in_year = YEARLESS if number is None else number
    if month is None:
        return year(in_year)
    if day is None:
        return period("month", date(in_year, month, 1), year_known=known)
    day_number = _day_number(day)
    if not 1 <= day_number <= days_in_month(in_year, month):
        return None
    return period("day", date(in_year, month, day_number), year_known=known)


def _day_number(words: str) -> int:
    return int(re.sub(r"\D", "", words) or parse_number(words.lower()) or 0)


def read_numeric(match: re.Match[str], context: Context) -> Reading:
    """'22/11/2023': day or month first as the context says, unless only one order is a date."""
    year = match["year"] if "year" in match.re.groupindex else None
    found = read_numeric_parts(match["first"], match["second"], year, context)
    return None if found is None else with_year(found, context)


def read_numeric_parts(one: str, other: str, digits: str | None, context: Context) -> Period | None:
    """The day that two numbers and a year write, if there is one; of two digits, a year is in 1950 to 2049."""
    first, second = int(one), int(other)
    day, month = (first, second) if context.day_first else (second, first)
    if month > _MONTHS_A_YEAR:
        day, month = month, day
    if not 1 <= month <= _MONTHS_A_YEAR or not day:
        return None
    number = None if digits is None else int(digits)
    if number is not None and number < 100:  # noqa: PLR2004
        number += 2000 if number < _LAST_SHORT_YEAR else 1900
    return _calendar_unit(number, month, str(day))


def read_decade(match: re.Match[str], _: Context) -> Reading:
    """'the 1990s', 'the '90s', 'the nineties'; 'the 1700s' are a hundred years, 'the 2000s' ten."""
    digits = re.sub(r"\D", "", match["decade"])
    first = int(digits) if digits else 10 * _DECADES.index(match["decade"].lower())
    if first < 100:  # noqa: PLR2004
        first += 1900 if first > _LAST_SHORT else 2000
    if first % 100 == 0 and first < _LAST_CENTURY:
        return join(year(first), year(first + 99))
    return period("decade", date(first, 1, 1))


def read_day_alone(match: re.Match[str], context: Context) -> Reading:
    """'the 16th', 'Tue 22', 'Wed 23 – Thu 24': in the nearest month, of those whose day is such a weekday."""
    if context.created is None:
        return unresolved()
    number, named = _day_number(group(match, "day") or ""), group(match, "weekday")
    first = context.created.replace(day=1)
    months = (add_months(first, count) for count in (_YEAR_AROUND if named else _NEAR_MONTHS))
    days = [
        period("day", month.replace(day=number)) for month in months if number <= days_in_month(month.year, month.month)
    ]
    if named:
        days = [day for day in days if day.begin.weekday() == weekday_number(named)]
    if not days:
        return None
    found = nearest(days, context, against=_DAY_AGAINST)
    until = group(match, "until")
    if until is None:
        return found
    length = int(re.sub(r"\D", "", until)) - number
    return join(found, found.shifted("day", length)) if length > 0 else None


def read_spoken_year(match: re.Match[str], _: Context) -> Reading:
    """'nineteen ninety-six', 'twenty oh-five'."""
    hundreds, rest = (parse_number(match[name] or "") for name in ("hundreds", "rest"))
    if match["thousand"] or hundreds is None:
        return year(2000)
    if rest is None:
        rest = parse_number(re.split(r"[\s-]", match["rest"])[-1])
    return None if rest is None else year(int(hundreds) * 100 + int(rest))


def read_short_year(match: re.Match[str], context: Context) -> Reading:
    """''98': in the century in which it lies at most ten years ahead."""
    if context.created is None:
        return unresolved()
    number = context.created.year // 100 * 100 + int(match["year"])
    return year(number if number <= context.created.year + _YEARS_AHEAD else number - 100)


def read_century(match: re.Match[str], _: Context) -> Reading:
    """'the 21st century': 2001 to 2100."""
    number = parse_number(match["number"])
    return None if number is None or not 1 <= number <= 99 else period("century", date(int(number) * 100, 1, 1))  # noqa: PLR2004


def read_season(match: re.Match[str], context: Context) -> Reading:
    """'spring of 2019', 'summer'."""
    month = SEASON_MONTHS[(group(match, "season") or "").lower()]
    number = _year_group(match, "year", context) or _year_group(match, "until_year", context)
    in_year = YEARLESS if number is None else number
    return with_year(period("season", date(in_year, month, 1), year_known=number is not None), context)


def read_portion(match: re.Match[str], context: Context) -> Reading:
    """'first six weeks of 1998', 'third quarter', 'second half of October', 'Q3 2019'."""
    which, unit = (group(match, "which") or "").lower(), group(match, "unit") or ""
    unit = {"Q": "quarter", "q": "quarter", "H": "half", "semester": "half"}.get(unit) or unit_of(unit)
    count = parse_number(group(match, "number") or "1") or 1
    some_year = period("year", date(YEARLESS, 1, 1), year_known=False)
    whole = context.read_whole(match, context) if group(match, "whole") else some_year
    if whole is None or count > _MOST_PARTS:
        return unresolved()
    number = -1 if which in _LAST else int(parse_number(which) or 1)
    if unit == "half" and whole.unit != "year":
        return _half(whole, number)
    found = take(whole, unit, number, int(count))
    return with_year(found, context) if found.end <= whole.end else None


def read_until_end(match: re.Match[str], context: Context) -> Reading:
    """'12 months through July 2024': as many units back from the end of the whole."""
    whole, count = context.read_whole(match, context), parse_number(match["number"] or "1")
    if whole is None or count is None or not 1 <= count <= _MOST_PARTS:
        return unresolved()
    begin = add(whole.end + timedelta(1), unit_of(match["unit"]), -int(count))
    return Period(whole.unit, begin, whole.end, whole.year_known)


def read_named_quarter(match: re.Match[str], context: Context) -> Reading:
    """'June quarter': the quarter that ends with the month."""
    number = _year_group(match, "year", context)
    some_day = date(YEARLESS if number is None else number, month_number(match["month"]), 1)
    return with_year(period("quarter", some_day, year_known=number is not None), context)


def _half(whole: Period, number: int) -> Period:
    middle = whole.begin + timedelta(((whole.end - whole.begin).days + 1) // 2 - 1)
    if number == 1:
        return Period("day", whole.begin, middle, whole.year_known)
    return Period("day", middle + timedelta(1), whole.end, whole.year_known)


def read_qualified(match: re.Match[str], context: Context) -> Reading:
    """'early next month', 'end of 2020': the whole's period; the group `mod` says the rest."""
    return context.read_whole(match, context) or unresolved()


def read_year_end(_: re.Match[str], context: Context) -> Reading:
    """'year-end': the document's year, mod END."""
    if context.created is None:
        return Timex("DATE", None, "END")
    found = year(context.created.year)
    return Timex("DATE", found.value, "END", found.begin.isoformat(), found.end.isoformat())


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "calendar": read_calendar,
        "numeric": read_numeric,
        "decade": read_decade,
        "century": read_century,
        "spoken_year": read_spoken_year,
        "short_year": read_short_year,
        "day_alone": read_day_alone,
        "season": read_season,
        "portion": read_portion,
        "until_end": read_until_end,
        "named_quarter": read_named_quarter,
        "qualified": read_qualified,
        "year_end": read_year_end,
    }
)
