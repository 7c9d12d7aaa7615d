"""Score predicted documents against gold documents, layer by layer (docs/evaluation.md has the definitions)."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.evaluation.arcs import count_crossing
from pipeline.evaluation.files import read_together
from pipeline.evaluation.layers import HEADLINES, LAYERS
from pipeline.evaluation.matching import Pair, pair_documents
from pipeline.evaluation.report import Report, format_report
from pipeline.evaluation.scores import Layer, Score
from pipeline.records import Document

__all__ = ["HEADLINES", "LAYERS", "Layer", "Pair", "Report", "Score", "evaluate", "evaluate_files", "format_report"]


def evaluate(gold: Iterable[Document], predictions: Iterable[Document]) -> Report:
    """Precision, recall and F1 of every layer over the whole corpus, in whatever order the documents come.

    Raises FormatError unless both sides hold the same documents: each id once, with the same text.
    """
    pairs = pair_documents(gold, predictions)
    return Report(
        by_document={
            pair.gold.id: {name: dict(sorted(score(pair).items())) for name, score in LAYERS.items()} for pair in pairs
        },
        crossing=(
            sum(count_crossing(pair.gold) for pair in pairs),
            sum(count_crossing(pair.predicted) for pair in pairs),
        ),
    )


def evaluate_files(gold_path: Path, predictions_path: Path) -> Report:
    """`evaluate` over two JSON Lines files. Raises InputError for a file, FormatError for what is in it."""
    return evaluate(*read_together(gold_path, predictions_path))
