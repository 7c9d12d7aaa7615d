"""The output profile `whole`: a date and the words that go with it are one expression.

The schema has a clock time and its day as two values, as two values the ends of 'from 2007 to the end of 2008', and
leaves 'since' and 'before' outside. A reader who asks for a moment, and not for spans, wants 'Tuesday from 2 to 3 p.m.'
as one TIME and 'since 2015' as a date with a bound: `mod` AFTER, BEFORE, ON_OR_AFTER or ON_OR_BEFORE, TIMEX3's own.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from pipeline.records import Offsets, Timex, Value
from pipeline.rules import alternation, read_toml
from pipeline.stages.values.rules.clock import parse_clock
from pipeline.stages.values.rules.moments import moved, on_day, timex_of

FILE = "values/whole.toml"

_REACH = 24
_SET_DAY = re.compile(r"P1D|XXXX-WXX-\d")
_CLOCK = re.compile(r"T(\d\d):(\d\d)")
_PART = re.compile(r"T[A-Z]{2}$")
_LATER_PARTS = ("TAF", "TEV", "TNI")
_NOON = 12

_END = r"(?=\s*(?:[^\w\s]|$)|\s+(?:on|in|is|are|was|were|for|at|but)\b)"

Join = Callable[[Value, Value, str], Value | None]


@dataclass(frozen=True, slots=True)
class Whole:
    """The words that join (`glue`, `to`) and bound expressions, by pattern."""

    glue: re.Pattern[str]
    to: re.Pattern[str]
    opening: re.Pattern[str]
    before: Mapping[str, re.Pattern[str]]
    after: Mapping[str, re.Pattern[str]]

    def join(self, values: Sequence[Value], text: str, sentence: Offsets, created: date | None) -> Sequence[Value]:
        """The dates and times of a sentence as whole expressions."""
        joined = _fold(values, text, self._moment)
        joined = _fold(joined, text, partial(self._range, created=created))
        return [self._bounded(value, text, sentence) for value in joined]

    def _moment(self, first: Value, second: Value, text: str) -> Value | None:
        """A day with its time, a part of the day with its hour, a recurrence with its hour."""
        gap = self.glue.fullmatch(text, first.end, second.start)
        if gap is None:
            return None
        for one, other in ((first, second), (second, first)):
            if gap["bound"]:  # 'today before 4 p.m.'
                norm = on_day(one, other) if one is second else None
            else:
                norm = on_day(one, other) or _in_part(one, other) or _recurring(one, other)
            if norm is not None:
                bounded = gap["bound"] and "/" not in (norm.value or "")
                mod = self._mod(gap["bound"]) if bounded else norm.mod
                return _cut(first, first.start, second.end, text, replace(norm, mod=mod))
        return None

    def _mod(self, words: str) -> str:
        return next(mod for mod, pattern in self.before.items() if pattern.search(f" {words} "))

    def _range(self, first: Value, second: Value, text: str, created: date | None) -> Value | None:
        """From one date or time to another: 'from 2007 to the end of 2008', 'between March 3 and now'."""
        gap = self.to.fullmatch(text, first.end, second.start)
        before = self.opening.search(text, max(0, first.start - _REACH), first.start)
        if gap is None or (gap["and"] and not (before and before["between"])):
            return None
        norm = _date_range(first, second, created) or _time_range(first, second)
        if norm is None:
            return None
        start = before.start("word") if before else first.start
        return _cut(first, start, second.end, text, norm)

    def _bounded(self, value: Value, text: str, sentence: Offsets) -> Value:
        """The value with the bound that the words before or behind it set."""
        norm = value.norm
        if not isinstance(norm, Timex) or norm.type not in {"DATE", "TIME"} or "/" in (norm.value or ""):
            return value
        for mod, pattern in self.after.items():
            if found := pattern.match(text, value.end, sentence[1]):
                return _cut(value, value.start, found.end(), text, replace(norm, mod=mod))
        for mod, pattern in self.before.items():
            if found := pattern.search(text, max(sentence[0], value.start - _REACH), value.start):
                return _cut(value, found.start("word"), value.end, text, replace(norm, mod=mod))
        return value


def _fold(values: Sequence[Value], text: str, join: Join) -> Sequence[Value]:
    """Neighbours joined from left to right, what was joined with its next neighbour as well."""
    kept: list[Value] = []
    for value in values:
        last = value
        while kept and kept[-1].end <= last.start and (whole := join(kept[-1], last, text)) is not None:
            kept.pop()
            last = whole
        kept.append(last)
    return kept


def _cut(value: Value, start: int, end: int, text: str, norm: Timex) -> Value:
    label = "TIME" if norm.type == "TIME" else "DATE"
    return replace(value, start=start, end=end, text=text[start:end], label=label, norm=norm)


def _in_part(time: Value, part: Value) -> Timex | None:
    """The time in that part of the day: '10:30 tomorrow evening' is 22:30."""
    clock, within = timex_of(time, "TIME"), timex_of(part, "TIME")
    if clock is None or within is None or not _PART.search(within.value or "") or not _CLOCK.search(clock.value or ""):
        return None
    day = (within.value or "").partition("T")[0]
    at = moved(clock, date.fromisoformat(day)) if day and "X" not in day else clock
    said = parse_clock(time.text)
    if "/" in (at.value or "") or said is None or said.half or said.hour >= _NOON:
        return at
    later = (within.value or "").endswith(_LATER_PARTS)
    value = re.sub(r"T\d\d", (said.later_half() if later else said).value[:3], at.value or "")
    return Timex("TIME", value, at.mod, value, value)


def _recurring(time: Value, often: Value) -> Timex | None:
    """'every Monday at 4 p.m.': XXXX-WXX-1T16:00; 'daily at 6': XXXX-XX-XXT06:00."""
    clock, every = timex_of(time, "TIME"), timex_of(often, "SET")
    if clock is None or every is None or "/" in (clock.value or "") or not _SET_DAY.fullmatch(every.value or ""):
        return None
    hour = f"T{(clock.value or '').partition('T')[2]}"
    return Timex("SET", f"{'XXXX-XX-XX' if every.value == 'P1D' else every.value}{hour}")


def _date_range(first: Value, second: Value, created: date | None) -> Timex | None:
    one, other = _end(first, created), _end(second, created)
    if one is None or other is None or not one.begin or not other.end:
        return None
    if date.fromisoformat(one.begin) > date.fromisoformat(other.end):
        return None
    return Timex("DATE", f"{one.value}/{other.value}", None, one.begin, other.end)


def _end(value: Value, created: date | None) -> Timex | None:
    found = timex_of(value, "DATE")
    if found is not None and found.value == "PRESENT_REF" and created is not None:
        return Timex("DATE", created.isoformat(), None, created.isoformat(), created.isoformat())
    return found


def _time_range(first: Value, second: Value) -> Timex | None:
    one, other = timex_of(first, "TIME"), timex_of(second, "TIME")
    if one is None or other is None or not all(_CLOCK.search(each.value or "") for each in (one, other)):
        return None
    begin, end = one.value or "", other.value or ""
    if "/" in begin + end or begin.startswith("T") != end.startswith("T"):
        return None
    if end <= begin:  # 'between 2:00 tomorrow and 4:00': the end was read on another day
        end = f"{begin.partition('T')[0]}T{end.partition('T')[2]}"
    if end <= begin and (clock := parse_clock(second.text)) and not clock.half:
        end = end.partition("T")[0] + clock.later_half().value
    return Timex("TIME", f"{begin}/{end}", None, begin, end) if begin < end else None


def load_whole() -> Whole:
    """The words of `whole.toml`."""
    data = read_toml(FILE)
    bounds = data["before"]
    words = alternation(tuple(word for group in bounds.values() for word in group))
    return Whole(
        glue=re.compile(
            rf"(?i)\s*[,(@-]?\s*(?:(?P<bound>{words})\s+)?(?:(?:{alternation(tuple(data['glue']))})\s+){{0,2}}"
        ),
        to=re.compile(
            rf"(?i)(?:\s*(?:-{{1,2}}|[–—~])\s*|\s+(?:(?:{alternation(tuple(data['to']))})|(?P<and>and))\s+)(?:the\s+)?"
        ),
        opening=re.compile(r"(?i)\b(?P<word>from|(?P<between>between))\s+(?:the\s+)?$"),
        before={mod: _bound(group) for mod, group in bounds.items()},
        after={mod: re.compile(rf"(?i)\s+(?:{_any(group)})\b{_END}") for mod, group in data["after"].items()},
    )


def _bound(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?<!how\s)(?<!what\s)(?P<word>{_any(words)})\s+(?:the\s+|on\s+)?$")


def _any(words: Sequence[str]) -> str:
    return alternation(tuple(words))
