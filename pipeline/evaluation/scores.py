"""Counts and the numbers made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Score:
    """How many items gold holds, how many were predicted, and how many pairs of the two are right (one to one).

    `right` is a fraction where pairs may be partly right (clusters), so that sums do not depend on their order.
    """

    gold: int = 0
    predicted: int = 0
    right: int | Fraction = 0

    def __add__(self, other: Self) -> "Score":
        return Score(self.gold + other.gold, self.predicted + other.predicted, self.right + other.right)

    @property
    def precision(self) -> float | None:
        """Share of the predicted items that is right; null where nothing was predicted."""
        return float(self.right / self.predicted) if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold items that was found; null where gold holds nothing."""
        return float(self.right / self.gold) if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; null where there is nothing on either side."""
        total = self.gold + self.predicted
        return float(2 * self.right / total) if total else None

    def to_dict(self) -> dict[str, Any]:
        """Counts and measures, as JSON types."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "right": self.right if isinstance(self.right, int) else float(self.right),
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }


@dataclass(frozen=True, slots=True)
class Layer:
    """The scores of one layer by label, role or type; labels that neither side holds are absent."""

    labels: Mapping[str, Score]

    @property
    def micro(self) -> Score:
        """The sum over all labels."""
        return sum(self.labels.values(), Score())

    @property
    def macro(self) -> dict[str, float | None]:
        """The plain mean over the labels of precision, recall and F1, an undefined one counted as 0."""
        measures = ("precision", "recall", "f1")
        if not self.labels:
            return dict.fromkeys(measures)
        return {
            name: sum(getattr(score, name) or 0.0 for score in self.labels.values()) / len(self.labels)
            for name in measures
        }

    def to_dict(self) -> dict[str, Any]:
        """Micro, macro and every label, as JSON types."""
        return {
            "micro": self.micro.to_dict(),
            "macro": self.macro,
            "labels": {label: score.to_dict() for label, score in self.labels.items()},
        }
