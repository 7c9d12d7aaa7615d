"""Spans in four modes, after SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013), each one to one.

A mode takes the spans of gold and of the predictions. A span that stands twice on a side is one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from pipeline.align import overlaps
from pipeline.evaluation.matching import Pair, score_exact, score_matched
from pipeline.evaluation.scores import Score
from pipeline.records import Span

SpanKey = tuple[int, int, str]
"""Start, end and label."""

Mode = Callable[[Iterable[Span], Iterable[Span]], Mapping[str, Score]]


def on_entities(mode: Mode) -> Callable[[Pair], Mapping[str, Score]]:
    """The mode for names, titles and triggers."""
    return lambda pair: mode(pair.gold.entities, pair.predicted.entities)


def on_values(mode: Mode) -> Callable[[Pair], Mapping[str, Score]]:
    """The mode for dates, amounts and numbers."""
    return lambda pair: mode(pair.gold.values, pair.predicted.values)


def score_strict(gold: Iterable[Span], predicted: Iterable[Span]) -> Mapping[str, Score]:
    """Right where both offsets and the label are."""
    return score_exact({key: key[2] for key in map(span_key, gold)}, {key: key[2] for key in map(span_key, predicted)})


def score_boundary(gold: Iterable[Span], predicted: Iterable[Span]) -> Mapping[str, Score]:
    """Right where both offsets are, under the one label `any`: the two sides may say different ones."""
    return score_exact(*(dict.fromkeys((span.offsets for span in spans), "any") for spans in (gold, predicted)))


def score_overlap(gold: Iterable[Span], predicted: Iterable[Span]) -> Mapping[str, Score]:
    """Right where the label is the same and a character is shared; as many pairs as can be."""
    return score_matched(_by_label(gold), _by_label(predicted), lambda mine, theirs: int(overlaps(mine, theirs)))


def score_types(gold: Iterable[Span], predicted: Iterable[Span]) -> Mapping[str, Score]:
    """The label, given that the span was found: over aligned spans, each counted under the label of its side.

    Two spans are aligned if each shares more characters with the other than with any other span; of equals the first
    in the text counts. So there are as many on one side as on the other, and micro precision and recall are one
    accuracy.
    """
    scores: defaultdict[str, Score] = defaultdict(Score)
    for (*_, mine), (*_, theirs) in _aligned({span_key(span) for span in gold}, {span_key(span) for span in predicted}):
        scores[mine] += Score(gold=1, right=int(mine == theirs))
        scores[theirs] += Score(predicted=1)
    return dict(scores)


def span_key(span: Span) -> SpanKey:
    """What two spans have in common if they are the same."""
    return (span.start, span.end, span.label)


def _by_label(spans: Iterable[Span]) -> dict[str, list[tuple[int, int]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end, label in {span_key(span) for span in spans}:
        found[label].append((start, end))
    return found


def _aligned(gold: set[SpanKey], predicted: set[SpanKey]) -> set[tuple[SpanKey, SpanKey]]:
    at: defaultdict[int, list[SpanKey]] = defaultdict(list)
    for key in predicted:
        for position in range(*key[:2]):
            at[position].append(key)
    shared = Counter((mine, theirs) for mine in gold for position in range(*mine[:2]) for theirs in at[position])
    return _favourites(shared, 0) & _favourites(shared, 1)


def _favourites(shared: Mapping[tuple[SpanKey, SpanKey], int], side: int) -> set[tuple[SpanKey, SpanKey]]:
    """For every span of one side (0 is gold) its pair with the span of the other that it shares most with."""
    found: dict[SpanKey, tuple[SpanKey, SpanKey]] = {}
    for pair in sorted(shared, key=lambda pair: (-shared[pair], pair[1 - side])):
        found.setdefault(pair[side], pair)
    return set(found.values())
