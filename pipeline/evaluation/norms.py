"""Normal forms, over values and titles: right where the span is, by offsets and label, and what it stands for."""

from collections.abc import Callable, Hashable, Mapping

from pipeline.evaluation.matching import Pair, score_accuracy, score_exact
from pipeline.evaluation.scores import Score
from pipeline.evaluation.spans import SpanKey, span_key
from pipeline.records import Document, Entity, Timex, Value

_TIMES = frozenset({"DATE", "TIME"})


def score_norms(pair: Pair) -> Mapping[str, Score]:
    """Values and titles by label, end to end: the whole normal form is the same; two nulls are."""
    return _end_to_end(_norms(pair.gold), _norms(pair.predicted))


def score_norms_given_spans(pair: Pair) -> Mapping[str, Score]:
    """The same over the spans that both sides hold, so that precision and recall are one accuracy."""
    gold, predicted = _norms(pair.gold), _norms(pair.predicted)
    return score_accuracy((key[2], norm, predicted[key]) for key, norm in gold.items() if key in predicted)


def score_timex_values(pair: Pair) -> Mapping[str, Score]:
    """Dates and times, end to end: the value of the TIMEX3 is the same string."""
    return _score_times(pair, lambda norm: norm.value)


def score_timex_intervals(pair: Pair) -> Mapping[str, Score]:
    """Dates and times, end to end: the interval is the same or, where neither has one, the value."""
    return _score_times(pair, lambda norm: norm.value if norm.begin is norm.end is None else (norm.begin, norm.end))


def _score_times(pair: Pair, read: Callable[[Timex], Hashable]) -> Mapping[str, Score]:
    gold, predicted = (
        {
            key: read(norm) if isinstance(norm, Timex) else None
            for key, norm in _norms(document).items()
            if key[2] in _TIMES
        }
        for document in (pair.gold, pair.predicted)
    )
    return _end_to_end(gold, predicted)


def _end_to_end(gold: Mapping[SpanKey, Hashable], predicted: Mapping[SpanKey, Hashable]) -> Mapping[str, Score]:
    return score_exact(*({item: item[0][2] for item in norms.items()} for norms in (gold, predicted)))


def _norms(document: Document) -> dict[SpanKey, Hashable]:
    titles = (entity for entity in document.entities if entity.label == "TITLE")
    found: tuple[Entity | Value, ...] = (*titles, *document.values)
    return {span_key(span): span.norm for span in found}
