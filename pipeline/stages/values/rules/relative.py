"""Readers of dates that count from the document date or from a date before: 'last week', 'Monday', 'a year earlier'."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import Period, add, join, period, take, year
from pipeline.stages.values.rules.reading import (
    SEASON_MONTHS,
    Context,
    Reader,
    Reading,
    direction,
    group,
    month_number,
    nearest,
    timex,
    unit_of,
    unresolved,
    weekday_number,
)

_MONTHS_A_YEAR = 12
_ANAPHORIC = frozenset({"previous", "prior", "preceding", "following", "subsequent", "ensuing"})
_DEICTIC = MappingProxyType(
    {"yesterday": -1, "today": 0, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
)
_FARTHEST = MappingProxyType({"century": 19, "decade": 190})
_FARTHEST_OTHERS = 1900
"""How many units from today still lie within the calendar of `datetime`."""

_WEEKDAY_AGAINST = 5.0
_WHOLES = frozenset({"month", "quarter", "half", "season"})
_CLOCK_UNITS = frozenset({"hour", "minute", "second"})


def read_relative(match: re.Match[str], context: Context) -> Reading:
    """'last week', 'this year'; 'the following year' goes by the date before it."""
    which = match["which"].lower()
    base = context.previous if which in _ANAPHORIC and context.previous else context.today
    if base is None or not base.year_known:
        return unresolved()
    unit = unit_of(match["unit"])
    return period(unit, base.begin).shifted(unit, direction(which))


def read_weekend(_: re.Match[str], context: Context) -> Reading:
    """'the weekend': of this week or the last."""
    if context.today is None:
        return unresolved()
    this = period("weekend", context.today.begin)
    return nearest((this, this.shifted("week", -1)), context)


def read_named_relative(match: re.Match[str], context: Context) -> Reading:
    """'last Tuesday', 'next March', 'this summer': the nearest such day, month or season on that side."""
    today = context.today
    if today is None:
        return unresolved()
    steps = direction(match["which"])
    if match["which"].lower() in _ANAPHORIC and context.previous is not None:
        today = period("day", context.previous.begin)
    if match["weekday"]:
        offset = (weekday_number(match["weekday"]) - today.begin.weekday()) % 7
        return today.shifted("day", offset - 7 if steps < 0 else offset or 7 * steps)
    unit = "month" if match["month"] else "season"
    month = month_number(match["month"]) if match["month"] else SEASON_MONTHS[match["season"]]
    found = period(unit, date(today.begin.year, month, 1))
    if steps < 0 and found.end >= today.begin:
        return found.shifted("year", -1)
    return found.shifted("year", 1) if steps > 0 and found.begin <= today.begin else found


def nearest_weekday(today: Period, number: int, context: Context) -> Period:
    """The weekday on the side of `today` that the tense says, but tomorrow rather than six days ago.

    Agency reports carry the date of the place of issue, which may be a day behind the place of the event.
    """
    ahead = today.shifted("day", (number - today.begin.weekday()) % 7)
    return nearest((ahead, ahead.shifted("day", -7)), context, against=_WEEKDAY_AGAINST)


def read_weekday(match: re.Match[str], context: Context) -> Reading:
    """'Monday', 'Monday to Friday', 'Tuesday next week'."""
    today, number = context.today, weekday_number(match["weekday"])
    if today is None:
        return Timex("DATE", f"XXXX-WXX-{number + 1}")
    if match["whose"]:
        return take(period("week", today.begin).shifted("week", direction(match["whose"])), "day", number + 1)
    first = nearest_weekday(today, number, context)
    if match["until"] is None:
        return first
    days = (weekday_number(match["until"]) - number) % 7
    return join(first, first.shifted("day", days))


def read_deictic(match: re.Match[str], context: Context) -> Reading:
    """'yesterday', 'today', 'tomorrow'."""
    days = _DEICTIC[re.sub(r"\s+", " ", match["word"].lower())]
    return unresolved() if context.today is None else context.today.shifted("day", days)


def read_anaphoric(match: re.Match[str], context: Context) -> Reading:
    """'the same day', 'the following day', 'that year': from the date before it."""
    unit = unit_of(match["unit"])
    base = (context.mentions.get("day") or context.today) if unit == "day" else context.previous
    if base is None or not base.year_known:
        return unresolved()
    return period(unit, base.begin).shifted(unit, direction(match["which"]))


def read_same_period(match: re.Match[str], context: Context) -> Reading:
    """'the same period last year': the date before it in the sentence, moved; else the year or month alone."""
    unit = unit_of(match["unit"] or "year")
    base = context.nearby or context.today
    if match["year"]:
        number = int(match["year"])
        return context.nearby.in_year(number) if context.nearby and context.nearby.unit != "year" else year(number)
    if base is None or not base.year_known:
        return unresolved()
    moved = base.shifted(unit, direction(match["which"] or "last"))
    return moved if context.nearby else period(unit, moved.begin)


def read_ago(match: re.Match[str], context: Context) -> Reading:
    """'three months ago', 'a year earlier', 'two days later'."""
    sign = -1 if match["direction"] in ("ago", "earlier", "before") else 1
    words = match["number"].lower()
    number = Decimal(1) if words in ("a", "an", "") else parse_number(words)
    unit = unit_of(match["unit"])
    if number is not None and "share" in match.re.groupindex and match["share"]:
        number += Decimal("0.5")
    if unit == "year" and number is not None and number % 1 == Decimal("0.5"):
        unit, number = "month", number * _MONTHS_A_YEAR
    if unit in _CLOCK_UNITS:
        return Timex("TIME", None)
    if unit == "month" and number == _MONTHS_A_YEAR:
        unit, number = "year", Decimal(1)
    if match["unit"].lower().startswith("fortnight"):
        unit, number = "week", None if number is None else 2 * number
    if number is None:
        return Timex("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    base = _base(match["direction"], unit, number, context) or context.today
    if base is None or not base.year_known or number > _FARTHEST.get(unit, _FARTHEST_OTHERS) or number % 1:
        return unresolved()
    moved = base.shifted(unit, sign * int(number))
    if base is context.nearby and context.nearby_mod:
        return timex(moved, context.nearby_mod)
    return moved if base is context.nearby or base.unit == "quarter" else period(unit, moved.begin)


def _base(word: str, unit: str, number: Decimal, context: Context) -> Period | None:
    """What 'a year earlier' and 'two days later' count from; null for the document date."""
    anaphoric = word in ("earlier", "before", "later")
    if word in ("ago", "earlier", "before") and unit == "year" and number == 1:
        found = reported(context)
        return found if anaphoric or (found is not None and found.unit == "quarter") else None
    if not anaphoric:
        return None
    return context.nearby or (context.previous if word == "later" else None)


def reported(context: Context) -> Period | None:
    """The period that figures are reported for: that of the sentence, else the last quarter mentioned."""
    nearby = context.nearby
    if nearby is not None and nearby.unit in _WHOLES:
        return nearby
    return context.mentions.get("quarter") or nearby


def read_definite(match: re.Match[str], context: Context) -> Reading:
    """'the quarter', 'the year-ago period', 'the quarter ended June 30': the one spoken of, else that before today."""
    words = group(match, "unit") or "quarter"
    unit = "quarter" if words == "period" else words
    if "whole" in match.re.groupindex and match["whole"]:
        whole = context.read_whole(match, context)
        if unit == "year" or whole is None:
            return Timex("DURATION", f"P1{unit[0].upper()}")
        return period(unit, whole.end)
    if context.today is None:
        return unresolved()
    this = period(unit, context.today.begin)
    base = this.shifted(unit, -1) if unit == "quarter" else this
    if unit not in ("year", "week"):
        base = context.mentions.get(unit, base)
    number = group(match, "year")
    if number:
        return base.shifted("year", int(number) - base.begin.year)
    if group(match, "compared") or ("earlier" in match.re.groupindex and match["earlier"]):
        return base.shifted("year", -1)
    return base


def read_stretch(match: re.Match[str], context: Context) -> Reading:
    """'the past ten years', 'the next six months': from or to the document date."""
    sign = direction(group(match, "which"))
    unit = unit_of(group(match, "unit") or "")
    words = group(match, "number")
    number = parse_number(words) if words else (1 if match["unit"] is None else None)
    if number is None or unit in _CLOCK_UNITS:
        return Timex("TIME" if unit in _CLOCK_UNITS else "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    anaphoric = (group(match, "which") or "").lower() in _ANAPHORIC
    base = context.previous if anaphoric and context.previous else context.today
    if base is None or number > _FARTHEST.get(unit, _FARTHEST_OTHERS):
        return unresolved()
    if unit == "quarter":  # whole ones: figures are reported by them
        first, last = (base.shifted("quarter", sign * count) for count in sorted((1, int(number)), reverse=sign < 0))
        return join(period(unit, first.begin), period(unit, last.begin))
    start = base.begin if sign < 0 else base.end
    other = add(start, unit, sign * int(number))
    return Period("day", min(start, other), max(start, other))


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "relative": read_relative,
        "weekend": read_weekend,
        "named_relative": read_named_relative,
        "weekday": read_weekday,
        "deictic": read_deictic,
        "anaphoric": read_anaphoric,
        "same_period": read_same_period,
        "ago": read_ago,
        "stretch": read_stretch,
        "definite": read_definite,
    }
)
