"""Texts of data sets that are given as tokens: a plain text for systems that read text, and spans on it.

Rules of the text (`detokenize`): tokens keep their characters; one space stands between two of them, but none

- before `, . ; : ? ! % ) ] }`, the endings `'s n't 're 've 'll 'd 'm` and closing quotation marks,
- after `( [ {`, signs of currency and opening quotation marks.

`"` opens and closes in turn within a sentence. `'` closes after `s` (a possessive) and where one is open, else opens.
Everything else stays apart as the set has it (`-`, `/`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from pipeline.records import Document, Entity, Offsets

Range = tuple[int, int, str]
"""First token, the one after the last, and the label."""

_ENDING = re.compile(r"[,.;:?!%)\]}]|\.\.\.|'(?:s|re|ve|ll|d|m)|n't|''|”|’", re.IGNORECASE)
_OPENING = re.compile(r"[(\[{`“‘]|``|[A-Z]{0,3}[$£€]")


def build_document(
    document_id: str, sentences: Sequence[Sequence[str]], ranges: Iterable[Range], *, separator: str = "\n"
) -> Document:
    """A document of tokenised sentences, with its text rebuilt; `ranges` count the tokens of all sentences together.

    `separator` stands between two sentences. Raises IndexError or ValueError for a range that is no stretch of tokens.
    """
    text, offsets = detokenize(sentences, separator)
    tokens = tuple(chain.from_iterable(offsets))
    return Document(
        id=document_id,
        text=text,
        tokens=tokens,
        sentences=tuple((sentence[0][0], sentence[-1][1]) for sentence in offsets if sentence),
        entities=label_tokens(text, tokens, ranges),
    )


def label_tokens(text: str, tokens: Sequence[Offsets], ranges: Iterable[Range]) -> tuple[Entity, ...]:
    """Entities e1, e2 … over ranges of tokens, in the order of the ranges."""
    return tuple(_entity(text, tokens, number, found) for number, found in enumerate(ranges, 1))


def detokenize(sentences: Iterable[Sequence[str]], separator: str = "\n") -> tuple[str, list[list[Offsets]]]:
    """The text of tokenised sentences, and where each token of each sentence stands in it."""
    parts: list[str] = []
    position = 0
    offsets: list[list[Offsets]] = []
    for tokens in sentences:
        before = separator if parts else ""
        found = []
        for token, is_apart in zip(tokens, _spaces(tokens), strict=True):
            gap = " " if is_apart else before
            before = ""
            start = position + len(gap)
            position = start + len(token)
            parts += (gap, token)
            found.append((start, position))
        offsets.append(found)
    return "".join(parts), offsets


def align_tokens(text: str, tokens: Iterable[str]) -> list[Offsets] | None:
    """Where the tokens stand in their text, in order; null unless they cover all of it but white space."""
    found = []
    position = 0
    for token in tokens:
        start = text.find(token, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(token)
        found.append((start, position))
    return None if text[position:].strip() else found


def _entity(text: str, tokens: Sequence[Offsets], number: int, found: Range) -> Entity:
    first, last, label = found
    if not 0 <= first < last <= len(tokens):
        raise ValueError(f"tokens {first} to {last} of {len(tokens)} are no span")
    start, end = tokens[first][0], tokens[last - 1][1]
    return Entity(id=f"e{number}", start=start, end=end, label=str(label), text=text[start:end])


def _spaces(tokens: Sequence[str]) -> Iterator[bool]:
    """For every token, whether a space stands before it."""
    is_glued = True
    is_open = {'"': False, "'": False}
    before = ""
    for token in tokens:
        is_quote = token in is_open
        is_closing = is_quote and (is_open[token] or (token == "'" and before[-1:] in ("s", "S", "'")))
        yield not (is_glued or is_closing or _ENDING.fullmatch(token))
        if is_quote:
            is_open[token] = not is_closing
        elif token == "`":
            is_open["'"] = True
        is_glued = (is_quote and not is_closing) or _OPENING.fullmatch(token) is not None
        before = token
