"""The confusion of span labels as a table: gold down, predicted across, counts as quiet heat."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluation.confusion import SpanMatch, confusion
from pipeline.schema import load_schema

NOTHING = "nothing"
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """How often the row's label was predicted as the column's; `heat` 0 … 5 is its share of the row."""

    count: int
    heat: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What became of the gold spans of one label."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows are gold labels, columns predicted ones; 'nothing' is last on both sides."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def tabulate(matches: Iterable[SpanMatch]) -> Matrix:
    """The matrix of the labels that occur on either side."""
    matches = tuple(matches)
    counts = confusion(matches)
    moved = Counter(match.gold.label for match in matches if match.gold and match.kind == "boundary")
    labels: list[str | None] = [*sorted({label for pair in counts for label in pair if label}, key=_rank), None]
    return Matrix(
        columns=tuple(label or NOTHING for label in labels),
        rows=tuple(
            MatrixRow(row or NOTHING, _cells(row, [counts[row, column] for column in labels], labels, moved))
            for row in labels
            if any(counts[row, column] for column in labels)
        ),
    )


def _cells(
    row: str | None, counts: Sequence[int], labels: Sequence[str | None], moved: Counter[str]
) -> tuple[Cell, ...]:
    total = sum(counts)
    return tuple(
        Cell(
            count=count,
            heat=-(-count * _STEPS // total),
            kind="right" if row == column else "wrong",
            words=_describe(row, column, count, moved[row or ""] if row == column else 0),
        )
        for column, count in zip(labels, counts, strict=True)
    )


def _describe(row: str | None, column: str | None, count: int, moved: int) -> str:
    if row is None:
        return f"{count} predicted as {column} where gold has nothing"
    if column is None:
        return f"{count} of {row} missed"
    if row != column:
        return f"{count} of {row} predicted as {column}"
    return f"{count} of {row} predicted as {column}" + (f", {moved} of them with another boundary" if moved else "")


def _rank(label: str) -> tuple[int, str]:
    schema = load_schema()
    groups = (schema.names, schema.triggers, schema.values)
    return next((i for i, group in enumerate(groups) if label in group), len(groups)), label
