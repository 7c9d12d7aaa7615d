"""Dates and times as TIMEX3: extents, types and values after TempEval-3 (`pipeline/evaluation/timex.py`)."""

from collections.abc import Mapping

from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.evaluation.timex import score_timexes

METRICS = ("value", "interval", "type", "relaxed", "strict")


def score(pair: Pair) -> Mapping[str, Score]:
    """The metrics of one document."""
    return score_timexes(pair)
