"""Dates and times as TempEval-3 scores them (UzZaman et al. 2013), one to one.

TempEval-3 gives F1 for the extent, strict (the same offsets) and relaxed (any overlap), and for an attribute the F1
of the relaxed extent times the share of the matched pairs whose attribute is the same string: that is the F1 of pairs
which overlap and agree. Here every metric has the pairing that makes it best, so that order is of no matter.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from types import MappingProxyType

from pipeline.align import overlaps
from pipeline.evaluation.denotation import denotation
from pipeline.evaluation.matching import Pair, best_total
from pipeline.evaluation.scores import Score
from pipeline.records import Timex, Value

_LABELS = frozenset({"DATE", "TIME"})


def score_timexes(pair: Pair) -> Mapping[str, Score]:
    """`strict` and `relaxed` extents; `type`, `value` and `interval` of overlapping extents, end to end.

    `value` compares strings, as TempEval-3 does; `interval` what they denote (`denotation`), so that 2013-03-XX is
    2013-03, and P10Y is P1DE.
    """
    gold, predicted = (_timexes(document.values) for document in (pair.gold, pair.predicted))
    return {name: Score(len(gold), len(predicted), best_total(gold, predicted, same)) for name, same in _SAME.items()}


def _timexes(values: Iterable[Value]) -> list[Value]:
    return [value for value in values if value.label in _LABELS]


def _strict(gold: Value, predicted: Value) -> int:
    return int(gold.offsets == predicted.offsets)


def _relaxed(gold: Value, predicted: Value) -> int:
    return int(overlaps(gold.offsets, predicted.offsets))


def _agreeing(attribute: Callable[[Timex], Hashable]) -> Callable[[Value, Value], int]:
    """Whether two spans overlap and an attribute of their normal forms is the same; two without one agree."""

    def of(value: Value) -> Hashable:
        return attribute(value.norm) if isinstance(value.norm, Timex) else None

    return lambda gold, predicted: int(_relaxed(gold, predicted) and of(gold) == of(predicted))


_SAME: Mapping[str, Callable[[Value, Value], int]] = MappingProxyType(
    {
        "strict": _strict,
        "relaxed": _relaxed,
        "type": _agreeing(lambda norm: norm.type),
        "value": _agreeing(lambda norm: norm.value),
        "interval": _agreeing(lambda norm: denotation(norm.value)),
    }
)
