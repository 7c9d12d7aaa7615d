"""Readers of times of the day, in the form of the readers in `absolute.py`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Self

from pipeline.numerals import parse_number
from pipeline.records import Timex
from pipeline.stages.values.rules.durations import DAY_PARTS
from pipeline.stages.values.rules.intervals import Period, period
from pipeline.stages.values.rules.reading import (
    Context,
    Reader,
    Reading,
    direction,
    group,
    unresolved,
    weekday_number,
)
from pipeline.stages.values.rules.relative import nearest_weekday

FILE = "values/clock.toml"

_NOON, _DAY = 12, 24
_ANAPHORIC = frozenset({"that", "same", "next", "following", "previous", "preceding"})
_WEEKDAY_STEMS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_NAMED = MappingProxyType({"noon": 12, "midday": 12, "midnight": 24})
_FRACTIONS = MappingProxyType({"quarter": 15, "half": 30})
_DIGITS = re.compile(r"(\d{1,2}?)(?:[:.]?\s?(\d\d)(?::(\d\d))?)?(?!\d)")
_HALF = re.compile(r"(?P<first>a\.?\s?m|\bmorning)|p\.?\s?m|afternoon|evening|night", re.IGNORECASE)
_PAST = re.compile(r"(?:an?\s+)?([\w-]+(?:[\s-]five)?)(?:\s+min(?:ute)?s?)?\s+(past|to)\s+(\w+)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])\s?(\d{1,2}):?(\d\d)?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day; `half` is whether the words say which half of the day it is of."""

    hour: int
    minute: int = 0
    second: int | None = None
    half: bool = False

    @property
    def value(self) -> str:
        """TIMEX3: 'T15:00', 'T15:00:31'."""
        return f"T{self.hour:02}:{self.minute:02}" + ("" if self.second is None else f":{self.second:02}")

    def later_half(self) -> Self:
        """The same time after noon."""
        return replace(self, hour=self.hour % _NOON + _NOON, half=True)

    def earlier_half(self) -> Self:
        """The same time before noon."""
        return replace(self, hour=self.hour % _NOON, half=True)


def parse_clock(text: str) -> Clock | None:
    """'5:30 p.m.', '1740', 'seven am', 'noon', 'four o’clock'; null for a clock that there is not ('17 pm')."""
    past = _PAST.match(text)
    if past:
        return _in_half(_past(past), text)
    named = re.search(r"\b(?:noon|midday|midnight)", text)
    if named:
        return Clock(_NAMED[named[0]], half=True)
    digits = _DIGITS.match(text)
    if digits is None:
        return _in_half(Clock(int(parse_number(re.split(r"\W", text)[0].lower()) or 0)), text)
    hour, minute, second = (None if part is None else int(part) for part in digits.groups())
    return _in_half(Clock(hour or 0, minute or 0, second), text)


def _past(match: re.Match[str]) -> Clock:
    """'half past seven', '20 minutes to nine'."""
    words = match[1].lower()
    minutes = _FRACTIONS.get(words) or int(parse_number(words) or 0)
    hour = int(parse_number(match[3].lower()) or 0)
    return Clock(hour, minutes) if match[2].lower() == "past" else Clock((hour - 1) or _NOON, 60 - minutes)


def _in_half(clock: Clock, text: str) -> Clock | None:
    half = _HALF.search(text)
    if half is None:
        return replace(clock, half=clock.hour > _NOON or clock.hour == 0)
    if not 1 <= clock.hour <= _NOON:
        return None
    return clock.earlier_half() if half["first"] else clock.later_half()


def read_clock(match: re.Match[str], context: Context) -> Reading:
    """'5:30 p.m.', '0230 GMT', on the last date of the sentence or else the document date."""
    named = group(match, "day") or ""
    clock = parse_clock(group(match, "clock") or group(match, "past") or "")
    if clock is None:
        return None
    if not clock.half and (half := _HALF.search(named)):  # '8:15 last night'
        clock = clock.earlier_half() if half["first"] else clock.later_half()
    day = day_of(named.lower(), context) if named else _day(context)
    return _moment(clock, day, _zone(match))


