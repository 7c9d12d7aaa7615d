"""The output profile `timeml`: dates and times as TimeML 1.2.1 annotates them, made from what the schema's rules find.

TimeML has articles inside ('the third quarter'), writes a range as its two ends ('May 3' and '5'), a stretch as its
length ('the past two years' is P2Y), a share of a year as a length and a year ('the first nine months' of '2017'),
and a clock time with its day as one expression ('5 p.m. EST Nov. 9').
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.numerals import parse_number
from pipeline.records import Amount, Offsets, Timex, Value
from pipeline.rules import Rule, RuleBook
from pipeline.stages.values.rules.durations import count_of, length
from pipeline.stages.values.rules.intervals import Period, period
from pipeline.stages.values.rules.moments import JOINT, on_day, timex_of
from pipeline.stages.values.rules.reading import Context, Reading, direction, group, timex, unit_of

Part = tuple[Offsets, Timex]
"""A stretch of the text and what it means."""

_REACH = 48
_FIRST_END = ("day", "month", "year", "weekday", "number")
_LAST_END = ("until", "until_day", "until_month", "until_year")
_SEASON = re.compile(r"\s+(?:[a-z]+\s+)?season$")


@dataclass(frozen=True, slots=True)
class Extent:
    """What widens a value whose text `span` matches: `before` ends where it begins, `after` begins where it ends."""

    span: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    mods: Mapping[str, str]

    def widen(self, value: Value, text: str, bounds: Offsets) -> Value | None:
        """The value with its new offsets; null where its text is none of this kind or nothing around belongs to it."""
        if not self.span.fullmatch(text, value.start, value.end):
            return None
        start, end = value.offsets
        if self.before and (found := self.before.search(text, max(bounds[0], start - _REACH), start)):
            start = found.start()
        if self.after and (found := self.after.match(text, end, bounds[1])):
            end = found.end()
        if (start, end) == value.offsets:
            return None
        return replace(value, start=start, end=end, text=text[start:end], norm=self._modified(value, text[start:end]))

    def _modified(self, value: Value, text: str) -> Timex | Amount | None:
        """The normal form with the modifier that the words before the old span set, where it has none."""
        before = re.sub(r"\s+", " ", text[: text.find(value.text)].lower().strip())
        mod = next((mod for word, mod in self.mods.items() if before == word or before.startswith(f"{word} ")), None)
        norm = value.norm
        return replace(norm, mod=mod) if mod and isinstance(norm, Timex) and norm.mod is None else norm


def load_extents(book: RuleBook, rules: Sequence[Rule], mods: Mapping[str, str]) -> tuple[Extent, ...]:
    """The extents that the rules of kind `extent` describe."""

    def compiled(rule: Rule, key: str, form: str) -> re.Pattern[str] | None:
        source = rule.settings.get(key)
        return book.compile(form.replace("_", source)) if source else None

    return tuple(
        Extent(rule.pattern, compiled(rule, "before", r"(?<![\w-])(?:_)$"), compiled(rule, "after", "(?:_)"), mods)
        for rule in rules
        if rule.pattern is not None
    )


def widen(values: Sequence[Value], extents: Sequence[Extent], text: str, sentence: Offsets) -> Iterator[Value]:
    """The dates and times of a sentence with the words around them that TimeML has inside."""
    dates = [value for value in values if isinstance(value.norm, Timex)]
    ends = [sentence[0], *(value.end for value in dates)]
    starts = [*(value.start for value in dates[1:]), sentence[1]]
    for value, end, start in zip(dates, ends, starts, strict=False):
        wider = (extent.widen(value, text, (end, start)) for extent in extents)
        yield next((found for found in wider if found is not None), value)


def join_times(values: Sequence[Value], text: str) -> Iterator[Value]:
    """A clock time and the day right beside it become one: '5 p.m. EST Nov. 9'."""
    joined: set[int] = set()
    for index, (first, second) in enumerate(pairwise(values)):
        whole = None if index in joined else _joined(first, second, text)
        if whole is not None:
            joined |= {index, index + 1}
            yield whole
        elif index not in joined:
            yield first
    if values and len(values) - 1 not in joined:
        yield values[-1]


def _joined(first: Value, second: Value, text: str) -> Value | None:
    norm = on_day(first, second) or on_day(second, first) if JOINT.fullmatch(text, first.end, second.start) else None
    if norm is None:
        return None
    time = first if timex_of(first, "TIME") else second
    return replace(time, start=first.start, end=second.end, text=text[first.start : second.end], norm=norm)


def parts(rule: Rule, match: re.Match[str], reading: Reading, context: Context) -> Sequence[Part] | None:
    """The expressions that TimeML makes of a match, null where it is one and means the same there."""
    rewrite = _REWRITERS.get(rule.settings["kind"])
    return None if rewrite is None else rewrite(match, reading, context)


def _ends(match: re.Match[str], reading: Reading, _: Context) -> Sequence[Part] | None:
    """The two ends of a range."""
    names = [key for key, text in match.groupdict().items() if text]
    lasts = [match.start(key) for key in names if _plain(key) in _LAST_END]
    if not isinstance(reading, Period) or not lasts or "/" not in reading.value:
        return None
    begin = min(lasts)
    firsts = [match.end(key) for key in names if _plain(key) in _FIRST_END and match.end(key) <= begin]
    if not firsts:
        return None
    first, last = (
        replace(period(reading.unit, day), year_known=reading.year_known) for day in (reading.begin, reading.end)
    )
    return ((match.start(), max(firsts)), timex(first)), ((begin, match.end()), timex(last))


def _lengths(match: re.Match[str], reading: Reading, _: Context) -> Sequence[Part] | None:
    """Both lengths of 'two to six days'."""
    if not isinstance(reading, Timex) or "/" not in (reading.value or ""):
        return None
    lower, upper = (reading.value or "").split("/")
    begin = next(match.start(key) for key, text in match.groupdict().items() if text and _plain(key) == "until")
    first, last = (match.start(), match.end("number")), (begin, match.end())
    return (first, Timex("DURATION", lower)), (last, Timex("DURATION", upper))


def _stretch(match: re.Match[str], _: Reading, context: Context) -> Sequence[Part] | None:
    """'the past two years' as a length, 'the past year' as the year before."""
    unit, number = group(match, "unit") or "", group(match, "number")
    if number is None and not unit.endswith("s") and context.today is not None:
        whole = period(unit_of(unit), context.today.begin).shifted(unit_of(unit), direction(group(match, "which")))
        return ((match.span(), timex(whole)),)
    if number is None:
        return None
    value = length(unit_of(unit), count_of(number))
    return ((match.span(), Timex("DURATION", value)),)


def _ago(match: re.Match[str], reading: Reading, _: Context) -> Sequence[Part] | None:
    """'two days later' as the length 'two days'; hours ago as a length too, for the document date has no hour."""
    later = match["direction"] == "later"
    if not match["number"] or not (later or (isinstance(reading, Timex) and reading.type == "TIME")):
        return None
    value = length(unit_of(match["unit"]), count_of(match["number"], group(match, "share")))
    end = len(match.string[: match.start("direction")].rstrip()) if later else match.end()
    return (((match.start(), end), Timex("DURATION", value)),)


def _calendar(match: re.Match[str], reading: Reading, context: Context) -> Sequence[Part] | None:
    """The two ends of a range, without the season that they name: '2012' and '13' of 'the 2012-13 season'."""
    end = _SEASON.sub("", match[0])
    ends = _ends(match, reading, context) or (((match.start(), match.end()), timex(reading)),) if reading else None
    if ends is None or len(end) == len(match[0]):
        return ends
    *first, (span, norm) = ends
    return *first, ((span[0], match.start() + len(end)), norm)


def _portion(match: re.Match[str], _: Reading, context: Context) -> Sequence[Part] | None:
    """'the first nine months' as a length, 'of 2017' as a date of its own."""
    words, unit = group(match, "number"), group(match, "unit") or ""
    count = parse_number(words) if words else None
    if words is None or count is None or count < 2 or not unit.endswith("s"):  # noqa: PLR2004
        return None
    end = next(match.end(key) for key, text in match.groupdict().items() if text and _plain(key) == "unit")
    parts: tuple[Part, ...] = (((match.start(), end), Timex("DURATION", length(unit_of(unit), count_of(words)))),)
    whole = context.read_whole(match, context) if group(match, "whole") else None
    if whole is None:
        return parts
    name = next(key for key, text in match.groupdict().items() if text and _plain(key) == "whole")
    return *parts, (match.span(name), timex(whole))


def _winter(match: re.Match[str], _: Reading, context: Context) -> Sequence[Part] | None:
    """A winter without its year as that of the document's year, whichever end of it is meant."""
    bare = not (group(match, "year") or group(match, "whose"))
    if not bare or context.created is None or (group(match, "season") or "").lower() != "winter":
        return None
    return ((match.span(), Timex("DATE", f"{context.created.year}-WI")),)


def _plain(name: str) -> str:
    return name.rstrip("0123456789").rstrip("_")


_REWRITERS: dict[str, Callable[[re.Match[str], Reading, Context], Sequence[Part] | None]] = {
    "ago": _ago,
    "calendar": _calendar,
    "weekday": _ends,
    "duration": _lengths,
    "stretch": _stretch,
    "portion": _portion,
    "season": _winter,
}
