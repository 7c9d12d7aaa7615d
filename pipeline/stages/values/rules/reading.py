"""What the readers of dates share: the context of a mention, named groups, and the step from period to TIMEX3."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import Period, distance, period

Tense = Literal["past", "future"]

UNITS = ("day", "weekend", "week", "month", "quarter", "half", "year", "decade", "century", "hour", "minute", "second")
_LIKELY_YEARS = (-1, 0, 1)
_AGAINST_TENSE = 12.0
_AGAINST_DEFAULT = 2.0


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is read against.

    `created` is the document date; `previous` the last period mentioned before, `nearby` the same if it stands in
    the same sentence; `tense` what the verbs around say (null if nothing); `default` the tense where nothing does.
    `read_whole` reads the group `whole`, a date inside a date: 'next month' in 'early next month'.
    """

    created: date | None
    previous: Period | None
    nearby: Period | None
    tense: Tense | None
    default: Tense
    day_first: bool
    read_whole: "Callable[[re.Match[str], Context], Period | None]"

    @property
    def future(self) -> bool:
        """Whether the mention rather lies ahead of the document date."""
        return (self.tense or self.default) == "future"

    @property
    def today(self) -> Period | None:
        """The document date as a period."""
        return None if self.created is None else period("day", self.created)


Reading = Period | Timex | None
"""What a reader returns; null where the words form no date ('February 30')."""


def group(match: re.Match[str], name: str) -> str | None:
    """The text of group `name`, or of its twin in another branch of the pattern (`name_2`, `name_3` …)."""
    twins = (text for key, text in match.groupdict().items() if text and key.rstrip("0123456789").rstrip("_") == name)
    return next(twins, None)


def unit_of(word: str) -> str:
    """The calendar unit that a word ends with: 'fiscal years' → 'year', 'centuries' → 'century'."""
    word = word.lower().replace("centurie", "century")
    return next((unit for unit in UNITS if re.search(rf"{unit}s?$", word)), "day")


def unresolved() -> Timex:
    """A date of which nothing is known, for want of a document date."""
    return Timex("DATE", None)


def timex(reading: Period | Timex, mod: str | None = None) -> Timex:
    """The normal form of a reading; an interval only where the year is known."""
    if isinstance(reading, Timex):
        return Timex(reading.type, reading.value, mod or reading.mod, reading.begin, reading.end)
    begin, end = (reading.begin.isoformat(), reading.end.isoformat()) if reading.year_known else (None, None)
    return Timex("DATE", reading.value, mod, begin, end)


def nearest(candidates: list[Period], context: Context) -> Period:
    """The candidate nearest to the document date, those against the tense of the sentence put back.

    Without a document date there is one candidate, which is returned as it is.
    """
    created = context.created
    if created is None:
        return candidates[0]

    def cost(candidate: Period) -> float:
        against = candidate.end < created if context.future else candidate.begin > created
        weight = _AGAINST_TENSE if context.tense else _AGAINST_DEFAULT
        return distance(created, candidate) * (weight if against else 1.0)

    return min(candidates, key=cost)


def with_year(found: Period, context: Context) -> Period:
    """A period of unknown year in its likely year: by the document date, else by the last date of known year."""
    if found.year_known:
        return found
    if context.created is not None:
        return nearest([found.in_year(context.created.year + years) for years in _LIKELY_YEARS], context)
    if context.previous is not None and context.previous.year_known:
        return found.in_year(context.previous.begin.year)
    return found
