"""Arcs between clusters: any mention of the same event and of the same entity is right (DocRED, Yao et al. 2019)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.align import index_at
from pipeline.evaluation.identity import Keys, entities
from pipeline.evaluation.matching import Pair, score_matched
from pipeline.evaluation.scores import Score
from pipeline.records import Change, Document


@dataclass(frozen=True, slots=True)
class ClusterArc:
    """An arc without its mentions: the keys of its two clusters, and what a `change` arc says."""

    head: Keys
    argument: Keys
    norm: Change | None


def score_arcs(pair: Pair) -> Mapping[str, Score]:
    """Arcs by role, end to end; several arcs of one document between the same clusters are one."""
    return score_matched(_arcs(pair.gold), _arcs(pair.predicted), _agree)


def count_crossing(document: Document) -> int:
    """How many arcs of the document lead from one sentence into another."""
    spans = document.by_id()
    sentence = {key: index_at(document.sentences, span.start) for key, span in spans.items()}
    return sum(sentence[arc.head] != sentence[arc.argument] for arc in document.relations)


def _arcs(document: Document) -> dict[str, list[ClusterArc]]:
    found = entities(document)
    arcs: defaultdict[str, set[ClusterArc]] = defaultdict(set)
    for arc in document.relations:
        arcs[arc.label].add(ClusterArc(found[arc.head], found[arc.argument], arc.norm))
    return {role: list(members) for role, members in arcs.items()}


def _agree(gold: ClusterArc, predicted: ClusterArc) -> int:
    return int(
        gold.norm == predicted.norm
        and not gold.head.isdisjoint(predicted.head)
        and not gold.argument.isdisjoint(predicted.argument)
    )