def read_clock_range(match: re.Match[str], context: Context) -> Reading:
    """'from 3 to 5 p.m.': the half of the day that the end names is that of the beginning, if so it comes before."""
    first, last = (parse_clock(group(match, name) or "") for name in ("clock", "until"))
    if first is None or last is None:
        return None
    first, last = in_order(first, last)
    named, zone = group(match, "day"), _zone(match)
    day = day_of(named.lower(), context) if named else _day(context)
    if day is None:
        return Timex("TIME", f"{first.value}{zone}/{last.value}{zone}")
    over = _minutes(last) <= _minutes(first)
    begin, end = _moment(first, day, zone), _moment(last, day.shifted("day", 1) if over else day, zone)
    return Timex("TIME", f"{begin.value}/{end.value}", None, begin.begin, end.end)


def in_order(first: Clock, last: Clock) -> tuple[Clock, Clock]:
    """Both ends of a range in their halves of the day, as far as one tells the other: 3 to 5 p.m., 11 to 1 p.m."""
    if last.half and not first.half and last.hour >= _NOON and first.hour <= _NOON:
        later = first.later_half()
        first = later if _minutes(later) < _minutes(last) else first.earlier_half()
    elif not last.half and _minutes(last) <= _minutes(first) and max(first.hour, last.hour) <= _NOON:
        last = last.later_half()
    return first, last


def _minutes(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute


def read_clock_iso(match: re.Match[str], _: Context) -> Reading:
    """'2016-12-16T12:23:59', with an offset if there is one."""
    clock = parse_clock(match["clock"])
    try:
        day = period("day", date.fromisoformat(match["date"]))
    except ValueError:
        return None
    return None if clock is None else _moment(clock, day, _zone(match))


def _zone(match: re.Match[str]) -> str:
    """'Z' for GMT, an offset where the text gives one; other zones are told by their names alone."""
    text = (group(match, "zone") or "").strip(" ()")
    offset = _OFFSET.fullmatch(text)
    if offset:
        return f"{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"
    return "Z" if text in {"GMT", "UTC", "Z"} else ""


def _moment(clock: Clock, day: Period | None, zone: str) -> Timex:
    if day is None:
        return Timex("TIME", f"{clock.value}{zone}")
    moment = f"{day.value}{clock.value}{zone}"
    return Timex("TIME", moment, None, moment, moment)


def _day(context: Context) -> Period | None:
    nearby = context.nearby
    return nearby if nearby is not None and nearby.unit == "day" and nearby.begin == nearby.end else context.today


def read_day_part(match: re.Match[str], context: Context) -> Reading:
    """'Saturday evening', 'last night', 'in the afternoon': part of a day, with that day as interval."""
    word, name = match["day"], group(match, "part") or ""
    part = "TNI" if name.lower() == "tonight" else DAY_PARTS[name]
    day = day_of(word.lower(), context) if word else (context.today if name == "tonight" else _day(context))
    if day is None:
        number = weekday_number(word) if word and word.lower()[:3] in _WEEKDAY_STEMS else None
        return Timex("TIME", part if number is None else f"XXXX-WXX-{number + 1}{part}")
    return _in_day(day, part)


def _in_day(day: Period, part: str) -> Timex:
    if not day.year_known:
        return Timex("TIME", f"{day.value}{part}")
    begin = f"{day.value}{part}" if ":" in part else day.begin.isoformat()
    end = begin if ":" in part else day.end.isoformat()
    return Timex("TIME", f"{day.value}{part}", None, begin, end)


def read_part_of(match: re.Match[str], context: Context) -> Reading:
    """'the morning of November 3', 'the early hours of Monday', 'the week of May 4', 'the month of May'."""
    whole = context.read_whole(match, context)
    unit = match["unit"] if "unit" in match.re.groupindex else None
    if whole is None:
        return unresolved() if unit else Timex("TIME", None)
    if unit:
        return whole if unit == "month" else period(unit, whole.begin) if whole.year_known else unresolved()
    return _in_day(whole, DAY_PARTS[match["part"] or "morning"]) if whole.unit == "day" else None


def day_of(words: str, context: Context) -> Period | None:
    """The day that words name before a part of the day or behind a time: 'last' night, 5 p.m. 'Monday'."""
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
        "clock": read_clock,
        "clock_range": read_clock_range,
        "clock_iso": read_clock_iso,
        "day_part": read_day_part,
        "part_of": read_part_of,
    }
)
