"""What the value of a TIMEX3 denotes, so that two ways of writing one time can be found equal."""

import re
from calendar import monthrange
from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

Interval = tuple[date, date]
"""First and last day."""

_NUMBER = r"\d+(?:\.\d+)?"
_DURATION = re.compile(rf"P((?:{_NUMBER}(?:CE|DE|[YQMWD]))*)(?:T((?:{_NUMBER}[HMS])+))?")
_PART = re.compile(rf"({_NUMBER})([A-Z]+)")
_MONTHS: Mapping[str, int] = MappingProxyType({"CE": 1200, "DE": 120, "Y": 12, "Q": 3, "M": 1})
_DAYS: Mapping[str, int] = MappingProxyType({"W": 7, "D": 1})
_SECONDS: Mapping[str, int] = MappingProxyType({"H": 3600, "M": 60, "S": 1})
_SECONDS_OF_A_DAY = 86_400

_UNKNOWN = re.compile(r"(?:-W?XX)+$|(?<=\d{3})X$")
_CALENDAR = re.compile(r"(\d{2,4})(?:-(?:H([12])|Q([1-4])|(\d\d)(?:-(\d\d))?|W(\d\d)(?:-(WE|[1-7]))?))?")
_CLOCK = re.compile(r"(.*)T(\d\d)(?::(\d\d|XX))?(?::00)?")
_WEEKEND = 6


def denotation(value: str | None) -> Hashable:
    """What a TIMEX3 value denotes: equal for values that mean the same time, however they are written.

    - Calendar values (centuries, decades, years, halves, quarters, months, weeks, weekends, days, our `a/b` ranges) are
      their first and last day, what is unknown at the end being left out: 2013-03, 2013-03-XX, 2013-03-01/2013-03-31.
    - A time of the day stands beside its days, to the minute: T20, T20:00 and T20:00:00 are one.
    - Durations are months and seconds: a decade is 10 years, a quarter 3 months, a week 7 days, a day 24 hours; a month
      is no number of days.
    - Everything else (references, seasons, parts of the day, unknown amounts) is the string itself.
    """
    if value is None:
        return None
    return _duration(value) or _time(value) or interval(value) or value


def interval(value: str) -> Interval | None:
    """First and last day of a calendar value; null where it names none."""
    begin, _, end = value.partition("/")
    first, last = (_interval(part) for part in (begin, end or begin))
    return None if first is None or last is None else (first[0], last[1])


def _duration(value: str) -> tuple[str, Decimal, Decimal] | None:
    match = _DURATION.fullmatch(value)
    if match is None or match[0] == "P":
        return None
    months = seconds = Decimal(0)
    for number, unit in _PART.findall(match[1]):
        months += Decimal(number) * _MONTHS.get(unit, 0)
        seconds += Decimal(number) * _DAYS.get(unit, 0) * _SECONDS_OF_A_DAY
    seconds += sum(Decimal(number) * _SECONDS[unit] for number, unit in _PART.findall(match[2] or ""))
    return "duration", months, seconds


def _time(value: str) -> tuple[Hashable, str, str] | None:
    match = _CLOCK.fullmatch(value)
    if match is None:
        return None
    minute = "00" if match[3] in {None, "XX"} else match[3]
    return denotation(match[1]), match[2], minute


def _interval(value: str) -> Interval | None:
    match = _CALENDAR.fullmatch(_UNKNOWN.sub("", value))
    if match is None:
        return None
    digits, half, quarter, month, day, week, weekday = match.groups()
    try:
        if week:
            return _week(int(digits), int(week), weekday)
        if day:
            return (only := date(int(digits), int(month), int(day))), only
        if half or quarter or month:
            length = 6 if half else 3 if quarter else 1
            first = (int(half or quarter or month) - 1) * length + 1
            return _months(int(digits), first, length)
        return _years(digits)
    except ValueError:  # no such day, as 2013-02-30
        return None


def _week(year: int, week: int, weekday: str | None) -> Interval:
    if weekday is None:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if weekday == "WE":
        return date.fromisocalendar(year, week, _WEEKEND), date.fromisocalendar(year, week, 7)
    return (only := date.fromisocalendar(year, week, int(weekday))), only


def _months(year: int, first: int, length: int) -> Interval:
    last = first + length - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _years(digits: str) -> Interval:
    """A year, or the decade ('199') or century ('19') that begins so."""
    length = 10 ** (4 - len(digits))
    year = int(digits) * length
    return date(year, 1, 1), date(year + length - 1, 12, 31)
