"""What is scored (docs/evaluation.md has the definitions)."""

from collections.abc import Callable, Mapping

from pipeline.evaluation.arcs import score_arcs
from pipeline.evaluation.clusters import score_clusters
from pipeline.evaluation.facts import score_facts, score_slots
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.evaluation.spans import (
    score_attributes,
    score_entities,
    score_norms,
    score_norms_given_spans,
    score_sentences,
    score_values,
)

LAYERS: Mapping[str, Callable[[Pair], Mapping[str, Score]]] = {
    "sentences": score_sentences,
    "entities": score_entities,
    "values": score_values,
    "norms": score_norms,
    "norms_given_spans": score_norms_given_spans,
    "attributes": score_attributes,
    "clusters": score_clusters,
    "arcs": score_arcs,
    "facts": score_facts,
    "slots": score_slots,
}
"""What is scored: functions from a pair of documents to one score a label. A corpus is the sum of its pairs."""

HEADLINES = (
    "sentences",
    "entities",
    "values",
    "norms",
    "norms_given_spans",
    "attributes",
    "clusters",
    "arcs",
    "facts",
    "slots",
)
"""The layers that a summary shows; the others show the same from another side."""
