"""What the readers of dates share: words for units and sides, the context of a mention, the step to TIMEX3."""

import re
from calendar import isleap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from pipeline.records import Timex
from pipeline.stages.values.rules.intervals import Period, distance, period

Tense = Literal["past", "future"]
Profile = Literal["schema", "timeml", "whole"]

UNITS = ("day", "weekend", "week", "month", "quarter", "half", "year", "decade", "century", "hour", "minute", "second")
SEASON_MONTHS = MappingProxyType({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12})
"""The first month of each season, the northern ones; a winter bears the year of its December."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BACK = frozenset({"last", "previous", "prior", "preceding", "past"})
_AHEAD = frozenset({"next", "following", "coming", "upcoming", "subsequent", "ensuing"})
_LIKELY_YEARS, _LEAP_YEARS = (-1, 0, 1), range(-8, 9)
_LEAP = (2, 29)
_AGAINST_TENSE = 12.0
_AGAINST_DEFAULT = 2.0
"""How much farther off a date counts that lies on the other side of the document date than the tense says."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is read against.

    `created` is the document date; `previous` the last period mentioned before, `nearby` the same if it stands in
    the same sentence and `nearby_mod` its modifier; `tense` what the verbs around say (null if nothing); `default` the
    tense where nothing does. `read_whole` reads the group `whole`, a date inside a date: '2020' in 'early 2020'.
    """

    created: date | None
    previous: Period | None
    nearby: Period | None
    nearby_mod: str | None
    mentions: Mapping[str, Period]
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
        """The document date as a period; without one the last day mentioned, as in a narrative."""
        return self.mentions.get("day") if self.created is None else period("day", self.created)


Reading = Period | Timex | None
"""What a reader returns; null where the words form no date ('February 30')."""

Reader = Callable[[re.Match[str], Context], Reading]


def group(match: re.Match[str], name: str) -> str | None:
    """The text of group `name`, or of its twin in another branch of the pattern (`name_2`, `name_3` …)."""
    twins = (text for key, text in match.groupdict().items() if text and key.rstrip("0123456789").rstrip("_") == name)
    return next(twins, None)


def unit_of(word: str) -> str:
    """The calendar unit that a word ends with: 'fiscal years' → 'year', 'centuries' → 'century'."""
    word = word.lower().replace("centurie", "century")
    return next((unit for unit in UNITS if re.search(rf"{unit}s?$", word)), "day")


def direction(word: str | None) -> int:
    """-1 for 'last', 1 for 'next', 0 for 'this'."""
    words = (word or "").lower().split()
    return -1 if words and words[-1] in _BACK else int(bool(words) and words[-1] in _AHEAD)


def month_number(name: str) -> int:
    """1 to 12 from a month's name or abbreviation."""
    return _MONTHS.index(name[:3].lower()) + 1


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 from a weekday's name."""
    return _WEEKDAYS.index(name[:3].lower())


def unresolved() -> Timex:
    """A date of which nothing is known, for want of a document date."""
    return Timex("DATE", None)


def timex(reading: Period | Timex, mod: str | None = None) -> Timex:
    """The normal form of a reading; an interval where the year is known, none for seasons: they differ by place."""
    if isinstance(reading, Timex):
        return Timex(reading.type, reading.value, mod or reading.mod, reading.begin, reading.end)
    sure = reading.year_known and reading.unit != "season"
    begin, end = (reading.begin.isoformat(), reading.end.isoformat()) if sure else (None, None)
    return Timex("DATE", reading.value, mod, begin, end)


def nearest(candidates: Iterable[Period], context: Context, *, against: float = _AGAINST_TENSE) -> Period:
    """The candidate nearest to the document date, `against` times farther off where it goes against the verbs."""
    created = context.created or date.min
    weight = against if context.tense else _AGAINST_DEFAULT

    def cost(candidate: Period) -> float:
        contrary = candidate.end < created if context.future else candidate.begin > created
        return distance(created, candidate) * (weight if contrary else 1.0)

    return min(candidates, key=cost)


def with_year(found: Period, context: Context) -> Period:
    """A period of unknown year in its likely year: by the document date, else by the sentence's last full date."""
    if found.year_known:
        return found
    if context.created is not None:
        leap = (found.begin.month, found.begin.day) == _LEAP == (found.end.month, found.end.day)
        years = [context.created.year + count for count in (_LEAP_YEARS if leap else _LIKELY_YEARS)]
        return nearest((found.in_year(year) for year in years if not leap or isleap(year)), context)
    if context.nearby is not None and context.nearby.year_known:
        return found.in_year(context.nearby.begin.year)
    return found
