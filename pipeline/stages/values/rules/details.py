"""How the value of a date came about, and what TIMEX3 says of recurrences and stretches beside their value.

What a date was read against is found by reading it once more with less of its context: what comes out the same needed
nothing of what was left out.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.numerals import parse_number
from pipeline.records import Details, Timex
from pipeline.stages.values.rules.intervals import Period
from pipeline.stages.values.rules.reading import Context, Reading, group

Read = Callable[[Context], Reading]
"""Reads the match at hand against a context."""

_POINTS = frozenset({"DATE", "TIME"})
_QUANTIFIER = re.compile(r"\b(every|each)\b", re.IGNORECASE)
_ADVERBS = {"once": 1, "twice": 2}
_TIMES = re.compile(r"\b(?:(once|twice)|([\w-]+)\s+times)\b", re.IGNORECASE)


def details(kind: str, match: re.Match[str], reading: Reading, context: Context, read: Read) -> Details | None:
    """The details of a date; null where there is nothing to say (a length, a vague reference)."""
    if kind == "set":
        return _recurrence(match[0])
    if isinstance(reading, Timex) and (reading.type not in _POINTS or (reading.value or "").endswith("_REF")):
        return None
    value = reading.value if reading else None
    if value is None or value.startswith("XX") or (isinstance(reading, Timex) and value.startswith("T")):
        return Details(reason=_reason(match, context))
    points = (reading.begin.isoformat(), reading.end.isoformat()) if isinstance(reading, Period) else (None, None)
    begin_point, end_point = points if kind == "stretch" else (None, None)
    return Details(resolved=_resolved(reading, context, read), begin_point=begin_point, end_point=end_point)


def _resolved(reading: Reading, context: Context, read: Read) -> str:
    alone = replace(context, previous=None, nearby=None, nearby_mod=None, mentions={})
    without = read(replace(alone, created=None))
    if without == reading:
        return "absolute"
    if read(alone) != reading:
        return "previous date"
    yearless = isinstance(without, Period) and not without.year_known
    return "assumed year" if yearless else "document date"


def _reason(match: re.Match[str], context: Context) -> str:
    if context.today is None:
        return "no document date"
    unit = group(match, "unit") or ""
    return "no time of the document" if re.match(r"hour|minute|second", unit) else "beyond the calendar"


def _recurrence(text: str) -> Details | None:
    quantifier, times = _QUANTIFIER.search(text), _TIMES.search(text)
    number = None if times is None else _ADVERBS.get((times[1] or "").lower()) or parse_number(times[2] or "")
    if quantifier is None and number is None:
        return None
    return Details(quant=quantifier[1].upper() if quantifier else None, freq=None if number is None else f"{number}X")
