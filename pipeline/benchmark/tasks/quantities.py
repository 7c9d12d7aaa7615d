"""Quantities: number, unit, and comparison or direction of change, after CQE (Almasian et al. 2023).

The sets say for each sentence which quantities it holds, not where; a quantity of gold and one of the predictions are
paired one to one within a sentence, anew for each metric. (CQE's own script pairs greedily and can count a number
twice; its numbers are within two points of these.)
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from pipeline.benchmark.units import canonical_unit
from pipeline.evaluation.matching import Pair, best_total
from pipeline.evaluation.scores import Score
from pipeline.records import Amount, Document, Timex, Value

METRICS = ("value", "value+unit", "value+change")

_TOLERANCE = 1e-5
_LABELS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_COMPARATORS: Mapping[str, str] = MappingProxyType({">=": ">", "<=": "<"})
_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)(DE|CE|[YMWDHS])")
_PERIODS: Mapping[str, str] = MappingProxyType(
    {"CE": "century", "DE": "decade", "Y": "year", "M": "month", "W": "week", "D": "day"}
    | {"TH": "hour", "TM": "minute", "TS": "second"}
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or both ends of a range, its unit, and `=`, `~`, `>`, `<`, `up` or `down`."""

    lower: Decimal
    upper: Decimal | None
    unit: str
    change: str


def score(pair: Pair) -> Mapping[str, Score]:
    """The metrics of one sentence.

    - `value`: the number is the same within 1e-5 of it (CQE's tolerance), of a range both ends.
    - `value+unit`: and the unit is, by `canonical_unit`.
    - `value+change`: and the change is. Ours is the comparator if it says something (`>=` counts as `>`), else the
      sign of a `change` arc to the value.

    Predictions are MONEY, PERCENT, QUANTITY and CARDINAL with a normal form, and durations of one unit: 'ten years' are
    10 of the unit year. A CARDINAL has no unit.
    """
    gold, predicted = (list(_quantities(document)) for document in (pair.gold, pair.predicted))
    return {name: Score(len(gold), len(predicted), best_total(gold, predicted, same)) for name, same in _SAME.items()}


def _quantities(document: Document) -> Iterator[Quantity]:
    direction = {
        arc.argument: "up" if arc.norm.amount > 0 else "down"
        for arc in document.relations
        if arc.label == "change" and arc.norm and arc.norm.amount
    }
    for value in document.values:
        match value.norm:
            case Amount() if value.label in _LABELS:
                yield _of_amount(value, value.norm, direction.get(value.id, "="))
            case Timex(type="DURATION") if match := _DURATION.fullmatch(value.norm.value or ""):
                yield Quantity(Decimal(match[2]), None, _PERIODS[match[1] + match[3]], "=")


def _of_amount(value: Value, norm: Amount, direction: str) -> Quantity:
    unit = "%" if value.label == "PERCENT" else canonical_unit(norm.currency or norm.unit)
    change = direction if norm.comparator == "=" else _COMPARATORS.get(norm.comparator, norm.comparator)
    return Quantity(norm.amount, norm.upper, unit, change)


def _same_value(gold: Quantity, predicted: Quantity) -> int:
    return int(_close(gold.lower, predicted.lower) and _close(gold.upper, predicted.upper))


def _close(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=0)


def _same_unit(gold: Quantity, predicted: Quantity) -> int:
    return int(_same_value(gold, predicted) and gold.unit == predicted.unit)


def _same_change(gold: Quantity, predicted: Quantity) -> int:
    return int(_same_value(gold, predicted) and gold.change == predicted.change)


_SAME: Mapping[str, Callable[[Quantity, Quantity], int]] = MappingProxyType(
    dict(zip(METRICS, (_same_value, _same_unit, _same_change), strict=True))
)
