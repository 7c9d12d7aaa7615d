"""The result of an evaluation, as JSON and as a plain table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ConfigError
from pipeline.evaluation.scores import Layer, Score

_HEADER = ("gold", "pred", "right", "P", "R", "F1")


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by layer over a corpus; `crossing` is how many arcs of gold and of the predictions cross a sentence."""

    documents: int
    layers: Mapping[str, Layer]
    crossing: tuple[int, int]

    def to_dict(self) -> dict[str, Any]:
        """The whole report, as JSON types."""
        return {
            "documents": self.documents,
            "layers": {name: layer.to_dict() for name, layer in self.layers.items()},
            "crossing_arcs": {"gold": self.crossing[0], "predicted": self.crossing[1]},
        }


def format_report(report: Report, layer: str | None = None) -> str:
    """A plain text table: one line a layer, or with `layer` one line a label of it. Raises ConfigError if unknown."""
    if layer is None:
        rows = [(name, *_cells(found.micro), _number(found.macro["f1"])) for name, found in report.layers.items()]
        gold, predicted = report.crossing
        table = _table([("layer", *_HEADER, "macro F1"), *rows])
        return f"{table}\n{report.documents} documents; arcs that cross a sentence: gold {gold}, predicted {predicted}"
    if layer not in report.layers:
        raise ConfigError(f"there is no layer {layer!r} to evaluate; choose one of: {', '.join(report.layers)}")
    return _table([(layer, *_HEADER), *_label_rows(report.layers[layer])])


def _label_rows(layer: Layer) -> Iterator[tuple[str, ...]]:
    for label, score in layer.labels.items():
        yield label, *_cells(score)
    yield "micro", *_cells(layer.micro)
    yield "macro", "", "", "", *(_number(value) for value in layer.macro.values())


def _cells(score: Score) -> tuple[str, ...]:
    counts = (score.gold, score.predicted, score.right)
    return *map(str, counts), *map(_number, (score.precision, score.recall, score.f1))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
