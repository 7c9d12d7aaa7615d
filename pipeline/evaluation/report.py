"""The result of an evaluation, as JSON and as a plain table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.errors import ConfigError
from pipeline.evaluation.bootstrap import Interval, describe_sampling, intervals
from pipeline.evaluation.layers import HEADLINES, LAYERS
from pipeline.evaluation.scores import Layer, Score
from pipeline.tables import format_number, format_table, plural

_HEADER = ("gold", "pred", "right", "P", "R", "F1")


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by document, layer and label; `crossing` is how many arcs of each side cross a sentence."""

    by_document: Mapping[str, Mapping[str, Mapping[str, Score]]]
    crossing: tuple[int, int]

    @property
    def layers(self) -> dict[str, Layer]:
        """The sums over all documents, by layer."""
        totals: dict[str, defaultdict[str, Score]] = {name: defaultdict(Score) for name in LAYERS}
        for scores in self.by_document.values():
            for name, labels in scores.items():
                for label, score in labels.items():
                    totals[name][label] += score
        return {name: Layer(dict(sorted(labels.items()))) for name, labels in totals.items()}

    def documents(self, layer: str) -> list[Score]:
        """The micro score of the layer in every document, in the order of ids."""
        return [Layer(scores[layer]).micro for _, scores in sorted(self.by_document.items())]

    def intervals(self, layer: str) -> Mapping[str, Interval | None]:
        """95 % intervals of the layer's micro precision, recall and F1 (see `bootstrap.intervals`)."""
        return intervals(self.documents(layer))

    def to_dict(self) -> dict[str, Any]:
        """The whole report, as JSON types."""
        return {
            "documents": len(self.by_document),
            "layers": {name: layer.to_dict() | self._intervals(name) for name, layer in self.layers.items()},
            "intervals": describe_sampling(),
            "crossing_arcs": {"gold": self.crossing[0], "predicted": self.crossing[1]},
        }

    def _intervals(self, layer: str) -> dict[str, Any]:
        found = self.intervals(layer)
        return {"intervals": {name: interval and interval.to_list() for name, interval in found.items()}}


def format_report(report: Report, layer: str | None = None, *, every: bool = False) -> str:
    """A plain text table: one line a layer (the headlines, or `every` one), or with `layer` one line a label of it.

    Raises ConfigError if there is no such layer.
    """
    if layer is None:
        gold, predicted = report.crossing
        count = plural(len(report.by_document), "document")
        table = format_table([("layer", *_HEADER, "95 %", "macro F1"), *_layer_rows(report, every=every)])
        return f"{table}\n{count}; arcs that cross a sentence: gold {gold}, predicted {predicted}"
    if layer not in LAYERS:
        raise ConfigError(f"there is no layer {layer!r} to evaluate; choose one of: {', '.join(LAYERS)}")
    return format_table([(layer, *_HEADER), *_label_rows(report.layers[layer])])


def _layer_rows(report: Report, *, every: bool) -> Iterator[tuple[str, ...]]:
    for name, found in report.layers.items():
        if every or name in HEADLINES:
            interval = report.intervals(name)["f1"]
            yield name, *_cells(found.micro), format_interval(interval), format_number(found.macro["f1"])


def _label_rows(layer: Layer) -> Iterator[tuple[str, ...]]:
    for label, score in layer.labels.items():
        yield label, *_cells(score)
    yield "micro", *_cells(layer.micro)
    yield "macro", "", "", "", *(format_number(value) for value in layer.macro.values())


def _cells(score: Score) -> tuple[str, ...]:
    return *map(_count, (score.gold, score.predicted, score.right)), *map(
        format_number, (score.precision, score.recall, score.f1)
    )


def _count(value: int | Fraction) -> str:
    return str(value) if isinstance(value, int) else f"{float(value):.1f}"


def format_interval(interval: Interval | None) -> str:
    """Both ends with two digits, as a table holds them."""
    return "–" if interval is None else f"{interval.low:.2f}–{interval.high:.2f}"
