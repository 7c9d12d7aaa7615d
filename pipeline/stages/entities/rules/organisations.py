"""Abbreviations in brackets: what stands before them is an organisation.

After Schwartz and Hearst (2003), 'A simple algorithm for identifying abbreviation definitions in biomedical text',
narrowed to the initials of capitalised words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.records import Entity
from pipeline.stages.entities.rules.reading import Reading

_ABBREVIATION = r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*"
_GIVEN = re.compile(rf" ?\( ?(?P<bracketed>{_ABBREVIATION}) ?\)|, or (?P<named>{_ABBREVIATION})(?=[,.])")
_OF = re.compile(r" of (?:the )?$")
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"of", "the", "for", "and", "in", "on", "to", "de", "des", "la", "against", "s"})
NATIONS = frozenset({"GPE", "NORP"})
_MAX_EXTRA = 5
_WINDOW = 200


def find_abbreviated(reading: Reading, names: Sequence[Entity], not_bodies: frozenset[str]) -> Iterator[Entity]:
    """Full names before a bracketed abbreviation with their initials, and the abbreviation.

    `not_bodies` are last words of things that are no organisation ('Agreement', 'Act'). Other names keep their label.
    """
    by_end = {name.end: name for name in names}
    for match in _GIVEN.finditer(reading.text):
        end, kind = match.start(), match.lastgroup or ""
        named = by_end.get(end)
        if named is not None and named.label == "FAC":
            yield reading.entity(match.span(kind), "FAC", "fac.abbreviation")
        start = _full_name(reading, end, match[kind])
        if named is not None and named.label != "ORG" and start is not None and start >= named.start:
            continue
        if start is not None and not_bodies.isdisjoint(_heads(reading.text[start:end])):
            nation = by_end.get(start - 1)
            if nation is not None and nation.label in NATIONS and reading.text[start - 1] == " ":
                start = nation.start
            yield reading.entity((start, end), "ORG", "org.abbreviated")
            yield reading.entity(match.span(kind), "ORG", "org.abbreviation")
        elif _is_body(reading, named, by_end):
            yield reading.entity(match.span(kind), "ORG", "org.abbreviation")


def _is_body(reading: Reading, named: Entity | None, by_end: Mapping[int, Entity]) -> bool:
    """Whether the name is of an organisation, or of the state after one: 'Customs Office of Laos (COL)'."""
    if named is None or named.label not in NATIONS:
        return named is not None and named.label == "ORG"
    of = _OF.search(reading.text, max(0, named.start - len(" of the ")), named.start)
    return of is not None and _is_body(reading, by_end.get(of.start()), {})


def _heads(name: str) -> set[str]:
    """The last word, and the last one before 'of': what the name says that it is."""
    return {name.rsplit(maxsplit=1)[-1], name.split(" of ", maxsplit=1)[0].rsplit(maxsplit=1)[-1]}


def _full_name(reading: Reading, end: int, abbreviation: str) -> int | None:
    """Start of the words before `end` whose initials are the abbreviation's letters."""
    first = max(reading.sentence(max(0, end - 1))[0], end - _WINDOW)
    words = list(_WORD.finditer(reading.text, first, end))[-len(abbreviation) - _MAX_EXTRA :]
    wanted = [letter for letter in abbreviation.lower() if letter.isalpha()]
    for word in reversed(words):
        if not word[0][0].isupper() and word[0] not in _SMALL:
            return None
        if word[0][0].lower() == wanted[-1] and (word[0][0].isupper() or len(wanted) > 1):
            wanted.pop()
            if not wanted:
                return word.start()
        elif word[0] not in _SMALL:
            return None
    return None
