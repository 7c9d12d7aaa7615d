"""Score what a system predicts for a set: by document, then over all of them."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pipeline.errors import FormatError
from pipeline.evaluation import Pair, Score
from pipeline.evaluation.bootstrap import Interval, intervals
from pipeline.evaluation.identity import connect
from pipeline.jsonl import document_from_dict
from pipeline.records import Document, Links, Span

PART = "#"
"""Parts of one document have the ids `document#1`, `document#2` …: they are drawn together in the bootstrap."""

MACRO = " macro"
"""Ends the name of a metric that is the mean over the labels: `strict macro` of `strict/PER`, `strict/LOC` …"""

_Span = TypeVar("_Span", bound=Span)


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric over a whole set, with the 95 % intervals of `precision`, `recall` and `f1`.

    `headline` is the measure that is reported: `f1`, or `recall` where the metric is an accuracy.
    """

    score: Score
    intervals: Mapping[str, Interval | None]
    headline: str

    @property
    def value(self) -> float | None:
        """The headline measure."""
        value: float | None = getattr(self.score, self.headline)
        return value

    def to_dict(self) -> dict[str, Any]:
        """Counts, measures and intervals, as JSON types."""
        found = {name: interval.to_list() if interval else None for name, interval in self.intervals.items()}
        return {**self.score.to_dict(), "headline": self.headline, "intervals": found}


@dataclass(frozen=True, slots=True)
class Macro:
    """The mean F1 over the labels that gold holds; null where it holds none."""

    value: float | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON types."""
        return {"headline": "macro_f1", "macro_f1": self.value}


def document_name(document: Document) -> str:
    """The id of the document that this one is a part of, or its own."""
    return document.id.partition(PART)[0]


def predicted_document(gold: Document, prediction: Mapping[str, Any]) -> Document:
    """A system's answer to the text of a gold document (layers as in docs/format.md; ids and texts may be absent).

    Raises FormatError saying what is wrong with it.
    """
    layers = dict(prediction)
    for layer, prefix in (("entities", "e"), ("values", "v")):
        layers[layer] = [
            {"id": f"{prefix}{number}", "text": gold.content[slice(span.get("start"), span.get("end"))], **span}
            for number, span in enumerate(layers.get(layer, ()), 1)
        ]
    document = document_from_dict({**layers, "id": gold.id, "text": gold.text, "created": gold.created})
    outside = [at for at in (*document.sentences, *(span.offsets for span in document.spans())) if not _fits(at, gold)]
    if outside:
        raise FormatError(f"document {gold.id!r}: offsets {outside[0]} are not inside the text")
    return document


def _fits(offsets: tuple[int, int], document: Document) -> bool:
    return 0 <= offsets[0] <= offsets[1] <= len(document.content)


def pair_up(gold: Document, predicted: Document, labels: Mapping[str, Sequence[str]] | None) -> Pair:
    """Both sides in the labels of the set, which predictions may have, too; what has none of them is left out."""
    if labels is None:
        return Pair(gold, predicted)
    theirs, ours = join_labels(labels)
    return Pair(relabel(gold, theirs), relabel(predicted, theirs | ours))


def join_labels(labels: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Labels of the set, and labels of ours → the label that they are read as.

    Labels of the set that share one of ours, which could not be told apart, are read as the first of them.
    """
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for label, owns in labels.items():
        for own in owns:
            sharing[own].append(label)
    order = list(labels)
    joined = connect(order, sharing.values())
    theirs = {label: min(members, key=order.index) for members in joined for label in members}
    return theirs, {own: theirs[members[0]] for own, members in sharing.items()}


def relabel(document: Document, labels: Mapping[str, str]) -> Document:
    """Spans under new labels, without those that have none, without the facts and whatever lost a span."""
    entities, values = _renamed(document.entities, labels), _renamed(document.values, labels)
    known = {span.id for span in (*entities, *values)}
    clusters = (tuple(member for member in cluster if member in known) for cluster in document.links.clusters)
    return replace(
        document,
        entities=entities,
        values=values,
        links=Links(
            clusters=tuple(cluster for cluster in clusters if len(cluster) > 1),
            countries={key: code for key, code in document.links.countries.items() if key in known},
        ),
        relations=tuple(arc for arc in document.relations if {arc.head, arc.argument} <= known),
        facts=(),
    )


def _renamed(spans: Iterable[_Span], labels: Mapping[str, str]) -> tuple[_Span, ...]:
    return tuple(replace(span, label=labels[span.label]) for span in spans if span.label in labels)


def measure(
    pairs: Iterable[Pair],
    score: Callable[[Pair], Mapping[str, Score]],
    metrics: Sequence[str],
    accuracies: frozenset[str],
) -> dict[str, Measured | Macro]:
    """The metrics over all pairs, then whatever else `score` counts (`strict/PER`, the part of `strict` with a label).

    Counts are summed within a document, then over the documents. A metric `strict macro` is made of the parts of
    `strict`; a part of an accuracy is one, too.
    """
    documents: defaultdict[str, defaultdict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for pair in pairs:
        document = documents[document_name(pair.gold)]
        for metric, counted in score(pair).items():
            document[metric] += counted
    names = {name for document in documents.values() for name in document}
    names.update(metric for metric in metrics if not metric.endswith(MACRO))
    found: dict[str, Measured | Macro] = {}
    for name in sorted(names):
        by_document = [document[name] for document in documents.values()]
        headline = "recall" if name.partition("/")[0] in accuracies else "f1"
        found[name] = Measured(sum(by_document, Score()), intervals(by_document), headline)
    for metric in metrics:
        if metric not in found:
            found[metric] = _macro(metric.removesuffix(MACRO), found)
    return {metric: found[metric] for metric in metrics} | found


def _macro(metric: str, found: Mapping[str, Measured | Macro]) -> Macro:
    parts = (each for name, each in found.items() if name.startswith(f"{metric}/") and isinstance(each, Measured))
    values = [part.score.f1 or 0.0 for part in parts if part.score.gold]
    return Macro(math.fsum(values) / len(values) if values else None)
