import random

import numpy as np
import pytest

from pipeline.onnx.pieces import Window
from pipeline.onnx.tagging import Tagset
from pipeline.training.calibration import calibration_error, fit_temperature, outcomes
from pipeline.training.evaluation import Answer
from pipeline.training.examples import Example

TAGSET = Tagset(("GPE",))
NOTHING = np.zeros(0, dtype=np.int64)


def answered(*, right: bool, logit: float) -> Answer[Example]:
    """One token that the network takes for a GPE."""
    window = Window(0, 1, NOTHING, NOTHING, np.zeros(1, dtype=np.int64))
    spans = ((0, 1, "GPE"),) if right else ()
    example = Example("entities", window, ((0, 1),), spans, np.zeros((1, 3), dtype=np.bool_), {}, NOTHING)
    return Answer(example, {"tags": np.array([[0.0, logit, -50.0]], dtype=np.float32)})


def test_an_overconfident_network_is_cooled_to_what_it_is_worth() -> None:
    chance = random.Random(1)
    answers = [answered(right=chance.random() < 0.8, logit=6.0) for _ in range(500)]
    temperature = fit_temperature(answers, TAGSET)
    found = outcomes(answers, TAGSET, temperature)
    assert found[0][0] == pytest.approx(0.8, abs=0.05)
    assert calibration_error(found) < 0.05 < calibration_error(outcomes(answers, TAGSET, 1.0))


def test_nothing_found_leaves_the_temperature_alone() -> None:
    assert fit_temperature([answered(right=False, logit=-6.0)], TAGSET) == 1.0
    assert calibration_error([]) == 0.0


def test_calibration_error_by_hand() -> None:
    assert calibration_error([(0.9, True), (0.9, False), (0.3, False)]) == pytest.approx((0.8 + 0.3) / 3)
