"""The waterfall of losses as rows: what facts F1 comes to with gold in place of one stage after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.blame import Waterfall


@dataclass(frozen=True, slots=True)
class Step:
    """A stage: facts F1 before and after gold takes its place (0 … 1), and the errors that it is charged with."""

    stage: str
    before: float
    after: float
    missed: int
    wrong: int

    @property
    def left(self) -> float:
        """Where its bar begins."""
        return min(self.before, self.after)

    @property
    def width(self) -> float:
        """How long its bar is."""
        return abs(self.after - self.before)


def tabulate(waterfall: Waterfall) -> tuple[Step, ...]:
    """One row a stage; F1 is taken as 1 where there is nothing on either side."""
    return tuple(_steps(waterfall))


def _steps(waterfall: Waterfall) -> Iterator[Step]:
    levels = [1.0 if score.f1 is None else score.f1 for score in waterfall.scores]
    for stage, (before, after) in zip(waterfall.stages, pairwise(levels), strict=True):
        missed, wrong = (waterfall.count(stage, kind) for kind in ("missed", "wrong"))
        yield Step(stage, before, after, missed, wrong)
