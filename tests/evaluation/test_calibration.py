import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FormatError
from pipeline.evaluation.calibration import Calibration, Coverage, Scored, calibrate
from pipeline.records import Amount
from pipeline.stages.facts.assembly import assemble
from tests.builders import document

items = st.lists(st.builds(Scored, st.none() | st.floats(0, 1), st.booleans()), max_size=30)


def test_the_reliability_table_and_its_error() -> None:
    found = Calibration(
        (Scored(0.95, right=True), Scored(0.91, right=False), Scored(0.2, right=False), Scored(1.0, right=True))
    )
    assert [(b.low, b.high, b.count) for b in found.bins] == [(0.2, 0.3, 1), (0.9, 1.0, 3)]
    assert found.bins[1].mean_score == pytest.approx((0.95 + 0.91 + 1.0) / 3)
    assert found.bins[1].precision == pytest.approx(2 / 3)
    assert found.ece == pytest.approx(0.25 * 0.2 + 0.75 * abs((0.95 + 0.91 + 1.0) / 3 - 2 / 3))


def test_what_has_to_be_read_for_a_precision() -> None:
    found = Calibration(
        tuple(Scored(score, right) for score, right in [(0.9, True), (0.8, True), (0.3, False), (None, True)])
    )
    assert found.coverage == (Coverage(0, 4, 0.75), Coverage(1, 3, 2 / 3), Coverage(2, 2, 1.0), Coverage(3, 1, 1.0))
    assert found.reading_for(0.7) == Coverage(0, 4, 0.75)
    assert found.reading_for(0.95) == Coverage(2, 2, 1.0)
    assert Calibration((Scored(0.9, right=False),)).reading_for(0.5) is None


def test_equal_scores_are_taken_out_together() -> None:
    found = Calibration((Scored(0.5, right=True), Scored(0.5, right=False), Scored(0.9, right=True)))
    assert [step.read for step in found.coverage] == [0, 2]


def test_nothing_scored_has_no_error() -> None:
    found = Calibration((Scored(None, right=True),))
    assert (found.ece, found.bins, found.unscored) == (None, (), 1)
    assert Calibration(()).coverage == ()


def test_scores_that_mean_what_they_say_have_a_small_error() -> None:
    chance = np.random.default_rng(5)
    scores = chance.random(20_000)
    told = Calibration(tuple(Scored(float(s), bool(chance.random() < s)) for s in scores))
    boasted = Calibration(tuple(Scored(float(s), bool(chance.random() < s / 2)) for s in scores))
    assert told.ece == pytest.approx(0, abs=0.02)
    assert boasted.ece == pytest.approx(0.25, abs=0.02)


@settings(max_examples=100, deadline=None)
@given(items)
def test_neither_order_nor_ties_change_anything(given_items: list[Scored]) -> None:
    backward = Calibration(tuple(reversed(given_items)))
    forward = Calibration(tuple(given_items))
    assert forward.to_dict() == backward.to_dict()
    assert sum(found.count for found in forward.bins) + forward.unscored == len(given_items)
    assert all(found.low <= found.mean_score <= found.high for found in forward.bins)
    assert [step.read + step.kept for step in forward.coverage] == [len(given_items)] * len(forward.coverage)


def test_every_layer_is_collected() -> None:
    text = "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] with [CARDINAL:27] men ."
    gold = document(
        text, norms={"v1": Amount(Decimal(27))}, arcs=(("e2", "visitor", "e1"), ("e2", "destination", "e3"))
    )
    gold = replace(gold, facts=assemble(gold))
    found = document(text, norms={"v1": Amount(Decimal(7))}, arcs=(("e2", "visitor", "e1"), ("e2", "host", "e3")))
    found = replace(
        found,
        entities=tuple(replace(entity, score=0.8) for entity in found.entities),
        relations=tuple(replace(arc, score=0.6) for arc in found.relations),
    )
    found = replace(found, facts=assemble(found))
    layers = calibrate([gold], [found])
    assert [(item.score, item.right) for item in layers["entities"].items] == [(0.8, True)] * 3
    assert [(item.score, item.right) for item in layers["values"].items] == [(None, False)]
    assert [(item.score, item.right) for item in layers["arcs"].items] == [(0.6, True), (0.6, False)]
    assert [(item.score, item.right) for item in layers["facts"].items] == [(0.6, False)]
    assert json.loads(json.dumps(layers["arcs"].to_dict()))["bins"][0]["count"] == 2


@pytest.mark.parametrize("score", [float("nan"), 1.5, -0.1])
def test_scores_outside_0_to_1_are_refused(score: float) -> None:
    gold = document("[GPE:Peru] voted .")
    predicted = replace(gold, entities=tuple(replace(entity, score=score) for entity in gold.entities))
    with pytest.raises(FormatError, match=rf"document '{gold.id}': the score {score} is not in 0 to 1"):
        calibrate([gold], [predicted])
