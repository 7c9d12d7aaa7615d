"""Temperature scaling (Guo et al. 2017): scores that say how often a span is right."""

import math
from collections.abc import Sequence

from pipeline.onnx.tagging import Tagset
from pipeline.training.evaluation import Answer, spans
from pipeline.training.examples import Example

_LEAST, _GREATEST, _STEPS = 0.5, 8.0, 60
TEMPERATURES = tuple(_LEAST * (_GREATEST / _LEAST) ** (step / _STEPS) for step in range(_STEPS + 1))
"""What is tried: a logarithmic grid."""

_MARGIN = 1e-4


def fit_temperature(answers: Sequence[Answer[Example]], tagset: Tagset) -> float:
    """The temperature under which the scores of the spans found are the likeliest, given which of them are right.

    1 where nothing is found.
    """
    losses = {temperature: _loss(answers, tagset, temperature) for temperature in TEMPERATURES}
    best = min(losses, key=lambda temperature: losses[temperature])
    return round(best, 3) if losses[best] > 0 else 1.0


def calibration_error(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) over bins of equal width; 0 without outcomes."""
    error = 0.0
    for index in range(bins):
        inside = [(score, right) for score, right in outcomes if min(int(score * bins), bins - 1) == index]
        error += abs(sum(score - right for score, right in inside))
    return error / len(outcomes) if outcomes else 0.0


def outcomes(answers: Sequence[Answer[Example]], tagset: Tagset, temperature: float) -> list[tuple[float, bool]]:
    """Score of each span found, and whether it is right."""
    found = []
    for answered in answers:
        gold = set(answered.example.spans)
        found += [(span.score, span[:3] in gold) for span in spans(answered, tagset, temperature)]
    return found


def _loss(answers: Sequence[Answer[Example]], tagset: Tagset, temperature: float) -> float:
    """Negative log-likelihood of right and wrong under the scores."""
    total = 0.0
    for score, right in outcomes(answers, tagset, temperature):
        likely = min(max(score, _MARGIN), 1 - _MARGIN)
        total -= math.log(likely if right else 1 - likely)
    return total
