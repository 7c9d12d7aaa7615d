"""Clusters by their links (pairwise F1), and whole ones by CEAF-e (Luo 2005)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm

from pipeline.evaluation.identity import clusters
from pipeline.evaluation.matching import Pair, best_total, score_exact
from pipeline.evaluation.scores import Score
from pipeline.evaluation.spans import SpanKey, span_key
from pipeline.records import Document
from pipeline.schema import load_schema

Cluster = frozenset[SpanKey]
"""The mentions of one entity or event."""


def score_clusters(pair: Pair) -> Mapping[str, Score]:
    """Links under `names`, `values` and `triggers`, right where both mentions are, with their labels."""
    return score_exact(_links(pair.gold), _links(pair.predicted))


def score_clusters_ceafe(pair: Pair) -> Mapping[str, Score]:
    """Clusters of two mentions and more under the same groups; `right` is the sum of φ4 over the best pairing.

    φ4 of two clusters is twice the number of the mentions that they share over the sum of their sizes. A cluster is in
    the group of its first mention.
    """
    gold, predicted = _by_group(pair.gold), _by_group(pair.predicted)
    return {group: ceafe(gold.get(group, []), predicted.get(group, [])) for group in gold.keys() | predicted.keys()}


def ceafe(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Score:
    """CEAF-e of two sets of disjoint clusters."""
    # Whole numbers, so that the best pairing and its sum are exact: φ4 times a common denominator.
    unit = lcm(*(len(mine) + len(theirs) for mine in gold for theirs in predicted if not mine.isdisjoint(theirs)))
    total = best_total(gold, predicted, lambda mine, theirs: 2 * len(mine & theirs) * unit // (len(mine) + len(theirs)))
    return Score(len(gold), len(predicted), Fraction(total, unit))


def _links(document: Document) -> dict[tuple[SpanKey, SpanKey], str]:
    """Pairs of mentions in text order → the group of the first one's label."""
    return {
        (first, second): _group(first[2])
        for mentions in _linked(document)
        for first, second in combinations(mentions, 2)
    }


def _by_group(document: Document) -> dict[str, list[Cluster]]:
    found: defaultdict[str, list[Cluster]] = defaultdict(list)
    for mentions in _linked(document):
        found[_group(mentions[0][2])].append(frozenset(mentions))
    return found


def _linked(document: Document) -> Iterator[list[SpanKey]]:
    """The mentions of every cluster that has at least two, in text order."""
    spans = document.by_id()
    return (sorted(span_key(spans[member]) for member in members) for members in clusters(document) if len(members) > 1)


def _group(label: str) -> str:
    schema = load_schema()
    if label in schema.names:
        return "names"
    return "values" if label in schema.values else "triggers"
