"""Readers of calendar dates: from the named groups of a rule's match to a period.

Every rule of `dates.toml` names its reader in `kind`. A reader returns null for what is no date after all, and a
TIMEX3 without value where it lacks the document date.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import YEARLESS, Period, add, days_in_month, join, period, take, year
from pipeline.stages.values.rules.reading import Context, Reading, group, nearest, unit_of, unresolved, with_year

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASON_MONTHS = MappingProxyType({"winter": 1, "spring": 4, "summer": 7, "autumn": 10, "fall": 10})
_BACK = frozenset({"last", "previous", "preceding", "past"})
_AHEAD = frozenset({"next", "following", "coming"})
_ANAPHORIC = frozenset({"previous", "preceding", "following"})
_DEICTIC = MappingProxyType(
    {"yesterday": -1, "today": 0, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
)
_OLDEST_YEARS = 1900
_WEEKDAY_AGAINST = 5.0
_CLOCK_UNITS = frozenset({"hour", "minute", "second"})
_LAST = frozenset({"last", "final", "closing"})


def direction(word: str | None) -> int:
    """-1 for 'last', 1 for 'next', 0 for 'this'."""
    words = (word or "").lower().split()
    return -1 if words and words[-1] in _BACK else int(bool(words) and words[-1] in _AHEAD)


def month_number(name: str) -> int:
    """1 to 12 from a month's name or abbreviation."""
    return _MONTHS.index(name[:3].lower()) + 1


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 from a weekday's name."""
    return _WEEKDAYS.index(name[:3].lower())


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
    day_number = int(re.sub(r"\D", "", day))
    if day_number > days_in_month(in_year, month):
        return None
    return period("day", date(in_year, month, day_number), year_known=known)


def read_numeric(match: re.Match[str], context: Context) -> Reading:
    """'22/11/2023': day or month first as the context says, unless only one order is a date."""
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if context.day_first else (second, first)
    if month > len(_MONTHS):
        day, month = month, day
    if not 1 <= month <= len(_MONTHS) or not day:
        return None
    found = _calendar_unit(_year_group(match, "year", context), month, str(day))
    return None if found is None else with_year(found, context)


def read_decade(match: re.Match[str], _: Context) -> Reading:
    """'the 1990s'."""
    return period("decade", date(int(match["decade"]), 1, 1))


def read_century(match: re.Match[str], _: Context) -> Reading:
    """'the 21st century': 2001 to 2100."""
    number = parse_number(match["number"])
    return None if number is None or not 1 <= number <= 99 else period("century", date(int(number) * 100, 1, 1))  # noqa: PLR2004


def read_season(match: re.Match[str], context: Context) -> Reading:
    """'spring of 2019', 'summer'."""
    month = _SEASON_MONTHS[(group(match, "season") or "").lower()]
    number = _year_group(match, "year", context) or _year_group(match, "until_year", context)
    in_year = YEARLESS if number is None else number
    return with_year(period("season", date(in_year, month, 1), year_known=number is not None), context)


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
    if match["weekday"]:
        offset = (weekday_number(match["weekday"]) - today.begin.weekday()) % 7
        return today.shifted("day", offset - 7 if steps < 0 else offset or 7 * steps)
    unit = "month" if match["month"] else "season"
    month = month_number(match["month"]) if match["month"] else _SEASON_MONTHS[match["season"]]
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
    base = context.previous
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
    number = 1 if words in ("a", "an", "") else parse_number(words)
    unit = unit_of(match["unit"])
    if unit in _CLOCK_UNITS:
        return Timex("TIME", None)
    if number is None:
        return Timex("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    anaphoric = match["direction"] in ("earlier", "before", "later")
    base = (context.nearby or (context.previous if sign > 0 else None)) if anaphoric else None
    base = base or context.today
    if base is None or not base.year_known or number > _OLDEST_YEARS or number % 1:
        return unresolved()
    moved = base.shifted(unit, sign * int(number))
    return moved if base is context.nearby else period(unit, moved.begin)


def read_stretch(match: re.Match[str], context: Context) -> Reading:
    """'the past ten years', 'the next six months': from or to the document date."""
    sign = direction(group(match, "which"))
    unit = unit_of(group(match, "unit") or "")
    words = group(match, "number")
    number = parse_number(words) if words else (1 if match["unit_2"] else None)
    if number is None or unit in _CLOCK_UNITS:
        return Timex("TIME" if unit in _CLOCK_UNITS else "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    anaphoric = (group(match, "which") or "").lower() in _ANAPHORIC
    base = context.previous if anaphoric and context.previous else context.today
    if base is None or number > _OLDEST_YEARS:
        return unresolved()
    start = base.begin if sign < 0 else base.end
    other = add(start, unit, sign * int(number))
    return Period("day", min(start, other), max(start, other))


def read_portion(match: re.Match[str], context: Context) -> Reading:
    """'first ten months of 2023', 'third quarter', 'second half of October', 'Q3 2019'."""
    which, unit = (group(match, "which") or "").lower(), group(match, "unit") or ""
    unit = {"Q": "quarter", "H": "half", "semester": "half"}.get(unit) or unit_of(unit)
    count = parse_number(group(match, "number") or "1") or 1
    some_year = period("year", date(YEARLESS, 1, 1), year_known=False)
    whole = context.read_whole(match, context) if group(match, "whole") else some_year
    if whole is None:
        return unresolved()
    number = -1 if which in _LAST else int(parse_number(which) or 1)
    if unit == "half" and whole.unit != "year":
        return _half(whole, number)
    found = take(whole, unit, number, int(count))
    return with_year(found, context) if found.end <= whole.end else None


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


READERS: Mapping[str, Callable[[re.Match[str], Context], Reading]] = MappingProxyType(
    {
        "calendar": read_calendar,
        "numeric": read_numeric,
        "decade": read_decade,
        "century": read_century,
        "season": read_season,
        "relative": read_relative,
        "weekend": read_weekend,
        "named_relative": read_named_relative,
        "weekday": read_weekday,
        "deictic": read_deictic,
        "anaphoric": read_anaphoric,
        "same_period": read_same_period,
        "ago": read_ago,
        "stretch": read_stretch,
        "portion": read_portion,
        "qualified": read_qualified,
        "year_end": read_year_end,
    }
)
