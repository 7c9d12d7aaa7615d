"""Readers of lengths and recurrences, in the form of the readers in `absolute.py`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.reading import Context, Reader, Reading, group, month_number, unit_of, weekday_number

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
        "nightly": "XXXX-XX-XXTNI",
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
DAY_PARTS = MappingProxyType(
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
    part = DAY_PARTS.get((group(match, "part") or "").lower(), "")
    if part or weekday:
        return Timex("SET", f"XXXX-{f'WXX-{weekday_number(weekday) + 1}' if weekday else 'XX-XX'}{part}")
    if month or season:
        return Timex("SET", f"XXXX-{month_number(month):02}" if month else f"XXXX-{_SEASONS[(season or '').lower()]}")
    count = group(match, "number")
    number = "2" if count in ("other", "second") else count_of(count) if count else "1"
    return Timex("SET", length(unit_of(group(match, "unit") or ""), number))


READERS: Mapping[str, Reader] = MappingProxyType({"duration": read_duration, "half": read_half, "set": read_set})
