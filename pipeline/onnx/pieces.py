"""Words as an encoder reads them: word pieces and word shapes, packed into windows of whole sentences.

An uncased vocabulary loses what capitals say; the shape of each word gives it back, as an embedding of its own.
A window holds as many sentences of one document as fit, so that each is read with its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipeline.errors import ConfigError
from pipeline.records import Offsets

SHAPES = ("special", "lower", "title", "upper", "mixed", "digit", "punctuation")

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `start` to `end` (half-open) of a document, read in one pass.

    `pieces` and `shapes` have one number for each word piece, the special ones included; `firsts[i]` is where the
    first piece of token `start + i` stands among them.
    """

    start: int
    end: int
    pieces: Integers
    shapes: Integers
    firsts: Integers


@dataclass(frozen=True, slots=True)
class Pieces:
    """A tokenizer of word pieces; `limit` pieces fit into a window, the special ones included."""

    tokenizer: Tokenizer
    opening: tuple[int, ...]
    closing: tuple[int, ...]
    unknown: int
    limit: int

    @classmethod
    def load(cls, path: Path, limit: int) -> Self:
        """From a `tokenizer.json`. Raises ConfigError if it is none."""
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exceptions
            raise ConfigError(f"{path}: cannot be read as a tokenizer.json ({error})") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        first, *rest = tokenizer.encode("").ids or [0]
        return cls(tokenizer, (first,), tuple(rest), _unknown(tokenizer), limit)

    def windows(self, words: Sequence[str], sentences: Sequence[Offsets]) -> Iterator[Window]:
        """The windows of a document: sentences are ranges of words; one too long for a window is cut."""
        pieces = self._pieces(words)
        room = self.limit - len(self.opening) - len(self.closing)
        for start, end in _pack([len(found) for found in pieces], sentences, room):
            yield self._window(start, pieces[start:end], [shape_of(word) for word in words[start:end]])

    def _pieces(self, words: Sequence[str]) -> list[list[int]]:
        """The pieces of each word, at least one and never more than fit into a window."""
        found: list[list[int]] = [[] for _ in words]
        encoding = self.tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None:
                found[word].append(piece)
        room = self.limit - len(self.opening) - len(self.closing)
        return [pieces[:room] or [self.unknown] for pieces in found]

    def _window(self, start: int, pieces: Sequence[Sequence[int]], shapes: Sequence[int]) -> Window:
        lengths = np.array([len(found) for found in pieces])
        inner = [piece for found in pieces for piece in found]
        special = SHAPES.index("special")
        padding = ([special] * len(self.opening), [special] * len(self.closing))
        return Window(
            start=start,
            end=start + len(pieces),
            pieces=np.array([*self.opening, *inner, *self.closing], dtype=np.int64),
            shapes=np.array([*padding[0], *np.repeat(shapes, lengths), *padding[1]], dtype=np.int64),
            firsts=np.cumsum(lengths, dtype=np.int64) - lengths + len(self.opening),
        )


def shape_of(word: str) -> int:
    """Index into SHAPES: what the word's letters look like."""
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return SHAPES.index("digit" if any(map(str.isdigit, word)) else "punctuation")
    capitals = sum(map(str.isupper, letters))
    if capitals == 0:
        return SHAPES.index("lower")
    if capitals == 1 and letters[0].isupper():
        return SHAPES.index("title")
    return SHAPES.index("upper" if capitals == len(letters) else "mixed")


def _unknown(tokenizer: Any) -> int:
    """The piece that stands for what the vocabulary does not know."""
    names = ("[UNK]", "<unk>")
    return next((found for name in names if (found := tokenizer.token_to_id(name)) is not None), 0)


def _pack(lengths: Sequence[int], sentences: Sequence[Offsets], room: int) -> Iterator[Offsets]:
    """Ranges of words that fit into `room` pieces: whole sentences next to each other, or parts of a long one."""
    position, start, filled = -1, 0, 0
    for first, last in sentences:
        size = sum(lengths[first:last])
        if first != position or filled + size > room:
            if filled:
                yield start, position
            start, filled = first, 0
        if size <= room:
            filled += size
        else:
            *whole, (start, _) = _cut(lengths, first, last, room)
            yield from whole
            filled = sum(lengths[start:last])
        position = last
    if filled:
        yield start, position


def _cut(lengths: Sequence[int], first: int, last: int, room: int) -> Iterator[Offsets]:
    start, filled = first, 0
    for index in range(first, last):
        if filled + lengths[index] > room:
            yield start, index
            start, filled = index, 0
        filled += lengths[index]
    yield start, last
