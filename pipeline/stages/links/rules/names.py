"""Which names are one: the same surface, aliases of persons and organisations, abbreviations, misspellings.

Aliases are decided for surfaces, not for mentions, since a headline may well use the short form first. A short form
that fits two different names joins neither.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.countries import load_countries
from pipeline.records import Document, Entity
from pipeline.rules import read_toml
from pipeline.stages.links.rules.context import COUNTRY, Pair, chain

_NAMES = frozenset({"PERSON", "NORP", "GPE", "LOC", "FAC", "ORG", "EVENT"})
_ABBREVIATED = frozenset({"ORG", "GPE", "AGREEMENT", "MEETING"})
_TOKEN = re.compile(r"[^\W_]+(?:(?:-\s?|['’.])[^\W_]+)*\.?")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z&.-]{0,6}[A-Z0-9.]")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|ul)-\s?")
_FORMER = re.compile(r"\b(?:[Ff]ormer|[Ll]ate|[Ee]lder|[Ee]x)\b[^.,;:]*$")
_TITLE_LENGTH = 40
_MIN_LETTERS = 4

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """`generic[label]`: words that a name may drop at its end; `function`: words that an acronym skips.

    `part`: parts of a country that have its code but are no other name of it.
    """

    generic: Mapping[str, frozenset[str]]
    function: frozenset[str]
    part: frozenset[str]


@cache
def name_words() -> _Words:
    """The word lists of `names.toml`."""
    data = read_toml("links/names.toml")
    generic = {label: frozenset(words) for label, words in data["generic"].items()}
    return _Words(generic, frozenset(data["lists"]["function"]), frozenset(data["lists"]["part"]))


def find_countries(document: Document) -> dict[str, str]:
    """Span id → ISO 3166-1 alpha-2 code of the countries and nationalities among the entities."""
    code = load_countries().code
    codes = {entity.id: code(entity.text) for entity in document.entities if entity.label in COUNTRY}
    return {id_: found for id_, found in codes.items() if found}


def name_pairs(document: Document, countries: Mapping[str, str]) -> Iterator[Pair]:
    """Pairs of names that are one entity."""
    surfaces: defaultdict[tuple[str, Name], list[Entity]] = defaultdict(list)
    for entity in document.entities:
        name = _name(entity.text)
        if name and entity.label in _NAMES:
            surfaces[entity.label, name].append(entity)
    for mentions in surfaces.values():
        yield from chain(mentions)
    firsts: defaultdict[str, dict[Name, Entity]] = defaultdict(dict)
    for (label, name), mentions in surfaces.items():
        firsts[label][name] = mentions[0]
    for label, names in firsts.items():
        yield from _country_pairs(names, countries)
        former = {name for name in names if any(_is_former(document, entity) for entity in surfaces[label, name])}
        yield from _alias_pairs(names, _ALIAS.get(label, _never), former)
    yield from _bracket_pairs(document)


def _name(text: str) -> Name:
    """The words of a name without case, full stops and the white space of broken lines."""
    plain = (re.sub(r"[\s.]", "", token).replace("’", "'").casefold() for token in _TOKEN.findall(text))
    return tuple(token for token in plain if token)


def _country_pairs(names: Mapping[Name, Entity], countries: Mapping[str, str]) -> Iterator[Pair]:
    by_code: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in names.values():
        if entity.id in countries and entity.text.casefold() not in name_words().part:
            by_code[countries[entity.id]].append(entity)
    for same in by_code.values():
        yield from chain(same)


def _is_former(document: Document, entity: Entity) -> bool:
    """Whether 'former' stands before a full name: 'former president Carl Lund' may be the father of Carl B. Lund."""
    before = document.content[max(0, entity.start - _TITLE_LENGTH) : entity.start]
    return entity.label == "PERSON" and " " in entity.text and _FORMER.search(before) is not None


def _alias_pairs(
    names: Mapping[Name, Entity], is_alias: Callable[[Name, Name], bool], former: Set[Name]
) -> Iterator[Pair]:
    """Each shorter name joined to the longer one that it may stand for, if that is one entity.

    Of several, the one that was named before the short form came up: a namesake who comes later is told from it. Of
    two full names, not only one is that of a former office holder.
    """
    root: dict[Name, Name] = {name: name for name in names}
    longer: defaultdict[str, list[Name]] = defaultdict(list)
    for short in sorted(names, key=lambda name: (-len(name), -sum(map(len, name)), name)):
        full = {root[name] for word in (short[0], short[-1]) for name in longer[word] if is_alias(short, name)}
        for word in {*short, *(_ARABIC_ARTICLE.sub("", word) for word in short), _last_half(short), _initials(short)}:
            longer[word].append(short)
        if len(short) > 1:
            full = {name for name in full if (name in former) == (short in former)}
        if len(full) > 1:
            full = {name for name in full if names[name].start < names[short].start}
        if len(full) == 1:
            root[short] = full.pop()
            yield names[root[short]].id, names[short].id


def is_person_alias(short: Name, full: Name) -> bool:
    """Whether `short` may stand for `full`: its last or first words, its middle dropped, or a misspelling of it."""
    short, full = _plain_person(short), _plain_person(full)
    if len(short) < len(full):
        ends = short in (full[-len(short) :], full[: len(short)], (_last_half(full),))
        return ends or (len(short) > 1 and (short[0], short[-1]) == (full[0], full[-1]) and _subsequence(short, full))
    return len(short) > 1 and is_misspelling(short, full)


def _last_half(name: Name) -> str:
    """The last word, of a double name its last part: 'Lund' of 'Berg-Lund'."""
    return name[-1].rpartition("-")[2]


def _plain_person(name: Name) -> Name:
    return tuple(_ARABIC_ARTICLE.sub("", word) for word in name)


def _subsequence(short: Sequence[str], full: Sequence[str]) -> bool:
    rest = iter(full)
    return all(any(word == other or other.startswith(word) for other in rest) for word in short)


def is_organisation_alias(short: Name, full: Name) -> bool:
    """Whether `short` is an acronym of `full`, or `full` without its generic last words or its nationality."""
    return is_acronym(short, full) or _drops_generic("ORG", short, full) or _drops_country(short, full)


def is_event_alias(short: Name, full: Name) -> bool:
    """Whether `short` is `full` without its generic last words, or one of them is a misspelling of the other."""
    return _drops_generic("EVENT", short, full) or (short[-1] == full[-1] and is_misspelling(short, full))


def is_place_alias(short: Name, full: Name) -> bool:
    """Whether `short` is `full` without the word for its kind: 'Velona' for 'Velona Province'."""
    return _drops_generic("GPE", short, full)


def _never(_short: Name, _full: Name) -> bool:
    return False


_ALIAS: Mapping[str, Callable[[Name, Name], bool]] = {
    "PERSON": is_person_alias,
    "ORG": is_organisation_alias,
    "EVENT": is_event_alias,
    "GPE": is_place_alias,
}


def is_acronym(short: Name, full: Name) -> bool:
    """Whether the one word `short` is made of the initials of the words of `full` that are no function words."""
    return len(short) == 1 and len(short[0]) > 1 and short[0] == _initials(full)


def _initials(name: Name) -> str:
    words = (part for word in name for part in word.split("-"))
    return "".join(word[0] for word in words if word and word not in name_words().function)


def _drops_generic(label: str, short: Name, full: Name) -> bool:
    rest = full[len(short) :]
    return bool(rest) and full[: len(short)] == short and all(word in name_words().generic[label] for word in rest)


def _drops_country(short: Name, full: Name) -> bool:
    if len(short) < 2 or len(short) >= len(full) or full[-len(short) :] != short:  # noqa: PLR2004
        return False
    parts = [part for word in full[: -len(short)] for part in word.split("-")]
    return all(load_countries().code(part.title()) for part in parts)


def is_misspelling(one: Name, other: Name) -> bool:
    """Whether the names differ in one word with enough letters, and there by one character.

    Numbers and numerals tell names apart ('World War I', 'World War II'), so they are no misspellings.
    """
    different = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(different) != 1:
        return False
    return all(sum(map(str.isalpha, word)) >= _MIN_LETTERS for word in different[0]) and _one_edit(*different[0])


def _one_edit(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[start + 1 :] in (short[start:], short[start + 1 :]) and len(long) - len(short) <= 1


def _bracket_pairs(document: Document) -> Iterator[Pair]:
    """A name and the abbreviation in brackets right after it, or the other way round (after Schwartz & Hearst 2003)."""
    spans = [entity for entity in document.entities if entity.label in _ABBREVIATED]
    text = document.content
    for first, second in pairwise(spans):
        bracketed = text[first.end : second.start].strip() == "(" and text[second.end :].lstrip().startswith(")")
        if not bracketed or first.label != second.label:
            continue
        short, full = sorted((first.text, second.text), key=len)
        if _ABBREVIATION.fullmatch(short) and len(_name(full)) > 1 and not _abbreviates_complement(short, full):
            yield first.id, second.id


def _abbreviates_complement(short: str, full: str) -> bool:
    """Whether the abbreviation is that of the name after 'of': 'Congress of the Island Party (IP)'."""
    words = _name(full)
    tails = (words[i:] for i in range(1, len(words)) if words[i - 1] in name_words().function)
    return any(is_acronym(_name(short), tail) for tail in tails)
