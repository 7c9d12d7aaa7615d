import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.evaluation.timex import score_timexes
from pipeline.loaders.timeml import load
from pipeline.records import Document, Timex, Value
from tests.builders import document

MAY = Timex("DATE", "2020-05")
TEXT = "word " * 12


def test_extents_types_and_values() -> None:
    norms = {"v1": MAY, "v2": Timex("DURATION", "P1Y"), "v3": Timex("DATE", "2020"), "v4": Timex("DATE", "2019")}
    gold = document(
        "[DATE:early May] and [DATE:a year] of [DATE:2020] and [DATE:2019] and 2018 [MONEY:$5] .", norms=norms
    )
    found = {"v1": Timex("DATE", "2020-05-XX"), "v2": Timex("DURATION", "P12M"), "v3": Timex("SET", "2020")}
    predicted = document("early [DATE:May] and [DATE:a year] of [DATE:2020] and 2019 and [DATE:2018] $5 .", norms=found)
    assert score_timexes(Pair(gold, predicted)) == {
        "strict": Score(4, 4, 2),
        "relaxed": Score(4, 4, 3),
        "type": Score(4, 4, 2),
        "value": Score(4, 4, 1),
        "interval": Score(4, 4, 3),
    }


def test_an_expression_makes_one_other_right() -> None:
    gold = document("[DATE:May 2020] .", norms={"v1": MAY})
    predicted = document("[DATE:May] [DATE:2020] .", norms={"v1": MAY, "v2": MAY})
    assert set(score_timexes(Pair(gold, predicted)).values()) == {Score(1, 2, 0), Score(1, 2, 1)}
    assert score_timexes(Pair(gold, predicted))["value"] == Score(1, 2, 1)


def test_an_expression_without_a_normal_form_counts_by_its_extent() -> None:
    gold, predicted = document("[DATE:May] .", norms={"v1": MAY}), document("[DATE:May] .")
    scores = score_timexes(Pair(gold, predicted))
    assert {name for name, score in scores.items() if score.right} == {"strict", "relaxed"}


@st.composite
def timed(draw: st.DrawFn) -> Document:
    """A document with times at any offsets, overlapping or not."""
    values = ["2020", "2020-05", "2020-05-XX", "P1Y", "P12M", "PRESENT_REF", None]
    found = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from(values)), max_size=8))
    spans = tuple(
        Value(id=f"v{number}", start=start, end=start + length, label="DATE", text="", norm=Timex("DATE", value))
        for number, (start, length, value) in enumerate(found)
    )
    return Document(id="d", text=TEXT, values=spans)


few = settings(max_examples=60, deadline=None)


@few
@given(timed())
def test_gold_against_itself_is_perfect(gold: Document) -> None:
    count = len(gold.values)
    assert set(score_timexes(Pair(gold, gold)).values()) == {Score(count, count, count)}


@few
@given(timed(), timed())
def test_swapping_sides_swaps_precision_and_recall(gold: Document, predicted: Document) -> None:
    backward = score_timexes(Pair(predicted, gold))
    for name, score in score_timexes(Pair(gold, predicted)).items():
        assert backward[name] == Score(score.predicted, score.gold, score.right)


@few
@given(timed(), timed(), st.randoms(use_true_random=False))
def test_order_changes_nothing(gold: Document, predicted: Document, chance: random.Random) -> None:
    mixed = (replace(side, values=tuple(chance.sample(side.values, len(side.values)))) for side in (gold, predicted))
    assert score_timexes(Pair(*mixed)) == score_timexes(Pair(gold, predicted))


@few
@given(timed(), timed())
def test_what_is_right_more_strictly_is_right(gold: Document, predicted: Document) -> None:
    right = {name: score.right for name, score in score_timexes(Pair(gold, predicted)).items()}
    assert max(right["strict"], right["type"], right["interval"]) <= right["relaxed"]
    assert right["value"] <= right["interval"]


@pytest.mark.skipif("FACTWIRE_DATA" not in os.environ, reason="FACTWIRE_DATA names no folder with public data sets")
def test_syntime_gets_what_its_paper_reports() -> None:
    """Zhong et al. 2017 (https://aclanthology.org/P17-1039), by TempEval-3's script: strict 92.09, relaxed 94.96."""
    data = Path(os.environ["FACTWIRE_DATA"]) / "timex"
    predicted = {found.id: found for found in load(data / "systems-syntime-te3-platinum")}
    scores = [score_timexes(Pair(gold, predicted[gold.id])) for gold in load(data / "te3-platinum")]
    for name, reported in (("strict", 0.9209), ("relaxed", 0.9496)):
        total = sum((score[name] for score in scores), Score())
        assert total.f1 == pytest.approx(reported, abs=5e-5)
