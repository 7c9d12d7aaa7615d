"""Names and titles: PERSON NORP GPE LOC FAC ORG EVENT TITLE."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.records import Document, Entity
from pipeline.rules import Rule, RuleBook, load_rules
from pipeline.stages.entities.rules.gazetteer import load_gazetteer
from pipeline.stages.entities.rules.persons import find_persons, load_person_rules
from pipeline.stages.entities.rules.reading import Reading, flatten, read
from pipeline.stages.entities.rules.titles import find_titles

_FILES = ("pieces", "places", "organisations", "events")
_NATIONS = frozenset({"GPE", "NORP"})
_FIRST_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r" ?\( ?([A-Z][A-Za-z&-]{1,9}) ?\)")


@cache
def load_name_rules() -> RuleBook:
    """The rules for names that no list has."""
    return load_rules(*(f"entities/{file}.toml" for file in _FILES))


def find_names(document: Document) -> list[Entity]:
    """Names and titles of the document, flat, in text order, without ids."""
    reading = read(document)
    listed = [name for name in load_gazetteer().find(reading) if _is_open(reading, name)]
    ruled = [name for name in _by_rules(reading, listed) if _is_open(reading, name)]
    names = flatten([*listed, *ruled])
    names = flatten([*names, *_abbreviations(reading, names)])
    names = flatten([*names, *find_titles(reading, names)])
    return flatten([*names, *find_persons(reading, names)])


def _is_open(reading: Reading, name: Entity) -> bool:
    return not reading.in_zone(name.start, "date_line") and not reading.is_value(name.offsets)


def _by_rules(reading: Reading, listed: Sequence[Entity]) -> Iterator[Entity]:
    nations = {name.end: name for name in listed if name.label in _NATIONS}
    starts = {name.start: name for name in listed}
    for rule in load_name_rules().rules:
        group = rule.settings.get("group", 0)
        for match in rule.find(reading.text):
            start, end = match.span(group)
            start = _left_edge(reading, rule, start, end, listed)
            if start >= end or reading.is_loud(start):
                continue
            wanted = rule.settings.get("followed_by")
            if wanted and getattr(starts.get(match.end()), "label", wanted if match.end() > end + 2 else None) != wanted:
                continue
            nation = nations.get(start - 1) if rule.settings.get("nation") else None
            if nation is not None and reading.text[start - 1] == " ":
                start = nation.start
            yield reading.entity((start, end), rule.label, rule.name)


def _left_edge(reading: Reading, rule: Rule, start: int, end: int, listed: Sequence[Entity]) -> int:
    """Start of a match without the words at its left that belong to the sentence or to another name."""
    del listed
    not_first = load_person_rules().not_name
    text = reading.text
    word = _FIRST_WORD.match(text, start)
    while word is not None and word.end() < end and reading.opens_sentence(start) and word[0].lower() in reading.lower_words:
        break
    while word is not None and word[0] in _OPENERS:
        start = word.end() + 1
        word = _FIRST_WORD.match(text, start) if start < end else None
        if word is None or not text[start].isupper():
            return end
    del not_first, rule
    return start


_OPENERS = frozenset({"The", "A", "An", "This", "That", "In", "On", "At", "By", "For", "From", "To", "Of", "With", "And", "But", "Both", "Each", "Its", "His", "Her", "Their", "Our"})


def _abbreviations(reading: Reading, names: Sequence[Entity]) -> Iterator[Entity]:
    """Bracketed abbreviations right after an organisation, and their later mentions."""
    known: set[str] = set()
    for name in names:
        match = _ABBREVIATION.match(reading.text, name.end)
        if name.label == "ORG" and match:
            known.add(match[1])
    for abbreviation in sorted(known):
        for match in re.finditer(rf"(?<![\w-]){re.escape(abbreviation)}(?!\w)", reading.text):
            yield reading.entity(match.span(), "ORG", "org.abbreviation")
