"""Our own gold, layer by layer as `factwire evaluate` scores it (docs/evaluation.md)."""

from collections.abc import Mapping

from pipeline.evaluation import HEADLINES, LAYERS, Pair, Score

METRICS = HEADLINES
ACCURACIES = frozenset({"norms_given_spans", "attributes"})


def score(pair: Pair) -> Mapping[str, Score]:
    """Counts of one document: of every layer, headline or not, the sum over its labels."""
    return {name: sum(layer(pair).values(), Score()) for name, layer in LAYERS.items()}
