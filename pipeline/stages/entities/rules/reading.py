"""A document as the name rules read it: the text with plain apostrophes and spaces, same offsets."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.align import index_at, keep_disjoint
from pipeline.records import Document, Entity, Office, Offsets
from pipeline.schema import load_schema

_LAST_SPACE = 0x3000
_SPACES = tuple(space for space in map(chr, range(_LAST_SPACE + 1)) if space.isspace())
_INSIDE = str.maketrans({"’": "'", "‘": "'", "\u2011": "-", "\u2010": "-", **dict.fromkeys(_SPACES, " ")})
_BETWEEN = str.maketrans(dict.fromkeys(_SPACES, "\n"))
_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = 4
_LOUD_WORDS = 5
_WINDOW = 300
_LOUD_SHARE = 0.8


@dataclass(frozen=True)
class Reading:
    """The document's text for matching: `text` has the offsets of `document.content`.

    Curly apostrophes are straight; white space is a plain space inside sentences and a newline between them.
    """

    document: Document
    text: str

    def sentence(self, position: int) -> Offsets:
        """The sentence that holds a position, or else the line."""
        index = index_at(self.document.sentences, position)
        if index is not None:
            return self.document.sentences[index]
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return start, len(self.text) if end < 0 else end

    def before(self, position: int) -> str:
        """What stands before the position in its sentence, as far as rules look."""
        return self.text[max(self.sentence(position)[0], position - _WINDOW) : position]

    def is_in_sentence(self, span: Offsets) -> bool:
        """Whether one sentence holds the whole span."""
        index = index_at(self.document.sentences, span[0])
        return index is not None and span[1] <= self.document.sentences[index][1]

    def in_zone(self, position: int, kind: str) -> bool:
        """Whether the position is in a zone of that kind."""
        return any(zone.kind == kind and zone.start <= position < zone.end for zone in self.document.zones)

    def opens_sentence(self, position: int) -> bool:
        """Whether no word of the sentence stands before the position, or an opening quotation mark or bracket does."""
        before = self.before(position)
        return not _WORD.search(before) or before.endswith(('"', "“", ' "', ": ", "- ", "/ "))

    @cached_property
    def loud(self) -> tuple[Offsets, ...]:
        """Headlines in title case and sentences in capitals, where a capital tells nothing."""
        return tuple(
            sentence
            for sentence in self.document.sentences
            if self.text[slice(*sentence)].isupper()
            or (self.in_zone(sentence[0], "title") and _is_title_cased(self.text[slice(*sentence)]))
        )

    def is_loud(self, position: int) -> bool:
        """Whether the position is in such a sentence."""
        return index_at(self.loud, position) is not None

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the text writes in lower case."""
        return frozenset(word for word in _WORD.findall(self.text) if word.islower())

    def tag(self, position: int) -> str | None:
        """Part of speech of the word at a position, where the document is parsed."""
        parse = self.document.parse
        index = index_at(self.document.tokens, position)
        return None if parse is None or index is None else parse.tags[index]

    def is_value(self, span: Offsets) -> bool:
        """Whether a value covers the span."""
        values = self.document.values
        index = bisect_right(values, span[0], key=lambda value: value.start) - 1
        return index >= 0 and values[index].end >= span[1]

    def entity(self, span: Offsets, label: str, found_by: str, norm: Office | None = None) -> Entity:
        """An entity with its text as the document writes it."""
        start, end = span
        return Entity(
            start=start, end=end, label=label, text=self.document.content[start:end], found_by=found_by, norm=norm
        )


def read(document: Document) -> Reading:
    """The reading of a document."""
    text = document.content
    pieces: list[str] = []
    position = 0
    for start, end in document.sentences:
        pieces += [text[position:start].translate(_BETWEEN), text[start:end].translate(_INSIDE)]
        position = end
    return Reading(document, "".join(pieces) + text[position:].translate(_BETWEEN))


def flatten(candidates: Sequence[Entity]) -> list[Entity]:
    """The longest of overlapping candidates, then the one of higher priority in the schema; in text order."""
    priority: Mapping[str, int] = load_schema().priority
    ranked = sorted(
        candidates, key=lambda e: (e.start - e.end, -priority.get(e.label, 0), e.start, e.label, e.found_by or "")
    )
    return keep_disjoint(ranked, lambda entity: entity.offsets)


def _is_title_cased(sentence: str) -> bool:
    words = [word for word in _WORD.findall(sentence) if len(word) >= _LONG_WORD]
    capitals = sum(not word[0].islower() for word in words)
    return len(words) >= _LOUD_WORDS and capitals >= _LOUD_SHARE * len(words)
