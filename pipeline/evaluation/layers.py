"""What is scored (docs/evaluation.md has the definitions)."""

from collections.abc import Callable, Mapping

from pipeline.evaluation.arcs import (
    score_arcs,
    score_arcs_across,
    score_arcs_given_spans,
    score_arcs_strict,
    score_arcs_within,
)
from pipeline.evaluation.attributes import score_attributes
from pipeline.evaluation.clusters import score_clusters, score_clusters_ceafe
from pipeline.evaluation.facts import score_facts, score_slots
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.norms import (
    score_norms,
    score_norms_given_spans,
    score_timex_intervals,
    score_timex_values,
)
from pipeline.evaluation.scores import Score
from pipeline.evaluation.sentences import score_boundaries, score_sentences
from pipeline.evaluation.spans import (
    on_entities,
    on_values,
    score_boundary,
    score_overlap,
    score_strict,
    score_types,
)

LAYERS: Mapping[str, Callable[[Pair], Mapping[str, Score]]] = {
    "sentences": score_sentences,
    "sentence_boundaries": score_boundaries,
    "entities": on_entities(score_strict),
    "entities_boundary": on_entities(score_boundary),
    "entities_overlap": on_entities(score_overlap),
    "entities_types": on_entities(score_types),
    "values": on_values(score_strict),
    "values_boundary": on_values(score_boundary),
    "values_overlap": on_values(score_overlap),
    "values_types": on_values(score_types),
    "norms": score_norms,
    "norms_given_spans": score_norms_given_spans,
    "timex_values": score_timex_values,
    "timex_intervals": score_timex_intervals,
    "attributes": score_attributes,
    "clusters": score_clusters,
    "clusters_ceafe": score_clusters_ceafe,
    "arcs": score_arcs,
    "arcs_strict": score_arcs_strict,
    "arcs_given_spans": score_arcs_given_spans,
    "arcs_within": score_arcs_within,
    "arcs_across": score_arcs_across,
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
