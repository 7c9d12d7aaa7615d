"""Uncertainty of a score: bootstrap intervals with documents as the unit (Efron and Tibshirani 1993)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.scores import Score

SEED = 20261121
SAMPLES = 1000
LEVEL = 0.95

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of what a measure comes to when the documents are drawn again."""

    low: float
    high: float

    def to_list(self) -> list[float]:
        """Both ends, as JSON types."""
        return [self.low, self.high]


def intervals(scores: Sequence[Score], *, samples: int = SAMPLES, seed: int = SEED) -> Mapping[str, Interval | None]:
    """Percentile intervals of `precision`, `recall` and `f1` of a corpus, from the scores of its documents.

    A document is the unit because what stands in one document is alike. Null where there are fewer than two
    documents, or nothing to measure in some sample of every two.
    """
    if len(scores) <= 1:
        return dict.fromkeys(("precision", "recall", "f1"))
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(len(scores), [1 / len(scores)] * len(scores), size=samples)
    return {name: percentiles(values) for name, values in measures(weights @ counts(scores)).items()}


def percentiles(values: Numbers) -> Interval | None:
    """The middle 95 % of values, those that are not defined left out; null where most are not."""
    defined = values[~np.isnan(values)]
    if 2 * len(defined) < len(values):
        return None
    low, high = np.percentile(defined, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Interval(float(low), float(high))


def counts(scores: Sequence[Score]) -> Numbers:
    """One row a score: gold, predicted, right."""
    return np.array([[score.gold, score.predicted, float(score.right)] for score in scores], dtype=np.float64)


def measures(totals: Numbers) -> dict[str, Numbers]:
    """Precision, recall and F1 of every row (gold, predicted, right); nan where undefined."""
    gold, predicted, right = totals.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"precision": right / predicted, "recall": right / gold, "f1": 2 * right / (gold + predicted)}


def describe_sampling() -> dict[str, Any]:
    """How the intervals were drawn, for the record."""
    return {"method": "percentile bootstrap by document", "level": LEVEL, "samples": SAMPLES, "seed": SEED}
