"""Scores as the rows of tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.evaluation import HEADLINES, Report, Score
from pipeline.evaluation.bootstrap import Interval

_KEY_LAYERS = ("facts", "slots", "arcs", "entities")


@dataclass(frozen=True, slots=True)
class Row:
    """A layer or label: its counts and measures, and the 95 % interval of F1 where there is one."""

    name: str
    score: Score
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class LayerTable:
    """A layer and its labels."""

    total: Row
    labels: tuple[Row, ...]
    is_headline: bool


def tabulate(report: Report) -> tuple[LayerTable, ...]:
    """One table a layer that holds anything."""
    return tuple(_tables(report))


def key_figures(tables: tuple[LayerTable, ...]) -> tuple[Row, ...]:
    """What a reader wants to know first."""
    rows = {table.total.name: table.total for table in tables}
    return tuple(rows[name] for name in _KEY_LAYERS if name in rows)


def _tables(report: Report) -> Iterator[LayerTable]:
    for name, layer in report.layers.items():
        if layer.labels:
            yield LayerTable(
                total=Row(name, layer.micro, report.intervals(name)["f1"]),
                labels=tuple(Row(label, score) for label, score in layer.labels.items()),
                is_headline=name in HEADLINES,
            )
