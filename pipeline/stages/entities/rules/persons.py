"""People: capitalised names beside an office, a reporting verb or an apposition, and later mentions of their parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.align import index_at
from pipeline.records import Entity, Offsets
from pipeline.rules import RuleBook, alternation, load_rules
from pipeline.stages.entities.rules.reading import Reading

_NEXT_WORD = re.compile(r"(?: of| and| for)? ([^\W\d_a-z]\w*)")
_PREVIOUS_WORD = re.compile(r"\b([^\W\d_a-z]\w*) (?:of |and |for )?$")
_GENERATION = re.compile(r",? (?:[JS]r\.|[JS]r\b|I{2,3}\b|IV\b|VI{0,3}\b|Junior\b|Senior\b|Filho\b|Neto\b)")
_PLACED = re.compile(
    r"(?<!swore )(?<!sworn )(?<!swears )(?<!swear )(?<!swearing )\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nside|[Oo]utside) $"
)
_NUMERAL = re.compile(r"[IVX]+\.")
_KOREAN = re.compile(r"[^\W\d_a-z]\w*-[^\W\d_A-Z]")
_SHORT = 3
_MAX_WORDS = 6
_MIN_DEFAULT = 2
_MAX_DEFAULT = 4


@dataclass(frozen=True, slots=True)
class PersonRules:
    """Compiled patterns of `persons.toml`."""

    word: re.Pattern[str]
    particles: re.Pattern[str]
    link: re.Pattern[str]
    honorific: re.Pattern[str]
    governs: re.Pattern[str]
    forms: frozenset[str]
    reported: re.Pattern[str]
    apposed: re.Pattern[str]
    opener: frozenset[str]
    opening_surname: frozenset[str]
    never: frozenset[str]
    surname: frozenset[str]
    no_name_tag: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A run of capitalised words that may be a name."""

    words: tuple[Offsets, ...]
    generation: str = ""

    @property
    def span(self) -> Offsets:
        return self.words[0][0], self.words[-1][1] + len(self.generation)


@cache
def load_person_rules() -> PersonRules:
    """The patterns of `resources/entities/persons.toml`."""
    book = load_rules("entities/pieces.toml", "entities/persons.toml")
    particle = alternation(book.lists["particle"])
    return PersonRules(
        word=book.compile("{name_word}"),
        particles=re.compile(rf"\b(?:(?:{particle}) )+$"),
        link=re.compile(rf" (?:(?:{particle})[ ])*"),
        honorific=re.compile(rf"(?<![\w.])(?:{alternation(book.lists['honorific'])}) $"),
        governs=re.compile(r"(?:'s)? (?:administration|regime)\b"),
        forms=frozenset(book.lists["honorific"]),
        reported=re.compile(
            rf",? (?:also |later |then |further |on \w+ )?(?:{alternation(book.lists['reporting'])})\b"
        ),
        apposed=re.compile(r", (?:who|whose|whom|\d\d,|aged \d\d|an? |the )|, \d\d\b"),
        opener=frozenset(book.lists["opener"]),
        opening_surname=frozenset(book.lists["opening_surname"]),
        surname=frozenset(book.lists["surname"]),
        no_name_tag=frozenset(book.lists["no_name_tag"]),
        never=frozenset((*book.lists["calendar"], *book.lists["institution"])),
    )


def not_name_words(book: RuleBook) -> tuple[str, ...]:
    """Capitalised words that are no part of a person's name."""
    return (*book.lists["opener"], *book.lists["calendar"], *book.lists["institution"])


def find_persons(reading: Reading, names: Sequence[Entity]) -> list[Entity]:
    """PERSON spans in the gaps between the other names and titles."""
    rules = load_person_rules()
    taken = [name.offsets for name in names]
    title_ends = {name.end for name in names if name.label == "TITLE"}
    chunks = list(_chunks(reading, rules, taken, title_ends))
    found = {chunk.span: "person.context" for chunk in chunks if _is_person(reading, rules, chunk, title_ends, taken)}
    known = _aliases(reading.text, found)
    for chunk in chunks:
        if chunk.span not in found:
            span = _known_part(reading, rules, chunk, known)
            if span is not None:
                found[span] = "person.alias"
    return [reading.entity(span, "PERSON", found_by) for span, found_by in sorted(found.items())]


def _chunks(reading: Reading, rules: PersonRules, taken: Sequence[Offsets], title_ends: set[int]) -> Iterator[_Chunk]:
    """Runs of name words, with particles between; words that no name has and words in other names end a run."""
    run: list[Offsets] = []
    for match in rules.word.finditer(reading.text):
        span = match.span()
        if run and (not rules.link.fullmatch(reading.text, run[-1][1], span[0]) or len(run) == _MAX_WORDS):
            yield _chunk(reading, run)
            run = []
        if (
            _is_free(reading, span, taken)
            and not (not run and _is_form(reading, rules, span))
            and _goes_on(reading, rules, span, bool(run) or span[0] - 1 in title_ends)
        ):
            run.append(span)
        elif run:
            yield _chunk(reading, run)
            run = []
    if run:
        yield _chunk(reading, run)


def _chunk(reading: Reading, words: Sequence[Offsets]) -> _Chunk:
    generation = _GENERATION.match(reading.text, words[-1][1])
    return _Chunk(tuple(words), generation[0] if generation else "")


