"""Compare two predictions of the same documents: is the difference more than chance, and which facts make it up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pipeline.evaluation.bootstrap import SAMPLES as BOOTSTRAP_SAMPLES
from pipeline.evaluation.bootstrap import SEED, Interval, Numbers, counts, measures, percentiles
from pipeline.evaluation.facts import match_facts
from pipeline.evaluation.layers import LAYERS
from pipeline.evaluation.matching import Pair, pair_documents
from pipeline.evaluation.scores import Layer, Score
from pipeline.records import Document, Fact

PERMUTATIONS = 9999
"""Random permutations where all of them would be more than these."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Micro F1 of a layer under both predictions.

    `interval` is the 95 % bootstrap interval of b − a with documents drawn in pairs; `p` the two-sided p-value of a
    paired permutation test (Yeh 2000); both null where there is nothing to compare or only one document.
    """

    a: Score
    b: Score
    interval: Interval | None
    p: float | None

    @property
    def f1(self) -> float | None:
        """F1 of b less F1 of a."""
        return None if self.a.f1 is None or self.b.f1 is None else self.b.f1 - self.a.f1


@dataclass(frozen=True, slots=True)
class Changes:
    """The facts of one document by which a and b differ: those of gold, and wrong ones."""

    document: str
    gained: tuple[Fact, ...]
    lost: tuple[Fact, ...]
    mended: tuple[Fact, ...]
    broken: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences by layer, and the facts that changed: gold facts that only b (gained) or only a (lost) has right,
    wrong facts that only a (mended) or only b (broken) has."""

    documents: int
    layers: Mapping[str, Difference]
    changes: tuple[Changes, ...]

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON types; facts by document and id."""
        return {
            "documents": self.documents,
            "layers": {
                name: {
                    "a": found.a.to_dict(),
                    "b": found.b.to_dict(),
                    "difference": found.f1,
                    "interval": found.interval and found.interval.to_list(),
                    "p": found.p,
                }
                for name, found in self.layers.items()
            },
            "facts": [
                {"document": change.document, "change": kind, "fact": fact.id}
                for change in self.changes
                for kind in ("gained", "lost", "mended", "broken")
                for fact in getattr(change, kind)
            ],
            "sampling": {"seed": SEED, "permutations": PERMUTATIONS, "bootstrap_samples": BOOTSTRAP_SAMPLES},
        }


def compare(gold: Iterable[Document], a: Iterable[Document], b: Iterable[Document]) -> Comparison:
    """Compare two predictions against gold. Raises FormatError unless all three hold the same documents."""
    gold = tuple(gold)
    pairs_a, pairs_b = pair_documents(gold, a, side="A"), pair_documents(gold, b, side="B")
    changes = (_changes(first, second) for first, second in zip(pairs_a, pairs_b, strict=True))
    return Comparison(
        documents=len(pairs_a),
        layers={
            name: _difference([Layer(score(p)).micro for p in pairs_a], [Layer(score(p)).micro for p in pairs_b])
            for name, score in LAYERS.items()
        },
        changes=tuple(change for change in changes if change.gained or change.lost or change.mended or change.broken),
    )


def _difference(a: Sequence[Score], b: Sequence[Score]) -> Difference:
    total_a, total_b = sum(a, Score()), sum(b, Score())
    if len(a) <= 1 or total_a.f1 is None or total_b.f1 is None:
        return Difference(total_a, total_b, None, None)
    first, second = counts(a), counts(b)
    return Difference(total_a, total_b, _interval(first, second), permutation_test(first, second))


def _interval(a: Numbers, b: Numbers) -> Interval | None:
    generator = np.random.default_rng(SEED)
    weights = generator.multinomial(len(a), [1 / len(a)] * len(a), size=BOOTSTRAP_SAMPLES)
    return percentiles(measures(weights @ b)["f1"] - measures(weights @ a)["f1"])


def permutation_test(a: Numbers, b: Numbers, *, permutations: int = PERMUTATIONS, seed: int = SEED) -> float:
    """Two-sided p-value of the difference in F1 if the two results of any document might as well be swapped.

    `a` and `b` hold one row a document: gold, predicted, right. All 2^n swaps are tried where they are no more than
    `permutations`; otherwise that many are drawn, and the observed one is counted in (Phipson and Smyth 2010).
    """
    documents = len(a)
    exact = 2**documents <= permutations
    if exact:
        swaps = (np.arange(2**documents)[:, None] >> np.arange(documents)) & 1
    else:
        swaps = np.random.default_rng(seed).integers(0, 2, size=(permutations, documents))
    moved = swaps @ (b - a)
    totals_a, totals_b = a.sum(axis=0) + moved, b.sum(axis=0) - moved
    found = np.abs(np.nan_to_num(measures(totals_b)["f1"] - measures(totals_a)["f1"]))
    observed = abs(measures(b.sum(axis=0)[None])["f1"][0] - measures(a.sum(axis=0)[None])["f1"][0])
    extreme = int((found >= observed - 1e-12).sum())
    return extreme / len(found) if exact else (extreme + 1) / (len(found) + 1)


def _changes(a: Pair, b: Pair) -> Changes:
    first, second = match_facts(a), match_facts(b)
    right_a, right_b = ({fact.id for fact, _ in match.right} for match in (first, second))
    wrong = match_facts(Pair(replace(a.predicted, facts=first.wrong), replace(b.predicted, facts=second.wrong)))
    return Changes(
        document=a.gold.id,
        gained=tuple(fact for fact in a.gold.facts if fact.id in right_b - right_a),
        lost=tuple(fact for fact in a.gold.facts if fact.id in right_a - right_b),
        mended=wrong.missed,
        broken=wrong.wrong,
    )
