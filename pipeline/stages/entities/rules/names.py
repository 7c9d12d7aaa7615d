"""Names and titles: PERSON NORP GPE LOC FAC ORG EVENT TITLE."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.countries import load_countries
from pipeline.records import Document, Entity, Offsets
from pipeline.rules import Rule, alternation, load_rules
from pipeline.stages.entities.rules.gazetteer import build_gazetteer, load_gazetteer
from pipeline.stages.entities.rules.organisations import NATIONS, find_abbreviated
from pipeline.stages.entities.rules.persons import find_persons, not_name_words
from pipeline.stages.entities.rules.reading import Reading, flatten, read
from pipeline.stages.entities.rules.titles import find_titles, repeat_offices

_FILES = ("pieces", "persons", "places", "organisations", "events", "titles")
_OF = re.compile(r" of (?:the )?")
_TOWARDS = re.compile(r"\b(?:in|to|from|at|near) $", re.IGNORECASE)
_JOINED = re.compile(r",? and (?:the )?|, (?:the )?| (?:in|on|at) (?:the )?")


@dataclass(frozen=True, slots=True)
class NameRules:
    """The named rules of `resources/entities/`, and what cuts their matches."""

    rules: tuple[Rule, ...]
    opener: re.Pattern[str]
    office: re.Pattern[str]
    portfolio: re.Pattern[str]
    holder: re.Pattern[str]
    date: re.Pattern[str]
    surname_follows: re.Pattern[str]
    given_precedes: re.Pattern[str]
    given_places: frozenset[str]
    surname_places: frozenset[str]
    national: frozenset[str]
    chained: frozenset[str]
    not_bodies: frozenset[str]


@cache
def load_name_rules() -> NameRules:
    """The rules for names that no list has."""
    book = load_rules(*(f"entities/{file}.toml" for file in _FILES))
    offices = tuple(word.title() for word in (*book.lists["compound"], *book.lists["office"]))
    no_name = rf"(?!(?:{alternation(not_name_words(book))})\b)"
    holders = (*book.lists["honorific"], *offices)
    return NameRules(
        rules=book.rules,
        opener=re.compile(rf"(?:(?:{alternation((*book.lists['opener'], *book.lists['calendar']))})\b[ ,]*)+"),
        office=re.compile(rf" (?:(?:Deputy|Vice) )?(?:{alternation(offices)})(?= [^\W\d_a-z])"),
        portfolio=book.compile(rf" {{subject}} (?:{alternation(offices)})(?!\w)"),
        holder=re.compile(rf"(?:{alternation((*offices, *book.lists['holder']))})s? (?:of|for) (?:the )?"),
        date=re.compile(rf"(?: (?:on|in|for|of|to))? (?:{alternation(book.lists['calendar'])})\b"),
        surname_follows=book.compile(rf" {no_name}{{name_word}}"),
        given_precedes=book.compile(rf"(?<!\w)(?:(?P<holder>{alternation(holders)})|{no_name}{{name_word}}) $"),
        given_places=frozenset(book.lists["given_place"]),
        surname_places=frozenset(book.lists["surname_place"]),
        national=frozenset(book.lists["national"]),
        chained=frozenset(book.lists["chained"]),
        not_bodies=frozenset(book.lists["not_body"]),
    )


def find_names(document: Document) -> list[Entity]:
    """Names and titles of the document, flat, in text order, without ids."""
    reading = read(document)
    rules = load_name_rules()
    listed = [name for name in load_gazetteer().find(reading) if _is_open(reading, name)]
    starts = {name.start for name in listed}
    listed = [name for name in listed if not _is_in_person(reading, rules, name, starts)]
    listed += [*_national(reading, rules, listed), *_chained(reading, rules, listed)]
    names = flatten([*listed, *(name for name in _by_rules(reading, rules, listed) if _is_open(reading, name))])
    abbreviated = find_abbreviated(reading, names, rules.not_bodies)
    names = flatten([*names, *(name for name in abbreviated if _is_open(reading, name))])
    names = flatten([*names, *_repeated(reading, names)])
    names = flatten([*names, *find_titles(reading, names)])
    names = flatten([*names, *find_persons(reading, names)])
    return repeat_offices(reading, names)


def _repeated(reading: Reading, names: Sequence[Entity]) -> Iterator[Entity]:
    """Later and earlier mentions of the names that rules found."""
    known = build_gazetteer(
        ((name.text, name.label) for name in names if not (name.found_by or "").startswith("gazetteer")),
        found_by="repeated",
    )
    return (name for name in known.find(reading) if _is_open(reading, name))


def _is_open(reading: Reading, name: Entity) -> bool:
    return (
        reading.is_in_sentence(name.offsets)
        and not reading.in_zone(name.start, "date_line")
        and not reading.is_value(name.offsets)
    )


def _is_in_person(reading: Reading, rules: NameRules, name: Entity, starts: Container[int]) -> bool:
    """Whether a listed name is a given name or a surname here: 'Israel Ortega', 'Ana Jordan', 'President Chad'."""
    if reading.is_loud(name.start):
        return False
    before = reading.before(name.start)
    given = rules.given_precedes.search(before)
    if given is not None and name.text in rules.surname_places:
        start = name.start - len(given[0])
        return start not in starts and (given["holder"] is not None or not reading.opens_sentence(start))
    return (
        name.text in rules.given_places
        and name.end + 1 not in starts
        and rules.surname_follows.match(reading.text, name.end) is not None
        and _TOWARDS.search(before) is None
    )


def _national(reading: Reading, rules: NameRules, listed: Sequence[Entity]) -> list[Entity]:
    """Listed bodies with the nationality right before them: 'Ruritanian National Assembly'."""
    return [
        reading.entity((left.start, right.end), right.label, "gazetteer.national")
        for left, right in pairwise(listed)
        if left.label in NATIONS and right.text in rules.national and reading.text[left.end : right.start] == " "
    ]


def _chained(reading: Reading, rules: NameRules, listed: Sequence[Entity]) -> list[Entity]:
    """Listed bodies of a party with the party after them: 'Central Committee of the Ruritanian Labour Party'."""
    return [
        reading.entity((left.start, right.end), right.label, "gazetteer.chained")
        for left, right in pairwise(listed)
        if left.text in rules.chained and right.label == "ORG" and _OF.fullmatch(reading.text, left.end, right.start)
    ]


def _by_rules(reading: Reading, rules: NameRules, listed: Sequence[Entity]) -> Iterator[Entity]:
    by_start = {name.start: name for name in listed}
    nations = {name.end: name for name in listed if name.label in NATIONS}
    known = {name.offsets for name in listed}
    for rule in rules.rules:
        for match in rule.find(reading.text):
            span = _trimmed(reading, rules, match.span(rule.settings.get("group", 0)), by_start)
            if span is None or reading.is_loud(span[0]) or not _is_followed(rule, match.end(), by_start):
                continue
            start, end = span
            headed = (start, match.end() if rule.settings.get("headed") else end)
            if span in known or _is_known(reading, rule, headed, by_start):
                continue
            nation = nations.get(start - 1)
            if rule.settings.get("nation") and nation is not None and reading.text[start - 1] == " ":
                start = nation.start
            if "takes" in rule.settings:
                end = by_start[end].end
            end = _whole_name(end, start, listed)
            if rule.settings.get("joins"):
                end = _joined_name(reading, end, by_start)
            if (start, end) not in known and ("group" in rule.settings or " " in reading.text[start:end]):
                yield reading.entity((start, end), rule.label, rule.name)


def _is_known(reading: Reading, rule: Rule, span: Offsets, by_start: Mapping[int, Entity]) -> bool:
    """Whether a listed name is all of the match but its head ('the Iraqi desert'), or heads a chain of bodies."""
    name = by_start.get(span[0])
    if name is None:
        return False
    if rule.settings.get("joins") and name.label == rule.label:
        return True
    own = rule.settings.get("own", ())
    head = reading.text[name.end + 1 : span[1]]
    is_own = name.label in own or ("country" in own and load_countries().code(name.text) is not None)
    return is_own and (head.islower() or " " not in head)


def _whole_name(end: int, start: int, listed: Sequence[Entity]) -> int:
    """The end, moved to the end of a listed organisation that begins inside the match and goes on after it."""
    index = bisect_left(listed, end, key=lambda name: name.start) - 1
    last = listed[index] if index >= 0 else None
    return last.end if last is not None and last.label == "ORG" and start < last.start and last.end > end else end


def _joined_name(reading: Reading, end: int, by_start: Mapping[int, Entity]) -> int:
    """The end, moved over 'of (the)' and the listed organisation after it, as often as there is one."""
    while (gap := _OF.match(reading.text, end)) and (name := by_start.get(gap.end())) and name.label == "ORG":
        end = name.end
    return end


def _is_followed(rule: Rule, end: int, by_start: Mapping[int, Entity]) -> bool:
    wanted = rule.settings.get("followed_by") or rule.settings.get("takes")
    return wanted is None or (end in by_start and by_start[end].label == wanted)


def _trimmed(reading: Reading, rules: NameRules, span: Offsets, by_start: Mapping[int, Entity]) -> Offsets | None:
    """The match without an opening word, a name coordinated with it, or an office or date and what follows."""
    start, end = span
    holder = rules.holder.match(reading.text, start, end)
    if holder is not None:
        start = holder.end()
    opener = rules.opener.match(reading.text, start, end)
    if opener is not None:
        start = opener.end()
    while (name := by_start.get(start)) and name.end < end and (joined := _JOINED.match(reading.text, name.end, end)):
        start = joined.end()
    if rules.office.match(f" {reading.text[start:end]}"):
        return None
    office = rules.office.search(reading.text, start, end + 2)
    if office is not None:
        end = min(end, office.start())
    last = reading.text.rfind(" ", start, end)
    if rules.portfolio.match(reading.text, last):
        end = last
    date = rules.date.search(reading.text, start, end)
    if date is not None:
        end = date.start()
    return (start, end) if start < end and (start == span[0] or reading.text[start].isupper()) else None
