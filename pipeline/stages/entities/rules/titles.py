"""Offices: TITLE spans, where a name, a nationality, a body or the construction makes them more than anaphora."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline.align import index_at
from pipeline.records import Entity, Office
from pipeline.rules import RuleBook, alternation, load_rules
from pipeline.stages.entities.rules.persons import not_name_words
from pipeline.stages.entities.rules.reading import Reading

_RESOURCE = "entities/titles.toml"
_COUNTERPART = re.compile(r"\b(?:[Cc]ounterpart|colleague|opposite number)s?\b")
_JOINER = re.compile(r",? and (?:the )?|, (?:and )?(?:the )?|/")
_REPEATED = "title.counterpart"
_OF_BODIES = ("head", "chair")
_ALSO_NAMES = frozenset({"amir", "shah", "ruler"})
_NOBLE = frozenset({"prince", "princess"})
_NEAR = len(", the ")
_NATIONS = frozenset({"GPE", "NORP", "ORG", "LOC"})
_OF = re.compile(r"( (?:of|for|to) )")
_GENERALS = re.compile(r"(?:(ie)s|s)([- ](?:general|in-chief|General))\b", re.IGNORECASE)
_CAPITALISED = r"[A-Z][\w-]*"
_ARTICLE = r"(?:(?:the|a|an|The|A|An) )?"


@dataclass(frozen=True, slots=True)
class TitleRules:
    """Compiled patterns of `titles.toml`."""

    title: re.Pattern[str]
    heading: frozenset[str]
    rank: re.Pattern[str]
    name_follows: re.Pattern[str]
    named: re.Pattern[str]
    predicate: re.Pattern[str]
    apposed: re.Pattern[str]
    between: re.Pattern[str]
    of_whom: re.Pattern[str]
    given: re.Pattern[str]
    introduced: re.Pattern[str]
    introduces: re.Pattern[str]
    modifies: re.Pattern[str]
    surname: re.Pattern[str]


@cache
def load_title_rules() -> TitleRules:
    """The patterns of `resources/entities/titles.toml`."""
    book = load_rules("entities/pieces.toml", "entities/persons.toml", _RESOURCE)
    between = rf"(?:{alternation(book.lists['between'])})[ -]?"
    not_name = rf"(?:{alternation(not_name_words(book))})\b"
    plain = (
        rf"(?!{not_name}){{cap}}|(?:{{opening_surname}}|{{titled_surname}}) {{cap}}|(?:al|el|de|bin|von|van)[ -]{{cap}}"
    )
    name = rf"(?:(?:{{honorific}}|His|Her|Royal) ){{0,4}}(?:{plain})"
    return TitleRules(
        title=_title_pattern(book),
        heading=frozenset(book.lists["heading"]),
        rank=re.compile(rf"\b(?:{alternation(tuple(_as_written(book.lists['rank'])))})(?= )"),
        name_follows=book.compile(rf" {name}"),
        named=book.compile(rf",? {name}"),
        predicate=re.compile(rf"\b(?:{alternation(book.lists['predicate'])}) {_ARTICLE}(?:{between})*$", re.IGNORECASE),
        apposed=book.compile(rf"(?!{not_name}){{cap}}(?: \([^)]*\))?,(?: \d+,)?(?: who is)? {_ARTICLE}(?:{between})*$"),
        between=re.compile(rf"(?:'s?)? (?:{between})*$"),
        surname=book.compile(rf"(?<!\w)(?!{not_name}){{cap}} {{surname}}(?!\w)"),
        given=book.compile(
            rf"\b(?:{alternation(book.lists['appoint'])}) (?:[^.;:]*?(?:,|and) )?"
            rf"(?!{not_name}){{name_word}}(?: (?:(?:{{particle}}) )*{{name_word}}){{1,4}}"
            rf"(?:,| as| to be| to become)? {_ARTICLE}(?:{between})*$"
        ),
        introduced=re.compile(rf"(?:\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|whose)|'s) (?:{between})*$"),
        introduces=book.compile(
            rf", {name}(?: (?:(?:{{particle}}) )*(?!{not_name}){{name_word}}){{1,5}}"
            r"(?=[,.;]| and | or | (?:{reporting})\b)"
        ),
        modifies=re.compile(rf"[ -](?:{alternation(book.lists['modified'])})\b", re.IGNORECASE),
        of_whom=re.compile(r" (?:of|for|at|to|in charge of) (?:the )?"),
    )


def find_titles(reading: Reading, names: Sequence[Entity]) -> list[Entity]:
    """TITLE spans beside the names already found, in text order; the norm is the office in the singular."""
    rules = load_title_rules()
    candidates = _candidates(reading, rules)
    scene = _Scene(reading, rules, {e.end: e for e in names}, {e.start: e for e in names})
    valid = [scene.is_valid(match) for match in candidates]
    for index in range(1, len(candidates)):
        if valid[index - 1] and not valid[index]:
            valid[index] = _joined(reading.text, candidates[index - 1], candidates[index])
    for index in range(len(candidates) - 1, 0, -1):
        if valid[index] and not valid[index - 1]:
            valid[index - 1] = _joined(reading.text, candidates[index - 1], candidates[index])
    for index in range(1, len(candidates)):
        if valid[index - 1] and _is_honorific(reading.text, candidates[index - 1], candidates[index]):
            valid[index] = False
    found = [_title(reading, match) for match, good in zip(candidates, valid, strict=True) if good]
    return [*found, *_counterparts(reading, rules)]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What stands around a candidate."""

    reading: Reading
    rules: TitleRules
    names_by_end: dict[int, Entity]
    names_by_start: dict[int, Entity]

    def is_valid(self, match: re.Match[str]) -> bool:
        """Whether the words are an office here, and no bare anaphora or plural."""
        text, start, end = self.reading.text, match.start(), match.end()
        window = self.reading.before(start)
        if match[0].lower() in self.rules.heading or match[0].lower().endswith(_OF_BODIES):
            return self._heads_body(window, match)
        if match[0].lower() in _ALSO_NAMES:
            return self._is_bound(window, match)
        if self._is_surname(match):
            return False
        if self.rules.name_follows.match(text, end) and not self._is_place(end + 1) and not self.reading.is_loud(end):
            return True
        if match.re is self.rules.rank or _is_plural(match[0]) or self.rules.modifies.match(text, end):
            named = self.rules.named.match(text, end) is not None and not self._is_place(end + len(", "))
            return _is_plural(match[0]) and named and self._has_nation_before(window, start)
        return (
            self.reading.in_zone(start, "title")
            or self._is_bound(window, match)
            or self._is_given(window, end)
            or (self.rules.predicate.search(window) is not None and not text.startswith("'", end))
            or self.rules.apposed.search(window) is not None
        )

    def _heads_body(self, window: str, match: re.Match[str]) -> bool:
        """Whether a body stands right before it and a name after it, or a body after it: for a member, after a name."""
        body = self.names_by_end.get(match.start() - 1)
        if body is not None and body.label == "ORG" and self.rules.name_follows.match(self.reading.text, match.end()):
            return True
        apposed = match[0].lower() not in self.rules.heading or self.rules.apposed.search(window) is not None
        return apposed and self._has_body_after(match.end(), frozenset({"ORG"}))

    def _is_bound(self, window: str, match: re.Match[str]) -> bool:
        """Whether a nation or body stands before it, or after it with 'of'."""
        return self._has_nation_before(window, match.start()) or self._has_body_after(match.end(), _NATIONS)

    def _is_given(self, window: str, end: int) -> bool:
        """Whether a person gets it ('named Ana Ruiz governor') or stands after it ('the governor, Ana Ruiz,')."""
        if self.rules.given.search(window):
            return True
        follows = self.rules.introduces.match(self.reading.text, end)
        return follows is not None and self.rules.introduced.search(window) is not None and not self._is_place(end + 2)

    def _is_surname(self, match: re.Match[str]) -> bool:
        """Whether a given name before it makes the word a surname: 'Maria King'."""
        first = self.reading.text.rfind(" ", 0, match.start() - 1) + 1
        return (
            match.start() - 1 not in self.names_by_end
            and not self.reading.opens_sentence(first)
            and self.rules.surname.fullmatch(self.reading.text, first, match.end()) is not None
        )

    def _is_place(self, start: int) -> bool:
        name = self.names_by_start.get(start)
        return name is not None and name.label in _NATIONS

    def _has_nation_before(self, window: str, start: int) -> bool:
        gap = self.rules.between.search(window)
        name = self.names_by_end.get(start - len(gap[0])) if gap else None
        return name is not None and name.label in _NATIONS

    def _has_body_after(self, end: int, labels: frozenset[str]) -> bool:
        gap = self.rules.of_whom.match(self.reading.text, end)
        name = self.names_by_start.get(gap.end()) if gap else None
        return name is not None and name.label in labels


