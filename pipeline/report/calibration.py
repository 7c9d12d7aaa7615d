"""Calibration as plain text."""

from collections.abc import Iterator, Mapping

from pipeline.evaluation.calibration import Calibration, Coverage
from pipeline.tables import format_number, format_table, plural

_PRECISIONS = (0.8, 0.9, 0.95, 0.99)


def format_calibration(layers: Mapping[str, Calibration]) -> str:
    """For each layer its reliability table, its ECE, and what has to be read for a given precision of the rest."""
    return "\n\n".join("\n".join(_layer(name, found)) for name, found in layers.items())


def _layer(name: str, found: Calibration) -> Iterator[str]:
    items = f"{name}: {plural(len(found.items), 'item')}"
    if found.ece is None:
        yield f"{items}, none with a score: the stages that found them give none"
        return
    yield f"{items}, {found.unscored} without a score, ECE {format_number(found.ece)}"
    rows = (
        (f"{one.low:.1f}–{one.high:.1f}", str(one.count), format_number(one.mean_score), format_number(one.precision))
        for one in found.bins
    )
    yield format_table([("score", "items", "mean score", "precision"), *rows])
    for precision in _PRECISIONS:
        yield _reading(precision, found.reading_for(precision))


def _reading(precision: float, step: Coverage | None) -> str:
    if step is None:
        return f"no part of them is {precision:.0%} right by its scores"
    if not step.read:
        return f"all {step.kept} are {step.precision:.1%} right: nothing need be read for {precision:.0%}"
    rest = f"the other {step.kept} are {step.precision:.1%} right"
    return f"read the {step.read} least certain, and {rest} (≥ {precision:.0%})"
