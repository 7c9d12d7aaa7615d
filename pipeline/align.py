"""Offset arithmetic: everything that compares or converts half-open character offsets lives here."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pipeline.records import Offsets


def overlaps(a: Offsets, b: Offsets) -> bool:
    """Whether two stretches share at least one character."""
    return a[0] < b[1] and b[0] < a[1]


def contains(outer: Offsets, inner: Offsets) -> bool:
    """Whether `inner` lies within `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def index_at(stretches: Sequence[Offsets], position: int) -> int | None:
    """Index of the stretch that holds the character at `position`; the stretches are sorted and disjoint."""
    index = bisect_right(stretches, position, key=lambda stretch: stretch[0]) - 1
    return index if index >= 0 and position < stretches[index][1] else None


def token_range(tokens: Sequence[Offsets], span: Offsets) -> tuple[int, int]:
    """Half-open range of the tokens that share a character with `span`; empty (a, a) where none does."""
    first = bisect_right(tokens, span[0], key=lambda token: token[1])
    last = bisect_left(tokens, span[1], key=lambda token: token[0])
    return first, max(first, last)


def trim(text: str, span: Offsets) -> Offsets:
    """`span` without the white space at its ends."""
    start, end = span
    mention = text[start:end]
    return start + len(mention) - len(mention.lstrip()), end - len(mention) + len(mention.rstrip())


def gaps(outer: Offsets, stretches: Iterable[Offsets]) -> Iterator[Offsets]:
    """The non-empty parts of `outer` that no stretch covers; the stretches are sorted."""
    position = outer[0]
    for start, end in stretches:
        if start > position:
            yield position, min(start, outer[1])
        position = max(position, end)
    if position < outer[1]:
        yield position, outer[1]
