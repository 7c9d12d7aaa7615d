"""The date rules of `dates.toml` and how a match of them is read: its tense, its modifier, a date inside a date."""

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.numerals import PATTERNS
from pipeline.records import Offsets, Timex
from pipeline.rules import Rule, load_rules, read_toml
from pipeline.stages.values.rules import absolute, clock, compounds, durations, holidays, relative, whole
from pipeline.stages.values.rules.intervals import Period, year
from pipeline.stages.values.rules.reading import Context, Profile, Reading, Tense, group
from pipeline.stages.values.rules.timeml import Extent, load_extents

_FILE = "values/dates.toml"
_TIMEML = "values/timeml.toml"
_SUBORDINATE = re.compile(r"\b(?:after|before|once)\s+(?:he|she|it|they)\s+$")
_EXTENT = "extent"
_NOT_NESTED = frozenset({*durations.READERS, *clock.READERS})
_COMPARING = frozenset({"ago", "same_period", "definite"})
_COMPARED = re.compile(
    r"(?i)\b(?:years?[\s-](?:ago|earlier|before)|same|corresponding|comparable|(?:prior|previous)-year)\b"
)
_REACH = 20
_YEAR = re.compile(r"[12]\d{3}")
_CLAUSE = 1000  # characters around a date that may tell its tense: it bounds the work in endless lines
_READERS = MappingProxyType(
    {
        **absolute.READERS,
        **relative.READERS,
        **durations.READERS,
        **clock.READERS,
        **compounds.READERS,
        **holidays.READERS,
    }
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`rules` find dates; `nested` are those that may stand inside another date, in the order of their trial.

    `extents` widen dates to what TimeML annotates; the profile of the schema has none.
    """

    rules: tuple[Rule, ...]
    nested: tuple[Rule, ...]
    extents: tuple[Extent, ...]
    triggers: Mapping[str, Sequence[str]]
    mods: Mapping[str, str]
    cues: re.Pattern[str]

    def read(self, rule: Rule, match: re.Match[str], context: Context) -> Reading:
        """The period or normal form of a match; null where it is no date after all."""
        fixed = rule.settings.get("value")
        return (
            Timex(rule.settings.get("type", "DATE"), fixed)
            if fixed
            else _READERS[rule.settings["kind"]](match, context)
        )

    def mod(self, match: re.Match[str]) -> str | None:
        """The TIMEX3 modifier that the group `mod` sets."""
        words = group(match, "mod")
        return None if words is None else self.mods.get(re.sub(r"\s+", " ", words.lower().strip()))

    def tense(self, match: re.Match[str], sentence: Offsets) -> Tense | None:
        """What the nearest verb before the date says, else the first one after it; null if there is none."""
        cues = self.cues.finditer(match.string, max(sentence[0], match.start() - _CLAUSE), match.start())
        before = deque((cue for cue in cues if not _is_subordinate(cue)), maxlen=1)
        cue = (
            before[0]
            if before
            else self.cues.search(match.string, match.end(), min(sentence[1], match.end() + _CLAUSE))
        )
        if cue is None:
            return None
        return "future" if cue["future"] else "past"

    def read_whole(self, match: re.Match[str], context: Context) -> Period | None:
        """The period of the group `whole` (or its twin); null if it cannot be resolved."""
        name = next(key for key, text in match.groupdict().items() if text and key.startswith("whole"))
        if _YEAR.fullmatch(match[name]):
            return year(int(match[name]))
        for rule in self.nested:
            inner = rule.pattern and rule.pattern.fullmatch(
                match.string, *_without_article(match.string, match.span(name))
            )
            if inner:
                reading = self.read(rule, inner, context)
                if isinstance(reading, Period):
                    return reading
        return None


def is_comparison(rule: Rule, match: re.Match[str]) -> bool:
    """Whether a match is a date that another is compared with: 'a year earlier', 'the same period last year'."""
    return rule.settings["kind"] in _COMPARING and bool(_COMPARED.search(match[0]))


def _is_subordinate(cue: re.Match[str]) -> bool:
    """Whether a past verb only says after what ('will speak after he attended'): the main verb tells the tense."""
    return bool(cue["past"] and _SUBORDINATE.search(cue.string, max(0, cue.start() - _REACH), cue.start()))


def load_calendar(profile: Profile = "schema", *, with_holidays: bool = False) -> Calendar:
    """The date rules; for the profile `timeml` with its own rules first, and without those that it does without."""
    data, timeml = read_toml(_FILE), profile == "timeml"
    names: tuple[str, ...] = (_FILE, clock.FILE, compounds.FILE)
    if with_holidays or profile != "schema":
        holidays.load_holidays()
        names = (*names, holidays.FILE)
    book = load_rules(*names, given=PATTERNS)
    own_file = {"timeml": _TIMEML, "whole": whole.FILE}.get(profile)
    more = load_rules(*names, own_file, given=PATTERNS) if own_file else book
    without = read_toml(_TIMEML)["without"] if timeml else ()
    own = [rule for rule in more.rules[len(book.rules) :] if rule.settings["kind"] != _EXTENT]
    tense = data["tense"]
    mods = {word: mod for mod, words in data["mods"].items() for word in words}
    return Calendar(
        rules=tuple(rule for rule in (*own, *book.rules) if _holds(rule, without)),
        nested=tuple(rule for rule in book.rules if rule.settings["kind"] not in _NOT_NESTED),
        extents=load_extents(more, [rule for rule in more.rules if rule.settings["kind"] == _EXTENT], mods),
        triggers={key: words for name in names for key, words in read_toml(name).get("triggers", {}).items()},
        mods=mods,
        cues=book.compile(rf"(?P<future>{tense['future']})|(?P<past>{tense['past']})"),
    )


def _holds(rule: Rule, without: Sequence[str]) -> bool:
    return rule.name not in without and not rule.settings.get("inner")


def _without_article(text: str, span: Offsets) -> Offsets:
    article = re.compile(r"the\s+").match(text, *span)
    return (article.end(), span[1]) if article else span
