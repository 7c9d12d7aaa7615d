"""Whether a date or time of ours says what a resolution of Recognizers-Text says, which has another notation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from pipeline.evaluation.denotation import Interval, denotation, interval
from pipeline.records import Timex

_CLOCK = re.compile(r"(?:T|\s|^)(\d\d)(?::(\d\d))?(?::(\d\d))?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$")
_PART = re.compile(r"T([A-Z]{2,})$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HOURS_A_DAY = 24
_BEFORE, _AFTER = ("BEFORE", "ON_OR_BEFORE"), ("AFTER", "ON_OR_AFTER")
_MODS: Mapping[str | None, tuple[str | None, ...]] = MappingProxyType(
    {
        None: (None,),
        "before": _BEFORE,
        "until": _BEFORE,
        "after": _AFTER,
        "since": _AFTER,
        "start": ("START",),
        "mid": ("MID",),
        "end": ("END",),
        "approx": ("APPROX",),
        "more": ("MORE_THAN", "EQUAL_OR_MORE"),
        "less": ("LESS_THAN", "EQUAL_OR_LESS"),
        "ref_undef": (None,),
    }
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock time or a part of the day ('EV'), on a day if one is said."""

    day: date | None
    clock: tuple[int, int, int] | str


def agrees(expected: Timex, found: Timex) -> bool:
    """Whether what was found is what the resolution says.

    - Both mean the same modifier: `since` is AFTER or ON_OR_AFTER; of two at once (`before-end`) one is enough. An
      APPROX of ours that the set does not say is no mistake, nor is START, MID or END where its days are a part of
      what its timex names ('earlier this month').
    - Lengths and recurrences denote the same.
    - Days and ranges of days have the same first and last day. The set's end is the day after; where a text names both
      ends ('from 4 to 22 May') it is the last day, which counts as well. A bound ('since May') is the date that it is
      reckoned from.
    - Times have the same clock or part of the day at both ends, and the same day where the set gives one.
    - Whatever else the two say, the same TIMEX3 value is the same.
    """
    if not (_same_mod(expected.mod, found.mod) or _is_part(expected, found)):
        return False
    if expected.type in {"duration", "set"}:
        said = (found.value or "").removeprefix("XXXX-XX-XX")  # every day: the set leaves it out
        said = "P1WE" if expected.value == "P1WE" and said == "XXXX-WXX-WE" else said  # it writes weekends in two ways
        return found.type == expected.type.upper() and denotation(expected.value) == denotation(said)
    if found.type not in {"DATE", "TIME"}:
        return False
    if expected.value is not None and expected.value == found.value:
        return True
    if expected.type in {"date", "daterange"}:
        return found.type == "DATE" and _days_of(found) in _expected_days(expected)
    return found.type == "TIME" and _same_moments(_expected_moments(expected), _moments_of(found))


def _same_mod(expected: str | None, found: str | None) -> bool:
    parts = (expected or "").split("-")
    return any(found in _MODS.get(part or None, ()) for part in parts) or (expected is None and found == "APPROX")


def _is_part(expected: Timex, found: Timex) -> bool:
    first, after, whole = _day(expected.begin), _day(expected.end), interval(expected.value or "")
    if expected.mod or found.mod not in {"START", "MID", "END"} or not first or not after or not whole:
        return False
    return whole[0] <= first < after <= whole[1] + timedelta(1) and (first, after - timedelta(1)) != whole


def _days_of(found: Timex) -> Interval | None:
    if found.begin and found.end:
        return date.fromisoformat(found.begin[:10]), date.fromisoformat(found.end[:10])
    return interval(found.value or "")


def _expected_days(expected: Timex) -> set[Interval]:
    first, after = (_day(text) for text in (expected.begin, expected.end))
    if first and after:
        days = {(first, after)} | ({(first, after - timedelta(1))} if expected.type == "daterange" else set())
    elif first or after:
        named = first - timedelta(1) if first and expected.mod == "after" else first or after
        days = {(named, named)} if named else set()
    else:
        return set()
    whole = interval((expected.value or "").replace("XXXX", (expected.begin or expected.end or "")[:4]))
    return days | ({whole} if whole else set())


def _day(text: str | None) -> date | None:
    match = _DAY.match(text or "")
    return date.fromisoformat(match[0]) if match else None


def _expected_moments(expected: Timex) -> list[Moment | None]:
    part = _PART.search(expected.value or "")
    if part and expected.begin:
        return [Moment(_day(expected.begin), part[1])]
    ends = [expected.begin, expected.end]
    return [_moment(text) for text in dict.fromkeys(text for text in ends if text)]


def _moments_of(found: Timex) -> list[Moment | None]:
    return [_moment(text) for text in dict.fromkeys((found.value or "").split("/"))]


def _moment(text: str) -> Moment | None:
    day = _day(text)
    part, clock = _PART.search(text), _CLOCK.search(text)
    if part:
        return Moment(day, part[1])
    if clock is None:
        return None
    hour, minute, second = (int(digits or 0) for digits in clock.groups())
    if hour == _HOURS_A_DAY:
        hour, day = 0, day and day + timedelta(1)
    return Moment(day, (hour, minute, second))


def _same_moments(expected: list[Moment | None], found: list[Moment | None]) -> bool:
    return len(expected) == len(found) and all(map(_same_moment, expected, found))


def _same_moment(expected: Moment | None, found: Moment | None) -> bool:
    if expected is None or found is None:
        return False
    return expected.clock == found.clock and expected.day in {None, found.day}
