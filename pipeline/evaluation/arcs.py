"""Arcs between clusters: any mention of the same event and of the same entity is right (DocRED, Yao et al. 2019).

Beside that, arcs between the very mentions, and parts of the arcs that tell where they are lost.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.align import index_at
from pipeline.evaluation.identity import Keys, entities
from pipeline.evaluation.matching import Pair, score_exact, score_matched
from pipeline.evaluation.scores import Score
from pipeline.evaluation.spans import span_key
from pipeline.records import Change, Document


@dataclass(frozen=True, slots=True)
class ClusterArc:
    """An arc without its mentions: the keys of its two clusters, and what a `change` arc says.

    It is `within` a sentence if one sentence holds a mention of each cluster.
    """

    role: str
    head: Keys
    argument: Keys
    norm: Change | None
    within: bool


def score_arcs(pair: Pair) -> Mapping[str, Score]:
    """Arcs by role, end to end; several arcs of one document between the same clusters are one."""
    return _score(_arcs(pair.gold), _arcs(pair.predicted))


def score_arcs_given_spans(pair: Pair) -> Mapping[str, Score]:
    """Those arcs whose two ends the other side knows too, by any mention or by the country."""
    gold, predicted = _arcs(pair.gold), _arcs(pair.predicted)
    return _score(_known(gold, pair.predicted), _known(predicted, pair.gold))


def score_arcs_within(pair: Pair) -> Mapping[str, Score]:
    """Those arcs whose clusters meet in a sentence of their own side."""
    return _score(*([arc for arc in _arcs(document) if arc.within] for document in (pair.gold, pair.predicted)))


def score_arcs_across(pair: Pair) -> Mapping[str, Score]:
    """Those arcs whose clusters meet in no sentence of their own side."""
    return _score(*([arc for arc in _arcs(document) if not arc.within] for document in (pair.gold, pair.predicted)))


def score_arcs_strict(pair: Pair) -> Mapping[str, Score]:
    """Arcs by role between mentions, right where offsets and labels of both ends are, and what a `change` says."""
    return score_exact(_mention_arcs(pair.gold), _mention_arcs(pair.predicted))


def count_crossing(document: Document) -> int:
    """How many arcs of the document lead from one sentence into another."""
    sentence = _sentences(document)
    return sum(sentence[arc.head] != sentence[arc.argument] for arc in document.relations)


def _score(gold: Iterable[ClusterArc], predicted: Iterable[ClusterArc]) -> dict[str, Score]:
    return score_matched(_by_role(gold), _by_role(predicted), _agree)


def _arcs(document: Document) -> set[ClusterArc]:
    found = entities(document)
    sentence = _sentences(document)
    places: defaultdict[Keys, set[int | None]] = defaultdict(set)
    for span_id, keys in found.items():
        places[keys].add(sentence[span_id])
    return {
        ClusterArc(arc.label, head, argument, arc.norm, not places[head].isdisjoint(places[argument]))
        for arc in document.relations
        for head, argument in [(found[arc.head], found[arc.argument])]
    }


def _sentences(document: Document) -> dict[str, int | None]:
    """Span id → the number of its sentence; null outside every sentence."""
    return {key: index_at(document.sentences, span.start) for key, span in document.by_id().items()}


def _known(arcs: Iterable[ClusterArc], other: Document) -> list[ClusterArc]:
    keys = frozenset[Hashable]().union(*entities(other).values())
    return [arc for arc in arcs if not (arc.head.isdisjoint(keys) or arc.argument.isdisjoint(keys))]


def _mention_arcs(document: Document) -> dict[Hashable, str]:
    spans = document.by_id()
    return {
        (arc.label, span_key(spans[arc.head]), span_key(spans[arc.argument]), arc.norm): arc.label
        for arc in document.relations
    }


def _by_role(arcs: Iterable[ClusterArc]) -> dict[str, list[ClusterArc]]:
    found: defaultdict[str, list[ClusterArc]] = defaultdict(list)
    for arc in arcs:
        found[arc.role].append(arc)
    return found


def _agree(gold: ClusterArc, predicted: ClusterArc) -> int:
    return int(
        gold.norm == predicted.norm
        and not gold.head.isdisjoint(predicted.head)
        and not gold.argument.isdisjoint(predicted.argument)
    )
