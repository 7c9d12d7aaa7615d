"""The task of a head of relations: its examples, the head, scores of arcs between given spans, their calibration."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.scores import Score
from pipeline.nn.pairs import ROLES, PairHead
from pipeline.onnx.folder import PairMeta
from pipeline.onnx.pieces import Pieces
from pipeline.onnx.tagging import Scores, softmax
from pipeline.stages.relations.neural import decode
from pipeline.training.calibration import TEMPERATURES
from pipeline.training.evaluation import Answer
from pipeline.training.questions import PairExample, read_questions
from pipeline.training.recipe import DataSet, PairSettings, read_roles

Answers = Sequence[Answer[PairExample]]


class RoleTask:
    """The task of a head of relations."""

    def __init__(self, name: str, settings: PairSettings) -> None:
        schema = read_roles(f"heads.{name}", settings)
        self._name = name
        self._empty = settings.empty
        self._meta = PairMeta(
            labels=tuple(settings.labels),
            roles=tuple(sorted({role for roles in schema.values() for role in roles})),
            schema=schema,
            markers=settings.markers,
            reach=settings.reach,
            temperature=1.0,
            threshold=0.5,
        )

    def read(self, data_set: DataSet, data: Path, pieces: Pieces) -> list[PairExample]:
        """The windows of a data set."""
        return read_questions(data_set, data, self._meta, pieces)

    def missing(self, examples: Sequence[PairExample]) -> list[str]:
        """Roles that no pair has which the head is asked about."""
        seen = {int(column) for example in examples for column in np.flatnonzero(example.right.any(0))}
        return [role for number, role in enumerate(self._meta.roles, 1) if number not in seen]

    def build(self, width: int, dropout: float) -> PairHead:
        """The untrained head."""
        return PairHead(width, len(self._meta.labels), len(self._meta.roles), dropout=dropout, empty=self._empty)

    def score(self, answers: Answers) -> dict[str, float]:
        """`f1` of all arcs at the best threshold, and `related`: how often a pair that has a role gets a right one."""
        f1, _ = best_threshold(answers)
        found = _Decided.of(answers, replace(self._meta, threshold=0.0))
        has_role = ~found.right[:, 0]
        return {"f1": f1, "related": float(found.is_right[has_role].mean()) if has_role.any() else 0.0}

    def report(self, answers: Answers) -> Mapping[str, Mapping[str, float]]:
        """Arcs by role, at the best threshold."""
        found = _Decided.of(answers, self._fitted(self.calibrate(answers)))
        gold = sum((Counter(answered.example.gold) for answered in answers), Counter[str]())
        counts = {
            role: Score(
                gold[role], int((found.roles == number).sum()), int(found.is_right[found.roles == number].sum())
            )
            for number, role in enumerate(self._meta.roles, 1)
        }
        return {role: _row(score) for role, score in (counts | {"micro avg": sum(counts.values(), Score())}).items()}

    def calibrate(self, answers: Answers) -> Mapping[str, float]:
        """The temperature under which the right classes are the likeliest, and the threshold of the best F1."""
        if not answers:
            return {"temperature": 1.0, "threshold": 0.5}
        logits, right = _logits(answers), _right(answers)
        temperature = min(TEMPERATURES, key=lambda found: _surprise(softmax(logits / found), right))
        _, threshold = best_threshold(answers, temperature)
        return {"temperature": round(temperature, 3), "threshold": round(threshold, 4)}

    def outcomes(self, answers: Answers, fitted: Mapping[str, float]) -> list[tuple[float, bool]]:
        """Score of each arc found, and whether it is right."""
        found = _Decided.of(answers, self._fitted(fitted))
        taken = found.roles > 0
        return list(zip(found.scores[taken].tolist(), found.is_right[taken].tolist(), strict=True))

    def found(self, answered: Answer[PairExample]) -> Hashable:
        """The best class of each pair."""
        return tuple(answered.logits[ROLES].argmax(-1).tolist())

    def describe(self, fitted: Mapping[str, float]) -> dict[str, Any]:
        """What `PairMeta` holds."""
        meta = self._fitted(fitted)
        return {
            "labels": list(meta.labels),
            "roles": list(meta.roles),
            "schema": {
                head: {role: sorted(ends) for role, ends in roles.items()} for head, roles in meta.schema.items()
            },
            "markers": meta.markers,
            "reach": meta.reach,
            "temperature": meta.temperature,
            "threshold": meta.threshold,
        }

    def _fitted(self, fitted: Mapping[str, float]) -> PairMeta:
        return replace(self._meta, temperature=fitted["temperature"], threshold=fitted["threshold"])


@dataclass(frozen=True, slots=True)
class _Decided:
    """The class decided on for each pair of some answers, its score, and what is right: pairs × classes."""

    roles: NDArray[np.int64]
    scores: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, answers: Answers, meta: PairMeta) -> "_Decided":
        roles, scores = decode(_logits(answers), meta)
        return cls(np.array(roles, dtype=np.int64), np.array(scores), _right(answers))

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Whether the class is right."""
        return self.right[np.arange(len(self.roles)), self.roles]


def best_threshold(answers: Answers, temperature: float = 1.0) -> tuple[float, float]:
    """The greatest F1 over all arcs of gold, and the probability of being related from which on it is reached."""
    logits, right = _logits(answers), _right(answers)
    gold = sum(sum(answered.example.gold.values()) for answered in answers)
    related = 1 - softmax(logits / temperature)[:, 0]
    order = np.argsort(-related, kind="stable")
    roles = 1 + logits[:, 1:].argmax(-1)
    taken = np.arange(1, len(order) + 1)
    f1 = 2 * np.cumsum(right[order, roles[order]]) / (taken + gold)
    if not len(f1) or not f1.max():
        return 0.0, 0.5
    best = int(f1.argmax())
    after = related[order[best + 1]] if best + 1 < len(order) else 0.0
    return float(f1[best]), float(related[order[best]] + after) / 2


def _logits(answers: Answers) -> Scores:
    return np.concatenate([answered.logits[ROLES] for answered in answers])


def _right(answers: Answers) -> NDArray[np.bool_]:
    return np.concatenate([answered.example.right for answered in answers])


def _surprise(probabilities: Scores, right: NDArray[np.bool_]) -> float:
    """Mean negative log of the probability of the right classes together."""
    likely = np.where(right, probabilities, 0).sum(-1)
    return float(-np.log(np.maximum(likely, np.finfo(np.float32).tiny)).mean())


def _row(score: Score) -> dict[str, float]:
    numbers = {"precision": score.precision, "recall": score.recall, "f1-score": score.f1}
    return {name: value or 0.0 for name, value in numbers.items()} | {"support": float(score.gold)}