def _title_pattern(book: RuleBook) -> re.Pattern[str]:
    lists = {name: alternation(words) for name, words in book.lists.items()}
    subject = rf"(?:{lists['portfolio']})"
    subjects = rf"{subject}(?:(?:,? and|,| &)? {subject})*"
    affairs = rf"(?-i:(?:the )?(?:{_CAPITALISED},? (?:and )?){{1,5}}Affairs)\b(?! {_CAPITALISED}(?: of\b|'))"
    tail = rf"(?: (?:of|for|in charge of|responsible for) (?:(?:the )?{subjects}\b|{affairs}))?"
    field = rf"(?: for (?:(?-i:(?:the )?(?=[A-Z])){subjects}\b|{affairs}))?"
    secretary = "(?:under-?)?secretar(?:y|ie)"
    head = (
        rf"(?:{lists['compound']})s?{field}"
        rf"|(?:{subjects} )?(?:vice[ -]|deputy )?(?:minister|commissioner|{secretary})s?(?: of state)?{tail}"
        rf"|(?:{lists['office']})s?{field}|(?:{lists['heading']})"
    )
    return re.compile(
        rf"(?:(?<![\w-])|(?<=\bex-))(?:(?:{lists['prefix']})(?: |- ?))*(?:{head})(?![\w-])", re.IGNORECASE
    )


