"""What the trigger rules read: a sentence as words with parts of speech, and the text with names and values masked.

In the masked text every name and value is overwritten by a circled letter of its kind, character for character, so
that a rule's pattern speaks of `{person}` or `{money}` and its offsets are still those of the document.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pipeline.align import contains, token_range
from pipeline.records import Document, Offsets, Span, Timex, Value
from pipeline.rules import read_toml

MASKS: Mapping[str, str] = MappingProxyType(
    {
        "PERSON": "Ⓟ",
        "NORP": "Ⓝ",
        "GPE": "Ⓖ",
        "LOC": "Ⓛ",
        "FAC": "Ⓕ",
        "ORG": "Ⓞ",
        "EVENT": "Ⓔ",
        "TITLE": "Ⓣ",
        "DATE": "Ⓓ",
        "TIME": "Ⓗ",
        "MONEY": "Ⓜ",
        "PERCENT": "Ⓡ",
        "QUANTITY": "Ⓠ",
        "ORDINAL": "Ⓘ",
        "CARDINAL": "Ⓒ",
    }
)
NAMES = frozenset({"PERSON", "NORP", "GPE", "LOC", "FAC", "ORG", "EVENT", "TITLE"})
_DAY = len("YYYY-MM-DD")
_APOSTROPHES = frozenset({"'", "’"})
_BE_HAVE = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token: offsets, Penn Treebank tag (or a guess), dependency relation (empty without syntax).

    `cover` is the label of the name or value that holds it; `is_ahead` marks a date after the document's own.
    """

    start: int
    end: int
    text: str
    tag: str
    relation: str
    cover: str | None
    is_ahead: bool

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words; `zone` is the kind of zone that holds it; `masked` and `title` are the whole document's."""

    start: int
    end: int
    words: tuple[Word, ...]
    masked: str
    zone: str | None
    title: str

    def index(self, position: int) -> int | None:
        """Index of the word at a character offset of the document."""
        index = bisect_right(self.words, position, key=lambda word: word.start) - 1
        return index if index >= 0 and position < self.words[index].end else None


def flat_spans(names: Sequence[Span], values: Sequence[Span]) -> tuple[Span, ...]:
    """Names, and the values that no name overlaps, in text order."""
    ordered = sorted(names, key=lambda span: span.start)
    offsets = [name.offsets for name in ordered]
    free = [value for value in values if not offsets[slice(*token_range(offsets, value.offsets))]]
    return tuple(sorted((*ordered, *free), key=lambda span: span.start))


def read_sentences(document: Document, spans: Sequence[Span]) -> Iterator[Sentence]:
    """The sentences that have words, in text order; `spans` are flat and in text order (`flat_spans`)."""
    masked = mask(document.content, spans)
    offsets = [span.offsets for span in spans]
    headline = document.zone("title")
    title = document.content[headline.start : headline.end] if headline else ""
    for start, end in document.sentences:
        inside = spans[slice(*token_range(offsets, (start, end)))]
        words = tuple(_words(document, token_range(document.tokens, (start, end)), inside))
        zone = next((zone.kind for zone in document.zones if contains((zone.start, zone.end), (start, end))), None)
        if words:
            yield Sentence(start, end, words, masked, zone, title)


def _words(document: Document, bounds: Offsets, spans: Sequence[Span]) -> Iterator[Word]:
    tokens = document.tokens[slice(*bounds)]
    forms = [document.content[start:end] for start, end in tokens]
    covering: list[Span | None] = [None] * len(tokens)
    for span in spans:
        first, last = token_range(tokens, span.offsets)
        covering[first:last] = [span] * (last - first)
    labels = [span.label if span else None for span in covering]
    parse = document.parse
    tags = parse.tags[slice(*bounds)] if parse else guess_tags(forms, labels)
    relations = parse.relations[slice(*bounds)] if parse else ("",) * len(tokens)
    for index, (token, cover) in enumerate(zip(tokens, covering, strict=True)):
        ahead = _is_ahead(cover, document.created)
        yield Word(*token, forms[index], tags[index], relations[index], labels[index], ahead)


def _is_ahead(span: Span | None, created: str | None) -> bool:
    norm = span.norm if isinstance(span, Value) else None
    return isinstance(norm, Timex) and None not in (norm.begin, created) and str(norm.begin)[:_DAY] > str(created)


def mask(text: str, spans: Sequence[Span]) -> str:
    """`text` with the characters of every span replaced by the circled letter of its label; the length stays."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = MASKS[span.label] * (span.end - span.start)
    return "".join(characters)


def guess_tags(words: Sequence[str], covers: Sequence[str | None]) -> tuple[str, ...]:
    """Parts of speech by word list, ending and place: enough to tell what bounds a noun phrase or a clause."""
    tags: list[str] = []
    for index, (word, cover) in enumerate(zip(words, covers, strict=True)):
        previous = next((i for i in range(index - 1, -1, -1) if tags[i] != "RB"), None)
        before = ("", "") if previous is None else (words[previous].lower(), tags[previous])
        if cover is not None:
            tags.append("NNP" if cover in NAMES else "CD")
        elif word.lower() in tag_words("ambiguous"):
            object_follows = index + 1 < len(words) and (covers[index + 1] in NAMES or _starts_phrase(words[index + 1]))
            verbal = _is_verbal(word.lower(), before, object_follows=object_follows)
            tags.append(tag_words("ambiguous")[word.lower()] if verbal else _noun(word))
        else:
            tags.append(_guess(word, before))
    return tuple(tags)


def _starts_phrase(word: str) -> bool:
    return tag_words("tags").get(word.lower()) in {"DT", "PRP$"}


def _is_verbal(word: str, before: tuple[str, str], *, object_follows: bool) -> bool:
    form, tag = before
    if word.endswith("ing"):
        return form in _BE_HAVE
    return tag in {"MD", "TO", "PRP"} or (object_follows and tag not in {"DT", "PRP$", "JJ", "IN", "CD", "POS"})


def _guess(word: str, before: tuple[str, str]) -> str:
    lower = word.lower()
    if lower == "s" and before[0] in _APOSTROPHES:
        return "POS"
    if not word[0].isalpha():
        return _symbol(lower)
    tag = tag_words("tags").get(lower) or _by_ending(word, first=before == ("", ""))
    if tag == "VBD" and (before[0] in _BE_HAVE or (lower.endswith("ed") and before[1] in {"DT", "PRP$", "IN"})):
        return "VBN"
    return "VBP" if tag == "VB" and before[1] in {"NNS", "NNP", "PRP"} else tag


def _symbol(word: str) -> str:
    if word[0].isdigit():
        return "CD"
    if word in _APOSTROPHES or word in {"'s", "’s"}:
        return "POS"
    return "HYPH" if word == "-" else "."


def _by_ending(word: str, *, first: bool) -> str:
    if word[0].isupper() and not first:
        return "NNP"
    lower = word.lower()
    if lower.endswith("s") and tag_words("tags").get(lower[:-1]) == "VB":
        return "VBZ"
    endings = tag_words("endings")
    tag = next((endings[end] for end in endings if lower.endswith(end) and len(lower) > len(end) + 2), None)
    return tag or _noun(word)


def _noun(word: str) -> str:
    return "NNS" if word.endswith("s") and not word.endswith("ss") else "NN"


@cache
def tag_words(table: str) -> Mapping[str, str]:
    """Word → its tag, from a table of `words.toml`: `tags`, `endings` or `ambiguous`."""
    return {word: tag for tag, words in read_toml("entities/words.toml")[table].items() for word in words}
