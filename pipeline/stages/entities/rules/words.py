"""What the trigger rules read: a sentence as words with parts of speech, and the text with names and values masked.

In the masked text every name and value is overwritten by a circled letter of its kind, character for character, so
that a rule's pattern speaks of `{person}` or `{money}` and its offsets are still those of the document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pipeline.align import contains, index_at, overlaps, token_range
from pipeline.records import Document, Offsets, Span
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
_BE_HAVE = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token: its offsets, its Penn Treebank tag (or a guess), and the label of the name or value that covers it."""

    start: int
    end: int
    text: str
    tag: str
    cover: str | None

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
    """A sentence's words; `masked` is the whole document's masked text; `zone` is the kind of zone that holds it."""

    start: int
    end: int
    words: tuple[Word, ...]
    masked: str
    zone: str | None

    def index(self, position: int) -> int | None:
        """Index of the word at a character offset of the document."""
        return index_at([(word.start, word.end) for word in self.words], position)


def read_sentences(document: Document, spans: Sequence[Span]) -> Iterator[Sentence]:
    """The sentences that have words, in text order; `spans` are names and values, which do not overlap one another."""
    text = document.content
    masked = mask(text, spans)
    covers = sorted(spans, key=lambda span: span.start)
    for start, end in document.sentences:
        first, last = token_range(document.tokens, (start, end))
        tokens = document.tokens[first:last]
        forms = [text[a:b] for a, b in tokens]
        covering = _covering(tokens, [span for span in covers if overlaps(span.offsets, (start, end))])
        tags = document.parse.tags[first:last] if document.parse else guess_tags(forms, covering)
        words = tuple(Word(a, b, *rest) for (a, b), *rest in zip(tokens, forms, tags, covering, strict=True))
        zone = next((zone.kind for zone in document.zones if contains((zone.start, zone.end), (start, end))), None)
        if words:
            yield Sentence(start, end, words, masked, zone)


def mask(text: str, spans: Sequence[Span]) -> str:
    """`text` with the characters of every span replaced by the circled letter of its label; the length stays."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = MASKS[span.label] * (span.end - span.start)
    return "".join(characters)


def _covering(tokens: Sequence[Offsets], spans: Sequence[Span]) -> list[str | None]:
    return [next((span.label for span in spans if overlaps(span.offsets, token)), None) for token in tokens]


def guess_tags(words: Sequence[str], covers: Sequence[str | None]) -> list[str]:
    """Parts of speech by word list, ending and place: enough to tell what bounds a noun phrase or a clause."""
    tags: list[str] = []
    for index, (word, cover) in enumerate(zip(words, covers, strict=True)):
        before = words[index - 1].lower() if index else ""
        after = words[index + 1] if index + 1 < len(words) else ""
        named = index + 1 < len(words) and covers[index + 1] in NAMES
        if cover is not None:
            tags.append("NNP" if cover in NAMES else "CD")
        elif word.lower() in _ambiguous():
            previous = tags[-1] if tags else ""
            verbal = _is_verbal(word.lower(), (before, previous), named or _lexicon().get(after.lower()) in {"DT", "PRP$"})
            tags.append(_ambiguous()[word.lower()] if verbal else _noun(word))
        else:
            tags.append(_guess(word, before, first=index == 0))
    return tags


def _is_verbal(word: str, before: tuple[str, str], has_object: bool) -> bool:  # noqa: FBT001
    form, tag = before
    if word.endswith("ing"):
        return form in _BE_HAVE
    return tag in {"MD", "TO", "PRP"} or (has_object and tag not in {"DT", "PRP$", "JJ", "IN", "CD", "POS"})


def _guess(word: str, before: str, *, first: bool) -> str:
    lower = word.lower()
    known = _lexicon().get(lower)
    if known is not None:
        return known
    if lower.endswith("s") and _lexicon().get(lower[:-1]) == "VB":
        return "VBZ"
    if lower == "s" and before in {"'", "’"}:
        return "POS"
    if not word[0].isalnum():
        return "POS" if lower in {"'s", "’s", "'", "’"} else "HYPH" if word == "-" else "."
    if word[0].isdigit():
        return "CD"
    if word[0].isupper() and not first:
        return "NNP"
    tag = next((tag for suffix, tag in _suffixes() if lower.endswith(suffix) and len(lower) > len(suffix) + 2), None)
    if tag == "VBD" and (before in _BE_HAVE or _lexicon().get(before) in {"DT", "PRP$", "IN"}):
        return "VBN"
    return tag or _noun(word)


def _noun(word: str) -> str:
    return "NNS" if word.endswith("s") and not word.endswith("ss") else "NN"


@cache
def _lexicon() -> Mapping[str, str]:
    return {word: tag for tag, words in read_toml("entities/words.toml")["tags"].items() for word in words}


@cache
def _ambiguous() -> Mapping[str, str]:
    return {word: tag for tag, words in read_toml("entities/words.toml")["ambiguous"].items() for word in words}


@cache
def _suffixes() -> tuple[tuple[str, str], ...]:
    return tuple((end, tag) for tag, ends in read_toml("entities/words.toml")["suffixes"].items() for end in ends)
