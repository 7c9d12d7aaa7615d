"""Days with a name: fixed ones, those of a weekday, those reckoned from Easter, and the lunar new year."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from pipeline.rules import read_toml
from pipeline.stages.values.rules.intervals import Period, period
from pipeline.stages.values.rules.reading import Context, Reader, Reading, direction, nearest, unresolved

FILE = "values/holidays.toml"
_NEAR_YEARS = (-1, 0, 1)


def read_holiday(match: re.Match[str], context: Context) -> Reading:
    """'Christmas Eve', 'Tet 2007', 'Easter next year'; without a year the nearest one by tense."""
    name = _names()[re.sub(r"\s+", " ", match["name"]).replace("’", "'").lower()]
    if match["year"]:
        return _period(name, int(match["year"]))
    if context.today is None:
        return unresolved()
    this = context.today.begin.year
    if match["whose"]:
        return _period(name, this + direction(match["whose"]))
    days = [found for step in _NEAR_YEARS if (found := _period(name, this + step)) is not None]
    sign = direction(match["which"])
    if sign:
        today = context.today.begin
        days = [day for day in days if (day.begin > today if sign > 0 else day.begin < today)]
        return min(days, key=lambda day: abs((day.begin - today).days)) if days else None
    return nearest(days, context) if days else None


def _period(name: str, year: int) -> Period | None:
    found = day_of(name, year)
    return None if found is None else period("day", found)


def day_of(name: str, year: int) -> date | None:
    """The day that a holiday falls on; null where it is not known (lunar years before 1950 and after 2050)."""
    data = load_holidays()
    if name in data["days"]:
        return date.fromisoformat(f"{year:04}-{data['days'][name]}")
    if name in data["weekdays"]:
        return _weekday(year, *data["weekdays"][name])
    if name in data["easter"]:
        return easter(year) + timedelta(data["easter"][name])
    return _lunar(name, year)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm; Meeus 1991, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _weekday(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))


def _lunar(name: str, year: int) -> date | None:
    lunar = load_holidays()["lunar"]
    days = [*(lunar["tet"] if name == "Tet" else ()), *lunar["china"]]
    return next((date.fromisoformat(day) for day in days if day.startswith(f"{year:04}")), None)


@cache
def _names() -> dict[str, str]:
    """Names as the tables have them, by those in small letters."""
    data = load_holidays()
    tables = (*data["days"], *data["weekdays"], *data["easter"], *data["lunar"]["names"])
    return {name.lower(): name for name in tables}


@cache
def load_holidays() -> dict[str, Any]:
    """The tables of `holidays.toml`, read once (`build` sees to it: a stage does no input while it runs)."""
    return read_toml(FILE)


READERS: Mapping[str, Reader] = MappingProxyType({"holiday": read_holiday})
