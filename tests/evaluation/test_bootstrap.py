from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation.bootstrap import Interval, counts, intervals, measures, percentiles
from pipeline.evaluation.scores import Score


@st.composite
def scores(draw: st.DrawFn) -> Score:
    gold, predicted = draw(st.integers(0, 20)), draw(st.integers(0, 20))
    return Score(gold, predicted, draw(st.integers(0, min(gold, predicted))))


def test_documents_that_are_alike_leave_no_doubt() -> None:
    found = intervals([Score(10, 8, 4)] * 5)
    assert found == {"precision": Interval(0.5, 0.5), "recall": Interval(0.4, 0.4), "f1": Interval(8 / 18, 8 / 18)}


def test_one_document_says_nothing_about_others() -> None:
    assert intervals([Score(10, 8, 4)]) == {"precision": None, "recall": None, "f1": None}


def test_a_measure_that_is_mostly_undefined_has_no_interval() -> None:
    found = intervals([Score(3, 0, 0), Score(2, 0, 0), Score(1, 0, 0)])
    assert (found["precision"], found["recall"]) == (None, Interval(0.0, 0.0))


@settings(max_examples=40, deadline=None)
@given(st.lists(scores(), min_size=2, max_size=8))
def test_the_interval_lies_within_the_best_and_the_worst_document(given_scores: list[Score]) -> None:
    found = intervals(given_scores, samples=200)["f1"]
    single = [score.f1 for score in given_scores if score.f1 is not None]
    if found is not None:
        assert min(single) - 1e-9 <= found.low <= found.high <= max(single) + 1e-9


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """200 corpora of 40 documents with a recall of 0.7: about 95 % of the intervals hold it."""
    chance = np.random.default_rng(1)
    held = 0
    for _ in range(200):
        corpus = [Score(10, 10, int(right)) for right in chance.binomial(10, 0.7, size=40)]
        interval = intervals(corpus, samples=300)["recall"]
        assert interval is not None
        held += interval.low <= 0.7 <= interval.high
    assert 180 <= held <= 199


def test_more_documents_narrow_the_interval() -> None:
    few = intervals([Score(10, 10, 5), Score(10, 10, 9)] * 3)["f1"]
    many = intervals([Score(10, 10, 5), Score(10, 10, 9)] * 60)["f1"]
    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 2


def test_measures_are_those_of_a_score() -> None:
    given_scores = [Score(4, 5, 3), Score(7, 2, Fraction(3, 2))]
    found = measures(counts(given_scores))
    for name, values in found.items():
        assert list(values) == pytest.approx([getattr(score, name) for score in given_scores])


def test_percentiles_of_nothing() -> None:
    assert percentiles(np.array([np.nan, np.nan])) is None
