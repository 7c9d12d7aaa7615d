"""Spans one to one: which are right, and how the others are wrong.

Spans that overlap without being equal have the wrong label, the wrong boundary or both, the cases that the scoring of
SemEval-2013 task 9.1 tells apart (Segura-Bedmar et al. 2013).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.align import overlaps
from pipeline.evaluation.matching import Pair, best_pairs
from pipeline.records import Span

Kind = Literal["right", "missed", "spurious", "label", "boundary", "both"]
Confusion = Counter[tuple[str | None, str | None]]

_Side = tuple[bool, Span]


@dataclass(frozen=True, slots=True)
class SpanMatch:
    """A span of gold and the predicted one that stands for it; at least one of them is there."""

    gold: Span | None
    predicted: Span | None

    @property
    def kind(self) -> Kind:
        """What is wrong: one side has nothing, or two spans that overlap differ in label, boundary or both."""
        if self.predicted is None:
            return "missed"
        if self.gold is None:
            return "spurious"
        same_label = self.gold.label == self.predicted.label
        if self.gold.offsets == self.predicted.offsets:
            return "right" if same_label else "label"
        return "boundary" if same_label else "both"

    @property
    def spans(self) -> tuple[Span, ...]:
        """The span or the two spans, gold first."""
        return tuple(span for span in (self.gold, self.predicted) if span is not None)


def match_spans(pair: Pair) -> tuple[SpanMatch, ...]:
    """Every entity and value of either side once, in text order, whatever their order in the documents.

    As many equal spans as can be are paired, then as many with the same offsets, then of those that overlap as many
    with the same label, then as many as can be at all. A span that stands twice is one, as it is in the scores.
    """
    sides = [
        *((True, span) for span in pair.gold.spans()),
        *((False, span) for span in pair.predicted.spans()),
    ]
    found = [match for group in _overlapping(sides) for match in _match(group)]
    return tuple(sorted(found, key=lambda match: [_key(span) for span in match.spans]))


def confusion(matches: Iterable[SpanMatch]) -> Confusion:
    """How often each gold label stands for each predicted label; null is nothing, so (label, null) counts the missed.

    Spans that overlap are counted by their labels: the diagonal holds wrong boundaries too.
    """
    return Counter(
        (match.gold.label if match.gold else None, match.predicted.label if match.predicted else None)
        for match in matches
    )


def _key(span: Span) -> tuple[int, int, str]:
    return (*span.offsets, span.label)


def _overlapping(sides: Iterable[_Side]) -> Iterator[list[_Side]]:
    """Runs of spans of either side that hang together by their overlaps, so that no two runs share a character."""
    run: list[_Side] = []
    reach = 0
    for is_gold, span in sorted(sides, key=lambda side: _key(side[1])):
        if run and span.start >= reach:
            yield run
            run = []
        run.append((is_gold, span))
        reach = max(reach, span.end, span.start + 1)
    if run:
        yield run


def _match(run: Sequence[_Side]) -> Iterator[SpanMatch]:
    gold, predicted = (_distinct(span for is_gold, span in run if is_gold is side) for side in (True, False))
    found = best_pairs(gold, predicted, _weigher([*gold, *predicted]))
    mine, theirs = {i for i, _ in found}, {j for _, j in found}
    yield from (SpanMatch(gold[i], predicted[j]) for i, j in found)
    yield from (SpanMatch(span, None) for i, span in enumerate(gold) if i not in mine)
    yield from (SpanMatch(None, span) for j, span in enumerate(predicted) if j not in theirs)


def _distinct(spans: Iterable[Span]) -> list[Span]:
    return sorted({_key(span): span for span in spans}.values(), key=_key)


def _weigher(spans: Sequence[Span]) -> Callable[[Span, Span], int]:
    """A weight whose sum over a pairing says how many spans are equal, share offsets, share their label, overlap.

    Each of these counts more than all that come after it, and the number of shared characters comes last.
    """
    paired = 1 + sum(span.end - span.start for span in spans)
    label, offsets, equal = (paired * (len(spans) + 1) ** step for step in (1, 2, 3))

    def weight(gold: Span, predicted: Span) -> int:
        same_label, same_offsets = gold.label == predicted.label, gold.offsets == predicted.offsets
        if not same_offsets and not overlaps(gold.offsets, predicted.offsets):
            return 0
        shared = min(gold.end, predicted.end) - max(gold.start, predicted.start)
        same = label * same_label + offsets * same_offsets + equal * (same_label and same_offsets)
        return shared + paired + same

    return weight
