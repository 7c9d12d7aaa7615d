"""Sentence splitting: exact sentences, the boundaries between them, and texts without any mistake."""

from collections.abc import Mapping

from pipeline.align import trim
from pipeline.evaluation import Pair, Score
from pipeline.evaluation.matching import score_exact
from pipeline.records import Document, Offsets

METRICS = ("sentences", "boundaries", "texts")
ACCURACIES = frozenset({"texts"})


def score(pair: Pair) -> Mapping[str, Score]:
    """Counts of one text; white space at the ends of a sentence plays no part.

    `sentences`: right where both offsets are. `boundaries`: where a sentence starts, that of the first left out.
    `texts`: right where all sentences are.
    """
    gold, predicted = _trimmed(pair.gold), _trimmed(pair.predicted)
    starts = [dict.fromkeys((start for start, _ in found[1:]), "boundaries") for found in (gold, predicted)]
    return {
        "texts": Score(1, 1, int(gold == predicted)),
        **score_exact(dict.fromkeys(gold, "sentences"), dict.fromkeys(predicted, "sentences")),
        **score_exact(*starts),
    }


def _trimmed(document: Document) -> list[Offsets]:
    """The sentences in text order, without white space at their ends; empty ones left out."""
    found = (trim(document.content, sentence) for sentence in document.sentences)
    return sorted({(start, end) for start, end in found if start < end})
