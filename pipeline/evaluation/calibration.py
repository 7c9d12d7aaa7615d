"""Calibration: do scores mean what they say, and how much has to be read so that the rest can be trusted.

Reliability tables and expected calibration error (ECE) after Naeini et al. 2015 and Guo et al. 2017, with bins of equal
width; precision at coverage as in selective classification (El-Yaniv and Wiener 2010).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.errors import FormatError
from pipeline.evaluation.facts import match_facts
from pipeline.evaluation.matching import Pair, pair_documents
from pipeline.records import Document, Span, Value

BINS = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A predicted item: how sure the finder was (0 to 1, null if it did not say) and whether the item is right."""

    score: float | None
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The items whose scores lie in [low, high), or [low, 1] in the last bin."""

    low: float
    high: float
    count: int
    mean_score: float
    precision: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """What remains if the `read` least certain items are taken out and read by a person."""

    read: int
    kept: int
    precision: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration of one layer; `unscored` items have no score and are in no bin."""

    items: tuple[Scored, ...]

    @property
    def unscored(self) -> int:
        """Number of items without a score."""
        return sum(item.score is None for item in self.items)

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The reliability table: bins of equal width that hold anything, lowest scores first."""
        return tuple(_bins(self.items))

    @property
    def ece(self) -> float | None:
        """Mean distance of mean score and precision over the bins, by their sizes; null where nothing is scored."""
        total = sum(found.count for found in self.bins)
        return (
            sum(found.count * abs(found.mean_score - found.precision) for found in self.bins) / total if total else None
        )

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The least certain items taken out step by step, items of equal score together; unscored ones go first."""
        return tuple(_coverage(self.items))

    def reading_for(self, precision: float) -> Coverage | None:
        """The least reading after which the rest has at least that precision; null where no reading gives it."""
        return next((step for step in self.coverage if step.precision >= precision), None)

    def to_dict(self) -> dict[str, Any]:
        """The calibration as JSON types."""
        return {
            "items": len(self.items),
            "unscored": self.unscored,
            "ece": self.ece,
            "bins": [
                {name: getattr(found, name) for name in ("low", "high", "count", "mean_score", "precision")}
                for found in self.bins
            ],
            "coverage": [
                {name: getattr(step, name) for name in ("read", "kept", "precision")} for step in self.coverage
            ],
        }


def calibrate(gold: Iterable[Document], predictions: Iterable[Document]) -> dict[str, Calibration]:
    """The calibration of entities, values (span and normal form), arcs and facts over a corpus.

    An item is right in the strict sense: spans by offsets, label and normal form, arcs by both spans, role and
    change, facts as a whole. Raises FormatError unless both sides hold the same documents and scores lie in 0 to 1.
    """
    pairs = pair_documents(gold, predictions)
    for pair in pairs:
        _check_scores(pair.predicted)
    return {
        layer: Calibration(tuple(item for pair in pairs for item in collect(pair)))
        for layer, collect in _LAYERS.items()
    }


def _check_scores(document: Document) -> None:
    scores = [span.score for span in document.spans()] + [arc.score for arc in document.relations]
    scores += [fact.score for fact in document.facts]
    for score in scores:
        if score is not None and not 0 <= score <= 1:  # false for NaN, too
            raise FormatError(f"predictions, document {document.id!r}: the score {score} is not in 0 to 1")


def _spans(spans: Callable[[Document], Sequence[Span]]) -> Callable[[Pair], Iterator[Scored]]:
    def collect(pair: Pair) -> Iterator[Scored]:
        gold = {_span_key(span) for span in spans(pair.gold)}
        return (Scored(span.score, _span_key(span) in gold) for span in spans(pair.predicted))

    return collect


def _span_key(span: Span) -> Hashable:
    return (span.start, span.end, span.label, span.norm if isinstance(span, Value) else None)


def _arcs(pair: Pair) -> Iterator[Scored]:
    gold = set(_arc_keys(pair.gold))
    for arc, key in zip(pair.predicted.relations, _arc_keys(pair.predicted), strict=True):
        yield Scored(arc.score, key in gold)


def _arc_keys(document: Document) -> Iterator[Hashable]:
    place = {key: (span.start, span.end, span.label) for key, span in document.by_id().items()}
    return ((place[arc.head], arc.label, place[arc.argument], arc.norm) for arc in document.relations)


def _facts(pair: Pair) -> Iterator[Scored]:
    match = match_facts(pair)
    yield from (Scored(found.score, right=True) for _, found in match.right)
    yield from (Scored(found.score, right=False) for found in match.wrong)


_LAYERS: Mapping[str, Callable[[Pair], Iterator[Scored]]] = {
    "entities": _spans(lambda document: document.entities),
    "values": _spans(lambda document: document.values),
    "arcs": _arcs,
    "facts": _facts,
}


def _bins(items: Iterable[Scored]) -> Iterator[Bin]:
    found: dict[int, list[tuple[float, bool]]] = {}
    for item in items:
        if item.score is not None:
            found.setdefault(min(int(item.score * BINS), BINS - 1), []).append((item.score, item.right))
    for index, members in sorted(found.items()):
        yield Bin(
            low=index / BINS,
            high=(index + 1) / BINS,
            count=len(members),
            mean_score=sum(sorted(score for score, _ in members)) / len(members),
            precision=sum(right for _, right in members) / len(members),
        )


def _coverage(items: Sequence[Scored]) -> Iterator[Coverage]:
    kept, right = len(items), sum(item.right for item in items)
    for _, group in groupby(sorted(items, key=_certainty), key=_certainty):
        yield Coverage(len(items) - kept, kept, right / kept)
        members = list(group)
        kept, right = kept - len(members), right - sum(item.right for item in members)


def _certainty(item: Scored) -> float:
    return -1.0 if item.score is None else item.score
