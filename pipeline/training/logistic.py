"""Logistic regression over sparse features with weights in three tiers, and what is fitted on top of it.

A feature has a weight of its own, one for each role and one for each group (a role of a head label): what is rare in a
group borrows from the role, and from all roles (Daumé 2007). The tiers are summed after training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.training.pairs import Example

Array = NDArray[np.float64]

_LEAST, _STEPS = -2.5, 101
_STEP = 0.04
_PRIOR = 30.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Features and groups by number; `roles[g]` is the number of the role of group g."""

    features: dict[str, int]
    groups: dict[str, int]
    roles: tuple[int, ...]

    @classmethod
    def of(cls, examples: Sequence[Example], rarest: int) -> "Vocabulary":
        """The features that occur in at least `rarest` documents, and all groups."""
        documents: dict[str, set[int]] = {}
        for example in examples:
            for feature in example.features:
                documents.setdefault(feature, set()).add(example.document)
        kept = sorted(feature for feature, found in documents.items() if len(found) >= rarest)
        groups = sorted({example.group for example in examples})
        roles = sorted({group.partition(".")[2] for group in groups})
        return cls(_numbered(kept), _numbered(groups), tuple(roles.index(group.partition(".")[2]) for group in groups))

    def design(self, examples: Sequence[Example]) -> csr_matrix:
        """Examples × columns: the feature, the feature with the role, the feature with the group."""
        rows = [self._rows(example) for example in examples]
        sizes = [len(found) for found in rows]
        features = np.concatenate(rows)
        groups = np.repeat([self.groups[example.group] for example in examples], sizes)
        roles = np.asarray(self.roles)[groups]
        by_role = len(self.features) * (1 + roles) + features
        by_group = len(self.features) * (1 + max(self.roles) + 1 + groups) + features
        columns = np.stack([features, by_role, by_group], axis=1).ravel()
        ends = np.concatenate([[0], np.cumsum(sizes)]) * 3
        return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(examples), self.width))

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.features) * (2 + max(self.roles) + len(self.groups))

    def fold(self, weights: Array) -> NDArray[np.float16]:
        """Weights by feature and group, the tiers summed."""
        tiers = weights.reshape(-1, len(self.features))
        shared, by_role, by_group = tiers[0], tiers[1 : 2 + max(self.roles)], tiers[2 + max(self.roles) :]
        folded: NDArray[np.float16] = (shared + by_role[list(self.roles)] + by_group).T.astype(np.float16)
        return folded

    def _rows(self, example: Example) -> NDArray[np.int64]:
        found = {self.features[feature] for feature in example.features if feature in self.features}
        return np.array(sorted(found), dtype=np.int64)


def fit(design: csr_matrix, right: Array, weights: Array, *, penalty: float, iterations: int) -> Array:
    """Weights that minimize the weighted log loss plus `penalty` / 2 times their squares, by L-BFGS from zero."""
    used, columns = np.unique(design.indices, return_inverse=True)
    small = csr_matrix((design.data, columns, design.indptr), shape=(design.shape[0], len(used)))
    turned = small.T.tocsr()

    def loss(point: Array) -> tuple[float, Array]:
        logits = (small @ point.astype(np.float32)).astype(np.float64)
        losses = np.logaddexp(0, logits) - right * logits
        slopes = turned @ ((sigmoid(logits) - right) * weights).astype(np.float32)
        return float((losses * weights).sum() + penalty / 2 * point @ point), slopes + penalty * point

    options = {"maxiter": iterations}
    found: Any = minimize(loss, np.zeros(len(used)), jac=True, method="L-BFGS-B", options=options)
    whole = np.zeros(design.shape[1])
    whole[used] = found.x
    return whole


def sigmoid(logits: Array) -> Array:
    """Probabilities of log-odds."""
    probabilities: Array = np.exp(-np.logaddexp(0, -logits))
    return probabilities


def tune_groups(logits: Array, right: Array, groups: NDArray[np.int64], count: int) -> list[float]:
    """A threshold for each group: that of the best F1, where few arcs are known drawn to that of all."""
    overall = _counts(logits, right)
    prior = overall * (_PRIOR / max(right.sum(), 1.0))
    return [_best(_counts(logits[groups == group], right[groups == group]), prior) for group in range(count)]


def _counts(logits: Array, right: Array) -> Array:
    """Thresholds × (right, taken, gold)."""
    grid = _grid()
    taken = logits[None, :] >= grid[:, None]
    gold = np.full(len(grid), right.sum())
    return np.stack([taken @ right, taken.sum(axis=1), gold], axis=1)


def _best(counts: Array, prior: Array) -> float:
    found, taken, gold = (counts + prior).T
    return round(float(_grid()[np.argmax(2 * found / np.maximum(taken + gold, 1))]), 2)


def _grid() -> Array:
    return np.linspace(_LEAST, _LEAST + _STEP * (_STEPS - 1), _STEPS, dtype=np.float64)


def calibrate(logits: Array, right: Array) -> tuple[float, float]:
    """Slope and intercept under which the log-odds are likeliest (Platt 1999, with his smoothed targets)."""
    positive, negative = right.sum(), len(right) - right.sum()
    targets = np.where(right > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(point: Array) -> float:
        line = point[0] * logits + point[1]
        return float((np.logaddexp(0, line) - targets * line).sum())

    found: Any = minimize(loss, np.array([1.0, 0.0]), method="BFGS")
    return round(float(found.x[0]), 4), round(float(found.x[1]), 4)


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}