def _as_written(words: Sequence[str]) -> list[str]:
    return [form for word in words for form in (word.title(), word.capitalize())]


def _candidates(reading: Reading, rules: TitleRules) -> list[re.Match[str]]:
    matches = [
        match
        for match in rules.title.finditer(reading.text)
        if reading.is_in_sentence(match.span()) and (len(match[0]) > len("CEO") or match[0].isupper())
    ]
    taken = [match.span() for match in matches]
    ranks = [match for match in rules.rank.finditer(reading.text) if index_at(taken, match.start()) is None]
    return sorted((*matches, *ranks), key=lambda match: match.span())


def _joined(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return not _is_plural(right[0]) and _JOINER.fullmatch(text, left.end(), right.start()) is not None


def _is_honorific(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether a rank of birth follows an office of the same person: 'Foreign Minister Prince Faisal'."""
    return right[0].lower() in _NOBLE and text[left.end() : right.start()] in (" ", ", ")


def _is_plural(office: str) -> bool:
    return _singular(office) != office


def _singular(office: str) -> str:
    """The office of one holder: 'Prime Ministers' → 'Prime Minister', 'Secretaries of State' → 'Secretary of State'."""
    office = _GENERALS.sub(lambda match: ("y" if match[1] else "") + match[2], office)
    head, of, rest = _OF.split(office, maxsplit=1) if _OF.search(office) else (office, "", "")
    if head.lower().endswith("ies"):
        head = f"{head[:-3]}y"
    elif head.lower().endswith("men"):
        head = f"{head[:-3]}man"
    elif head.endswith("s") and not head.lower().endswith(("ss", "affairs", "d'affaires")):
        head = head[:-1]
    return f"{head}{of}{rest}"


def _title(reading: Reading, match: re.Match[str]) -> Entity:
    return reading.entity(
        match.span(), "TITLE", "title.rank" if match[0].endswith(".") else "title.office", Office(_singular(match[0]))
    )


def _counterparts(reading: Reading, rules: TitleRules) -> Iterator[Entity]:
    for match in _COUNTERPART.finditer(reading.text):
        if rules.named.match(reading.text, match.end()):
            yield reading.entity(match.span(), "TITLE", _REPEATED, Office(_singular(match[0])))


def repeat_offices(reading: Reading, names: Sequence[Entity]) -> list[Entity]:
    """Give each 'counterpart' the office that it repeats.

    That is the nearest office before it in its sentence, else the office of the person named last, else the nearest
    office before it, else the next one.
    """
    offices = _offices_of_persons(names)
    title: Entity | None = None
    held: Office | None = None
    found: list[Entity] = []
    for index, name in enumerate(names):
        if name.found_by == _REPEATED:
            near = title.norm if title and title.start >= reading.sentence(name.start)[0] else None
            norm = near or held or (title.norm if title else _next_office(names[index + 1 :])) or name.norm
            found.append(replace(name, norm=norm))
            continue
        found.append(name)
        if name.label == "TITLE":
            title = name
        elif name.label == "PERSON":
            held = offices.get(name.text.split()[-1], held)
    return found


def _next_office(names: Sequence[Entity]) -> Office | None:
    return next((name.norm for name in names if name.label == "TITLE" and name.found_by != _REPEATED), None)


def _offices_of_persons(names: Sequence[Entity]) -> dict[str, Office]:
    """Each word of a person's name → the office right before or after the name, as first mentioned."""
    offices: dict[str, Office] = {}
    for left, right in pairwise(names):
        person, title = (right, left) if right.label == "PERSON" else (left, right)
        if (
            person.label == "PERSON"
            and title.norm is not None
            and title.found_by != _REPEATED
            and right.start - left.end <= _NEAR
        ):
            for word in person.text.split():
                offices.setdefault(word, title.norm)
    return offices
