"""A document as the link rules look at it: spans in text order, their sentences, countries and clusters."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.align import index_at
from pipeline.records import Document, Span, Timex, Value

COUNTRY = frozenset({"GPE", "NORP"})
PARTIES = COUNTRY | {"PERSON", "ORG"}

Pair = tuple[str, str]
"""Two span ids that are one thing."""

REACH = 50
"""How many sentences back anything is looked for: it bounds the work in long texts, and nobody reads further back."""

LONGEST = 10_000
"""Characters of the longest sentence that is read as one; what is longer is a table or a list without stops."""


@dataclass(frozen=True, slots=True)
class Context:
    """`spans` are in text order; `countries` gives a code, `clusters` the first member of the cluster by span id."""

    document: Document
    spans: Sequence[Span]
    countries: Mapping[str, str]
    clusters: Mapping[str, str]
    by_id: Mapping[str, Span]
    by_end: Mapping[int, Span]

    @classmethod
    def of(cls, document: Document, countries: Mapping[str, str], clusters: Mapping[str, str]) -> "Context":
        """The context of a document whose names are known."""
        spans = document.spans()
        by_id = {span.id: span for span in spans}
        return cls(document, spans, countries, clusters, by_id, {span.end: span for span in spans})

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.content

    def key(self, span: Span) -> str:
        """What the span stands for: its country, else its cluster, else itself."""
        return self.countries.get(span.id) or self.clusters.get(span.id, span.id)

    def gap(self, left: Span, right: Span) -> str:
        """The text between two spans."""
        return self.text[left.end : right.start]

    def sentence(self, position: int) -> int:
        """Number of the sentence that holds the position; -1 outside every sentence and in one too long to be one."""
        index = index_at(self.document.sentences, position)
        return index if index is not None and self._is_readable(index) else -1

    def _is_readable(self, number: int) -> bool:
        start, end = self.document.sentences[number]
        return end - start <= LONGEST

    def within(self, start: int, end: int, labels: Container[str]) -> list[Span]:
        """Spans of these labels in `text[start:end]`, in text order."""
        first = bisect_left(self.spans, start, key=lambda span: span.start)
        last = bisect_right(self.spans, end, lo=first, key=lambda span: span.end)
        return [span for span in self.spans[first:last] if span.label in labels]

    def in_sentence(self, number: int, labels: Container[str]) -> list[Span]:
        """Spans of these labels in the sentence of that number; none where `sentence` gives no number."""
        if not 0 <= number < len(self.document.sentences) or not self._is_readable(number):
            return []
        return self.within(*self.document.sentences[number], labels)

    def in_zone(self, position: int, *kinds: str) -> bool:
        """Whether the position lies in a zone of one of these kinds."""
        return any(zone.kind in kinds and zone.start <= position < zone.end for zone in self.document.zones)

    def named(self, start: int, end: int, labels: Container[str]) -> list[Span]:
        """Spans of these labels in a stretch, countries only where they have a code."""
        found = self.within(start, end, labels)
        return [span for span in found if span.label not in COUNTRY or span.id in self.countries]

    def last_of_each(self, spans: Iterable[Span]) -> list[Span]:
        """The last mention of each thing, in text order."""
        return sorted({self.key(span): span for span in spans}.values(), key=lambda span: span.start)

    def keys(self, spans: Iterable[Span]) -> frozenset[str]:
        """What the spans stand for."""
        return frozenset(self.key(span) for span in spans)


def interval(span: Span) -> tuple[str, str] | None:
    """Begin and end of a date, where it has them."""
    norm = span.norm if isinstance(span, Value) else None
    if isinstance(norm, Timex) and norm.begin is not None and norm.end is not None:
        return norm.begin, norm.end
    return None


def closure(pairs: Iterable[Pair], order: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """The whole clusters that the pairs make; members and clusters in the order given by `order`."""
    root: dict[str, str] = {}

    def find(member: str) -> str:
        while member in root:
            member = root[member]
        return member

    members: set[str] = set()
    for first, second in pairs:
        members |= {first, second}
        low, high = sorted((find(first), find(second)), key=order.__getitem__)
        if low != high:
            root[high] = low
    clusters: dict[str, list[str]] = {}
    for member in sorted(members, key=order.__getitem__):
        clusters.setdefault(find(member), []).append(member)
    return tuple(tuple(cluster) for cluster in clusters.values() if len(cluster) > 1)


def chain(members: Sequence[Span]) -> Iterator[Pair]:
    """The pairs that make all the members one."""
    for first, second in pairwise(members):
        yield first.id, second.id
