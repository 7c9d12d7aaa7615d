"""Readers of lengths, recurrences and clock times, in the form of the readers in `absolute.py`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import Period
from pipeline.stages.values.rules.reading import Context, Reader, Reading, group, month_number, unit_of, weekday_number
from pipeline.stages.values.rules.relative import nearest_weekday

_DESIGNATORS = MappingProxyType(
    {
        "day": "D",
        "weekend": "WE",
        "week": "W",
        "month": "M",
        "quarter": "Q",
        "year": "Y",
        "decade": "DE",
        "century": "CE",
        "hour": "H",
        "minute": "M",
        "second": "S",
    }
)
_CLOCK_UNITS = MappingProxyType({"hour": 3600, "minute": 60, "second": 1})
_WORDS = MappingProxyType(
    {
        **dict.fromkeys(("a", "an", "another", "a full", "an entire", "a whole", "an additional"), Decimal(1)),
        **dict.fromkeys(("a couple of", "couple of"), Decimal(2)),
        **dict.fromkeys(("half a", "half an", "a half"), Decimal("0.5")),
    }
)
_ADVERBS = MappingProxyType(
    {
        "annual": "P1Y",
        "annually": "P1Y",
        "yearly": "P1Y",
        "biennial": "P2Y",
        "biannual": "P6M",
        "semi-annual": "P6M",
        "monthly": "P1M",
        "bimonthly": "P2M",
        "bi-monthly": "P2M",
        "quarterly": "P3M",
        "weekly": "P1W",
        "biweekly": "P2W",
        "daily": "P1D",
        "hourly": "PT1H",
    }
)
_HALVES = MappingProxyType({"century": "P50Y", "decade": "P5Y", "year": "P6M", "day": "PT12H", "hour": "PT30M"})
_WEEKDAY_STEMS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_DAY_PARTS = MappingProxyType(
    {
        "morning": "TMO",
        "afternoon": "TAF",
        "evening": "TEV",
        "night": "TNI",
        "noon": "T12:00",
        "midday": "T12:00",
        "midnight": "T24:00",
        "overnight": "TNI",
    }
)


def length(unit: str, number: str) -> str:
    """An ISO 8601 duration, `number` being digits or X: ('year', '5') → 'P5Y', ('hour', '2') → 'PT2H'."""
    return f"P{'T' if unit in _CLOCK_UNITS else ''}{number}{_DESIGNATORS[unit]}"


def is_short(value: str | None) -> bool:
    """Whether a duration counts hours, minutes or seconds, and so is a TIME: 'PT2H', 'PT48H'."""
    return (value or "").startswith("PT")


def read_duration(match: re.Match[str], _: Context) -> Reading:
    """'five-year', 'several weeks', 'two or three days'."""
    word = group(match, "unit") or ""
    lower, upper = group(match, "number"), group(match, "until")
    number = count_of(lower) if lower else ("X" if word.endswith("s") else "1")
    value = length(unit_of(word), number)
    if upper and number != "X":
        value = f"{value}/{length(unit_of(word), count_of(upper))}"
    return Timex("DURATION", value)


def read_half(match: re.Match[str], _: Context) -> Reading:
    """'half an hour', 'half a century'."""
    return Timex("DURATION", _HALVES[match["unit"].lower()])


def count_of(words: str) -> str:
    """The number of a duration as digits, X where the words name none."""
    number = _WORDS.get(re.sub(r"\s+", " ", words.lower())) or parse_number(words)
    if number is None:
        return "X"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_set(match: re.Match[str], _: Context) -> Reading:
    """'annual', 'every two years', 'every Monday'."""
    adverb, weekday, month = (group(match, name) for name in ("adverb", "weekday", "month"))
    if adverb:
        return Timex("SET", _ADVERBS[adverb.lower()])
    if weekday:
        return Timex("SET", f"XXXX-WXX-{weekday_number(weekday) + 1}")
    if month:
        return Timex("SET", f"XXXX-{month_number(month):02}")
    count = group(match, "number")
    number = "2" if count in ("other", "second") else count_of(count) if count else "1"
    return Timex("SET", length(unit_of(group(match, "unit") or ""), number))


def read_clock(match: re.Match[str], context: Context) -> Reading:
    """'5:30 p.m.', '0230 GMT', on the last date of the sentence or else the document date."""
    hour, minute = int(group(match, "hour") or 0), int(group(match, "minute") or 0)
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:  # noqa: PLR2004
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    clock = f"T{hour:02}:{minute:02}" + ("Z" if group(match, "zone") else "")
    named = group(match, "day")
    day = _day_of(named.lower(), context) if named else _day(context)
    if day is None:
        return Timex("TIME", clock)
    moment = f"{day.value}{clock}"
    return Timex("TIME", moment, None, moment, moment)


def _day(context: Context) -> Period | None:
    nearby = context.nearby
    return nearby if nearby is not None and nearby.unit == "day" and nearby.begin == nearby.end else context.today


def read_day_part(match: re.Match[str], context: Context) -> Reading:
    """'Saturday evening', 'last night', 'in the afternoon': part of a day, with that day as interval."""
    word, name = match["day"], group(match, "part") or ""
    part = "TNI" if name.lower() == "tonight" else _DAY_PARTS[name]
    day = _day_of(word.lower(), context) if word else (context.today if name == "tonight" else _day(context))
    if day is None:
        number = weekday_number(word) if word and word.lower()[:3] in _WEEKDAY_STEMS else None
        return Timex("TIME", part if number is None else f"XXXX-WXX-{number + 1}{part}")
    begin = f"{day.value}{part}" if ":" in part else day.begin.isoformat()
    end = begin if ":" in part else day.end.isoformat()
    return Timex("TIME", f"{day.value}{part}", None, begin, end)


def _day_of(word: str, context: Context) -> Period | None:
    today = context.today
    if word == "that":
        return _day(context) if context.nearby is not None else context.mentions.get("day", today)
    if today is None:
        return None
    days = {"yesterday": -1, "last": -1, "tomorrow": 1, "today": 0, "this": 0}.get(word)
    if days is not None:
        return today.shifted("day", days)
    return nearest_weekday(today, weekday_number(word), context)


READERS: Mapping[str, Reader] = MappingProxyType(
    {"duration": read_duration, "half": read_half, "set": read_set, "clock": read_clock, "day_part": read_day_part}
)
