"""Offset arithmetic: everything that compares or converts half-open character offsets lives here."""

from bisect import bisect, bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.records import Offsets

_Item = TypeVar("_Item")


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


def keep_disjoint(ranked: Iterable[_Item], offsets: Callable[[_Item], Offsets]) -> list[_Item]:
    """The items that overlap none ranked before them, in text order; `offsets` gives where an item stands."""
    kept: list[_Item] = []
    taken: list[Offsets] = []
    for item in ranked:
        span = offsets(item)
        place = bisect(taken, span)
        if not any(overlaps(span, other) for other in taken[max(0, place - 1) : place + 1]):
            kept.insert(place, item)
            taken.insert(place, span)
    return kept