def _is_free(reading: Reading, span: Offsets, taken: Sequence[Offsets]) -> bool:
    """Whether no other name, value or zone holds the word, and it is a word of its own."""
    start = span[0]
    if index_at(taken, start) is not None or reading.in_zone(start, "date_line") or reading.is_value(span):
        return False
    return start == 0 or not reading.text[start - 1].isalnum()


def _goes_on(reading: Reading, rules: PersonRules, span: Offsets, within: bool) -> bool:  # noqa: FBT001
    """Whether the word may belong to a name; `within` tells that a name or an office stands right before it."""
    start, end = span
    word = reading.text[start:end]
    if word in rules.never or (_NUMERAL.fullmatch(word) and reading.opens_sentence(start)):
        return False
    if within:
        return True
    goes_on = rules.word.match(reading.text, end + 1) is not None
    if word in rules.opener:
        return word in rules.opening_surname and goes_on
    return not (goes_on and reading.opens_sentence(start) and _is_verb(reading, rules, start, word))


def _is_form(reading: Reading, rules: PersonRules, span: Offsets) -> bool:
    """Whether the word is a form of address before a name: 'Prince | Omar'."""
    return reading.text[slice(*span)] in rules.forms and rules.word.match(reading.text, span[1] + 1) is not None


def _is_verb(reading: Reading, rules: PersonRules, start: int, word: str) -> bool:
    """Whether a capital at the sentence's start hides a participle or a small word: 'Citing Prodi', 'Besides Prodi'."""
    return reading.tag(start) in rules.no_name_tag or (len(word) > len("Beijing") - 2 and word.endswith("ing"))


def _is_person(
    reading: Reading, rules: PersonRules, chunk: _Chunk, title_ends: set[int], taken: Sequence[Offsets]
) -> bool:
    text = reading.text
    start, end = chunk.span
    if start - 1 in title_ends and text[start - 1] == " " and not reading.is_loud(start):
        return True
    if rules.honorific.search(text, max(0, start - 20), start):
        return True
    if reading.is_loud(start) or _is_ordinary(reading, chunk):
        return False
    if len(chunk.words) == 1:
        return rules.governs.match(text, end) is not None and text[start:end].lower() not in reading.lower_words
    after = text[end : end + 30]
    if rules.reported.match(after) or rules.apposed.match(after):
        return True
    return _is_likely(reading, rules, chunk) and not _is_in_larger_name(reading, rules, chunk, taken)


def _is_likely(reading: Reading, rules: PersonRules, chunk: _Chunk) -> bool:
    """Whether a run of words that nothing else explains looks like a name, and is no place ('in Dos Rios')."""
    text, start = reading.text, chunk.span[0]
    return (
        _PLACED.search(text, max(0, start - 20), start) is None
        and (text[start : chunk.words[0][1]] not in rules.surname or _KOREAN.match(text, chunk.words[1][0]) is not None)
        and _MIN_DEFAULT <= len(chunk.words) <= _MAX_DEFAULT
        and all(_is_name_shaped(text[a:b]) and text[a:b].lower() not in reading.lower_words for a, b in chunk.words)
    )


def _is_ordinary(reading: Reading, chunk: _Chunk) -> bool:
    start, end = chunk.words[0]
    return reading.opens_sentence(start) and reading.text[start:end].lower() in reading.lower_words


def _is_in_larger_name(reading: Reading, rules: PersonRules, chunk: _Chunk, taken: Sequence[Offsets]) -> bool:
    """Whether a capitalised word of an institution stands right before or after: 'Sixth Plenary | Session'."""
    start, end = chunk.span
    after = _NEXT_WORD.match(reading.text, end)
    before = _PREVIOUS_WORD.search(reading.text, max(0, start - 30), start)
    return any(
        word is not None and word[1] in rules.never | rules.surname and index_at(taken, word.start(1)) is None
        for word in (after, before)
    )


def _is_name_shaped(word: str) -> bool:
    return len(word) > 1 and not (word.isupper() and "." not in word)


def _aliases(text: str, persons: dict[Offsets, str]) -> frozenset[str]:
    """Whole names, and each of their words and ends that may stand for them."""
    rules = load_person_rules()
    known: set[str] = set()
    for start, end in persons:
        words = text[start:end].split()
        known.add(text[start:end])
        known |= {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
        known |= {part for part in words[-1].split("-") if len(part) > _SHORT and part[0].isupper()}
    known |= {alias[0].upper() + alias[1:] for alias in known}
    return frozenset(
        alias for alias in known if len(alias) > 1 and alias not in rules.opener | rules.never and alias[-1] != "."
    )


def _known_part(reading: Reading, rules: PersonRules, chunk: _Chunk, known: frozenset[str]) -> Offsets | None:
    """The longest part of the chunk that is an alias; a word that is ordinary elsewhere needs a verb of speech."""
    for size in range(len(chunk.words), 0, -1):
        for first in range(len(chunk.words) - size + 1):
            start, end = chunk.words[first][0], chunk.words[first + size - 1][1]
            word = reading.text[start:end]
            if word in known and (
                word.lower() not in reading.lower_words
                or not reading.opens_sentence(start)
                or rules.reported.match(reading.text, end)
            ):
                particles = rules.particles.search(reading.text, max(0, start - 20), start)
                whole = particles is not None and reading.text[particles.start() : end] in known
                return (particles.start() if particles and whole else start), end
    return None
