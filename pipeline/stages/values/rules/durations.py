"""Readers of lengths, recurrences and clock times, in the form of the readers in `absolute.py`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import Period, period
from pipeline.stages.values.rules.reading import (
    Context,
    Reader,
    Reading,
    direction,
    group,
    month_number,
    unit_of,
    unresolved,
    weekday_number,
)
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
_SMALLER = MappingProxyType(
    {
        "century": ("year", 100),
        "decade": ("year", 10),
        "year": ("month", 12),
        "day": ("hour", 24),
        "hour": ("minute", 60),
    }
    | {"minute": ("second", 60)}
)
"""The unit that a broken number of units is counted in: 'two and a half years' has 6 months."""
_SEASONS = MappingProxyType({"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"})
_WEEKDAY_STEMS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_ANAPHORIC = frozenset({"that", "same", "next", "following", "previous", "preceding"})
_AFTER_NOON = re.compile(r"(?i)afternoon|evening|night")
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
        **dict.fromkeys(("dawn", "daybreak", "sunrise"), "TMO"),
        **dict.fromkeys(("dusk", "sunset"), "TEV"),
        "nightfall": "TNI",
    }
)


def length(unit: str, number: str) -> str:
    """An ISO 8601 duration, `number` being digits or X: ('year', '5') → 'P5Y', ('hour', '1.5') → 'PT1H30M'."""
    smaller, size = _SMALLER.get(unit, (unit, 0))
    whole, _, share = number.partition(".")
    rest = Decimal(f"0.{share or 0}") * size
    time = "T" if unit in _CLOCK_UNITS else ""
    if not rest or rest % 1:
        return f"P{time}{number}{_DESIGNATORS[unit]}"
    if smaller == "year":
        return f"P{int(whole) * size + int(rest)}Y"
    head = f"{time}{whole}{_DESIGNATORS[unit]}" if int(whole) else ""
    between = "T" if smaller in _CLOCK_UNITS and "T" not in head else ""
    return f"P{head}{between}{int(rest)}{_DESIGNATORS[smaller]}"


def is_short(value: str | None) -> bool:
    """Whether a duration counts hours, minutes or seconds, and so is a TIME: 'PT2H', 'PT48H'."""
    return (value or "").startswith("PT")


def read_duration(match: re.Match[str], _: Context) -> Reading:
    """'five-year', 'several weeks', 'two or three days'."""
    word = group(match, "unit") or ""
    lower, upper = group(match, "number"), group(match, "until")
    number = count_of(lower, group(match, "share")) if lower else ("X" if word.endswith("s") else "1")
    value = length(unit_of(word), number)
    if upper and number != "X":
        value = f"{value}/{length(unit_of(word), count_of(upper))}"
    return Timex("DURATION", value)


def read_half(match: re.Match[str], _: Context) -> Reading:
    """'half an hour', 'a quarter of a century'."""
    return Timex("DURATION", length((group(match, "unit") or "").lower(), "0.5" if match["half"] else "0.25"))


def count_of(words: str, share: str | None = None) -> str:
    """The number of a duration as digits, X where the words name none; `share` is 'and a half' behind the unit."""
    number = _WORDS.get(re.sub(r"\s+", " ", words.lower())) or parse_number(words)
    if number is None:
        return "X"
    if share:
        number += Decimal("0.25") if share.endswith("quarter") else Decimal("0.5")
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_set(match: re.Match[str], _: Context) -> Reading:
    """'annual', 'every two years', 'every Monday morning', 'Mondays'."""
    adverb, weekday, month, season = (group(match, name) for name in ("adverb", "weekday", "month", "season"))
    if adverb:
        return Timex("SET", _ADVERBS[adverb.lower()])
    part = _DAY_PARTS.get((group(match, "part") or "").lower(), "")
    if part or weekday:
        return Timex("SET", f"XXXX-{f'WXX-{weekday_number(weekday) + 1}' if weekday else 'XX-XX'}{part}")
    if month or season:
        return Timex("SET", f"XXXX-{month_number(month):02}" if month else f"XXXX-{_SEASONS[(season or '').lower()]}")
    count = group(match, "number")
    number = "2" if count in ("other", "second") else count_of(count) if count else "1"
    return Timex("SET", length(unit_of(group(match, "unit") or ""), number))


def read_clock(match: re.Match[str], context: Context) -> Reading:
    """'5:30 p.m.', '0230 GMT', 'six in the morning', on the last date of the sentence or else the document date."""
    words, minute = group(match, "hour") or "", int(group(match, "minute") or 0)
    hour = int(words if words.isdigit() else parse_number(words) or 0)
    half, named = (match["half"] or "").lower(), group(match, "day")
    if half and not 1 <= hour <= 12:  # noqa: PLR2004
        return None
    late = half.startswith("p") or _AFTER_NOON.search(f"{match['part']} {named}")
    if half or (late and hour < 12):  # noqa: PLR2004
        hour = hour % 12 + (12 if late else 0)
    clock = f"T{hour:02}:{minute:02}" + ("Z" if group(match, "zone") else "")
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
    return _in_day(day, part)


def _in_day(day: Period, part: str) -> Timex:
    begin = f"{day.value}{part}" if ":" in part else day.begin.isoformat()
    end = begin if ":" in part else day.end.isoformat()
    return Timex("TIME", f"{day.value}{part}", None, begin, end)


def read_part_of(match: re.Match[str], context: Context) -> Reading:
    """'the morning of November 3', 'the early hours of Monday', 'the week of May 4', 'the month of May'."""
    whole = context.read_whole(match, context)
    if whole is None:
        return unresolved()
    unit = match["unit"] if "unit" in match.re.groupindex else None
    if unit:
        return whole if unit == "month" else period(unit, whole.begin)
    return _in_day(whole, _DAY_PARTS[match["part"] or "morning"]) if whole.unit == "day" else None


def _day_of(words: str, context: Context) -> Period | None:
    word, today = words.split(maxsplit=1)[0], context.today
    if word in _ANAPHORIC:
        base = _day(context) if context.nearby is not None else context.mentions.get("day", today)
        return None if base is None else base.shifted("day", direction(word))
    if today is None:
        return None
    days = {"yesterday": -1, "last": -1, "tomorrow": 1, "today": 0, "tonight": 0, "this": 0}.get(word)
    if days is not None:
        return today.shifted("day", days)
    return nearest_weekday(today, weekday_number(word), context)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "duration": read_duration,
        "half": read_half,
        "set": read_set,
        "clock": read_clock,
        "day_part": read_day_part,
        "part_of": read_part_of,
    }
)
