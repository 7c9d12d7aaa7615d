"""A time of the day and its day: the time is read on the day right beside it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.records import Timex, Value

JOINT = re.compile(r"(?:\s+\(?(?:[ECMPB][SD]T|GMT|UTC|(?:local|Eastern|Pacific|Central)\s+[Tt]ime)\)?)?,?\s+(?:on\s+)?")
"""What stands between a time and its day."""


def redate(values: Sequence[Value], text: str) -> Sequence[Value]:
    """The values, clock times on the day behind them: '5 p.m. on Nov. 9' is that of 9 November."""
    following = (*values[1:], None)[: len(values)]
    return [_redated(value, day, text) for value, day in zip(values, following, strict=True)]


def _redated(time: Value, day: Value | None, text: str) -> Value:
    if day is None or not JOINT.fullmatch(text, time.end, day.start):
        return time
    norm = on_day(time, day)
    return time if norm is None or ":" not in (norm.value or "") else replace(time, norm=norm)


def on_day(time: Value, day: Value) -> Timex | None:
    """The time on that day; null unless they are a time and a single day."""
    clock, on = timex_of(time, "TIME"), timex_of(day, "DATE")
    if clock is None or on is None or not on.begin or on.begin != on.end or on.mod:
        return None
    return moved(clock, date.fromisoformat(on.begin))


def moved(time: Timex, day: date) -> Timex:
    """A time or a range of times on another day; a range that goes over midnight still does."""
    ends = (time.value or "").split("/")
    said, clocks = zip(*(end.split("T") for end in ends), strict=True)
    made = [f"{day + timedelta(int(said[0] != on))}T{clock}" for on, clock in zip(said, clocks, strict=True)]
    begin, end = (each if ":" in each else each.partition("T")[0] for each in (made[0], made[-1]))
    return Timex("TIME", "/".join(made), time.mod, begin, end)


def timex_of(value: Value, kind: str) -> Timex | None:
    """The normal form of a value, null unless it is of that TIMEX3 type and says something."""
    return value.norm if isinstance(value.norm, Timex) and value.norm.type == kind and value.norm.value else None
