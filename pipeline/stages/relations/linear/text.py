"""A document prepared for features: its words, lemmas and spans by sentence, and the way through its parse."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.align import index_at, token_range
from pipeline.records import Document, Offsets, Parse, Span

COUNTRIES = frozenset({"GPE", "NORP"})
"""Labels that are one kind of thing: a country by its name or by its nationality."""

_DEEPEST = 12
_SKIPPED = frozenset(
    {"NORP", "GPE", "TITLE", "CARDINAL", "ORDINAL", "", '"', "“", "''"}
    | {"the", "a", "an", "his", "her", "its", "their", "this", "that", "both"}
    | {"official", "former", "new", "neighbouring", "neighboring"}
)
_LONGEST_PHRASE = 5


@dataclass(frozen=True, slots=True)
class Text:
    """Everything by token. Without a parse lemmas are words, and tags, heads and relations are missing.

    `codes[i]` is the label of the span that ends with token i, empty before the end of a span, else the word.
    """

    document: Document
    words: Sequence[str]
    lemmas: Sequence[str]
    codes: Sequence[str]
    spans: Sequence[Span]
    ranges: dict[Offsets, tuple[int, int]]
    sentences: Sequence[Sequence[Span]] = field(default=())

    @classmethod
    def of(cls, document: Document) -> "Text":
        """The document, prepared."""
        spans = document.spans()
        words = [document.content[start:end].lower() for start, end in document.tokens]
        ranges = {span.offsets: token_range(document.tokens, span.offsets) for span in spans}
        codes = list(words)
        for span in spans:
            first, last = ranges[span.offsets]
            if first < last:
                codes[first:last] = [""] * (last - first - 1) + [span.label]
        starts = [span.start for span in spans]
        sentences = [spans[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in document.sentences]
        lemmas = words if document.parse is None else document.parse.lemmas
        return cls(document, words, lemmas, codes, spans, ranges, sentences)

    @property
    def parse(self) -> Parse | None:
        """The syntax, where there is any."""
        return self.document.parse

    def sentence(self, span: Span) -> int:
        """Number of the sentence of a span; -1 outside."""
        index = index_at(self.document.sentences, span.start)
        return -1 if index is None else index

    def tokens(self, place: Offsets) -> tuple[int, int]:
        """The tokens of a stretch of text."""
        return self.ranges.get(place) or token_range(self.document.tokens, place)

    def between(self, first: tuple[int, int], second: tuple[int, int]) -> range:
        """The tokens between two ranges of tokens; none where they meet or overlap."""
        return range(min(first[1], second[1]), max(first[0], second[0]))

    def is_word(self, token: int) -> bool:
        """Whether a token belongs to no span."""
        return bool(self.codes[token]) and self.codes[token] == self.words[token]

    def code(self, token: int) -> str:
        """The code of a token, `*` inside a span, `^` beyond the text."""
        return (self.codes[token] or "*") if 0 <= token < len(self.codes) else "^"

    def lemma(self, token: int) -> str:
        """The lemma of a word, the code of a span."""
        return self.lemmas[token] if self.is_word(token) else self.codes[token]

    def governor(self, token: int) -> str:
        """The word before a phrase that ends at this token: past articles, adjectives of state and offices."""
        place = token - 1
        while place >= 0 and token - place <= _LONGEST_PHRASE and self.codes[place] in _SKIPPED:
            place -= 1
        return self.code(place)

    def top(self, tokens: tuple[int, int]) -> int:
        """The token of a range that governs it."""
        first, last = tokens
        if self.parse is None:
            return last - 1
        heads = self.parse.heads
        outside = [i for i in range(first, last) if not first <= heads[i] < last or heads[i] == i]
        return outside[-1] if outside else last - 1

    def climb(self, token: int) -> list[int]:
        """The token and its governors, up to the root."""
        chain = [token]
        while self.parse is not None and len(chain) < _DEEPEST and self.parse.heads[chain[-1]] != chain[-1]:
            chain.append(self.parse.heads[chain[-1]])
        return chain


def distance(one: Offsets, other: Offsets) -> int:
    """Characters between two stretches; 0 where they meet or overlap."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def alike(one: str, other: str) -> bool:
    """Whether spans of the two labels compete for the same role."""
    return one == other or (one in COUNTRIES and other in COUNTRIES)


def capped(count: int, most: int = 4) -> int:
    """A count as a feature: what is more than `most` is all the same."""
    return min(count, most)


def bucket(count: int) -> int:
    """A distance as a feature: the upper end of its bucket."""
    return next((end for end in (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40) if count <= end), 99)
