"""Sentences, whole and by their ends."""

from collections.abc import Mapping

from pipeline.evaluation.matching import Pair, score_exact
from pipeline.evaluation.scores import Score
from pipeline.records import Document

_LABEL = "sentence"


def score_sentences(pair: Pair) -> Mapping[str, Score]:
    """Sentences by both offsets."""
    return score_exact(_sentences(pair.gold), _sentences(pair.predicted))


def score_boundaries(pair: Pair) -> Mapping[str, Score]:
    """Ends of sentences, wherever the sentence begins (sentence boundary detection, Read et al. 2012)."""
    return score_exact(_ends(pair.gold), _ends(pair.predicted))


def _sentences(document: Document) -> dict[tuple[int, int], str]:
    return dict.fromkeys(document.sentences, _LABEL)


def _ends(document: Document) -> dict[int, str]:
    return dict.fromkeys((end for _, end in document.sentences), _LABEL)
