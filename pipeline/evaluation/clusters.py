"""Clusters by their links: pairs of mentions that are one entity or event (pairwise F1)."""

from collections.abc import Mapping
from itertools import combinations

from pipeline.evaluation.identity import clusters
from pipeline.evaluation.matching import Pair, score_exact
from pipeline.evaluation.scores import Score
from pipeline.records import Document
from pipeline.schema import load_schema

_Mention = tuple[int, int, str]


def score_clusters(pair: Pair) -> Mapping[str, Score]:
    """Links under `names`, `values` and `triggers`, right where both mentions are, with their labels."""
    return score_exact(_links(pair.gold), _links(pair.predicted))


def _links(document: Document) -> dict[tuple[_Mention, _Mention], str]:
    """Pairs of mentions in text order → the group of the first one's label."""
    spans = document.by_id()
    links: dict[tuple[_Mention, _Mention], str] = {}
    for members in clusters(document):
        mentions = sorted((spans[member].start, spans[member].end, spans[member].label) for member in members)
        links |= {(first, second): _group(first[2]) for first, second in combinations(mentions, 2)}
    return links


def _group(label: str) -> str:
    schema = load_schema()
    if label in schema.names:
        return "names"
    return "values" if label in schema.values else "triggers"
