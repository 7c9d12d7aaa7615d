"""The loss waterfall as plain text."""

from collections.abc import Iterator

from pipeline.blame import Waterfall
from pipeline.report.facts import describe_fact
from pipeline.tables import format_number, format_table

WIDTH = 30
"""Characters of a bar for F1 = 1."""


def format_waterfall(waterfall: Waterfall, *, listed: bool = False) -> str:
    """One line a stage: the errors charged to it, and the F1 of the facts with gold up to there as a bar.

    `listed` adds every error under its stage.
    """
    header = ("gold up to", "missed", "wrong", "facts F1")
    start = ("nothing", "", "", format_number(waterfall.scores[0].f1))
    table = format_table([header, start, *_rows(waterfall)]).splitlines()
    bars = ["", *(_bar(score.f1) for score in waterfall.scores)]
    lines = [f"{line}  {bar}".rstrip() for line, bar in zip(_padded(table), bars, strict=True)]
    first = waterfall.scores[0]
    total = f"{first.gold - first.right} missed and {first.predicted - first.right} wrong facts, each charged once"
    return "\n".join([*lines, total, *(_listed(waterfall) if listed else ())])


def _rows(waterfall: Waterfall) -> Iterator[tuple[str, ...]]:
    for stage, score in zip(waterfall.stages, waterfall.scores[1:], strict=True):
        counts = (waterfall.count(stage, "missed"), waterfall.count(stage, "wrong"))
        yield stage, *map(str, counts), format_number(score.f1)


def _padded(lines: list[str]) -> Iterator[str]:
    width = max(map(len, lines))
    return (line.ljust(width) for line in lines)


def _bar(f1: float | None) -> str:
    return "█" * round(WIDTH * (f1 or 0))


def _listed(waterfall: Waterfall) -> Iterator[str]:
    for stage in waterfall.stages:
        charges = [charge for charge in waterfall.charges if charge.stage == stage]
        if charges:
            yield f"\n{stage}"
        yield from (f"  {charge.kind}  {charge.document}: {describe_fact(charge.fact)}" for charge in charges)
