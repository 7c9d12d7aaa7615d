"""Run stages over documents: check their order, write each layer, make spans flat, hold every stage to its contract."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.align import keep_disjoint
from pipeline.config import build_stages, read_config
from pipeline.errors import ConfigError, StageError
from pipeline.records import Document, Entity, Span, Value
from pipeline.schema import load_schema
from pipeline.stage import LAYERS, TRANSIENT_LAYERS, Stage

_SPAN_LAYERS = ("values", "entities")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in the order in which they run; calling it adds their layers to a document."""

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        load_schema()  # read now: documents are processed without any input
        check_order(self.stages)

    def __call__(self, document: Document) -> Document:
        """The document with every layer that the stages assign. Raises StageError naming the stage that failed."""
        last_proposal = max((i for i, stage in enumerate(self.stages) if stage.assigns in _SPAN_LAYERS), default=-1)
        for index, stage in enumerate(self.stages):
            document = _apply(stage, document)
            if index == last_proposal:
                document = resolve_overlaps(document)
        return replace(document, parse=None, states=None)


def load_pipeline(config: str | Path | None = None) -> Pipeline:
    """The pipeline of a config file (default: the shipped `configs/default.cfg`)."""
    return Pipeline(build_stages(read_config(None if config is None else Path(config))))


def check_order(stages: Sequence[Stage]) -> None:
    """Raise ConfigError if a layer is assigned twice, or after a stage that requires or would use it."""
    assigned: list[str] = []
    everything = {stage.assigns for stage in stages}
    for stage in stages:
        if stage.assigns not in (*LAYERS, *TRANSIENT_LAYERS):
            raise ConfigError(
                f"a stage assigns {stage.assigns!r}; layers are {', '.join((*LAYERS, *TRANSIENT_LAYERS))}"
            )
        if stage.assigns in assigned:
            raise ConfigError(f"two stages assign the layer {stage.assigns!r}; keep one of them")
        wanted = (*stage.requires, *(layer for layer in stage.uses if layer in everything))
        missing = [layer for layer in wanted if layer not in assigned]
        if missing:
            raise ConfigError(
                f"stage order: {stage.assigns!r} reads {missing[0]!r}, which no stage before it assigns "
                f"(before it: {', '.join(assigned) or 'nothing'}); reorder [pipeline] stages"
            )
        assigned.append(stage.assigns)


def _apply(stage: Stage, document: Document) -> Document:
    try:
        value = stage(document)
    except Exception as error:
        raise StageError(
            f"stage {stage.assigns!r} failed on {document.id!r}: {type(error).__name__}: {error}", stage=stage.assigns
        ) from error
    if stage.assigns in _SPAN_LAYERS:
        _check_spans(document, stage.assigns, value)
    return document.with_layer(stage.assigns, value)


def _check_spans(document: Document, layer: str, spans: Iterable[Span]) -> None:
    schema = load_schema()
    labels = schema.values if layer == "values" else schema.entities
    for span in spans:
        if span.label not in labels:
            message = f"stage {layer!r} on {document.id!r}: label {span.label!r} is not one of {sorted(labels)}"
            raise StageError(message, stage=layer)
        if not span.start < span.end or document.content[span.start : span.end] != span.text:
            message = f"stage {layer!r} on {document.id!r}: offsets {span.offsets} are not {span.text!r}"
            raise StageError(message, stage=layer)


def resolve_overlaps(document: Document) -> Document:
    """Make entities and values flat and number them in text order.

    Of two overlapping spans the longer stays, of equally long ones the one whose label has the higher priority in
    the schema, then the earlier; so the result does not depend on the order of proposals.
    """
    priority = load_schema().priority
    ranked = sorted(
        (*document.entities, *document.values),
        key=lambda span: (span.start - span.end, -priority.get(span.label, 0), span.start, span.label),
    )
    kept = keep_disjoint(ranked, lambda span: span.offsets)
    entities = [span for span in kept if isinstance(span, Entity)]
    values = [span for span in kept if isinstance(span, Value)]
    return replace(document, entities=_numbered("e", entities), values=_numbered("v", values))


def _numbered(prefix: str, spans: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(replace(span, id=f"{prefix}{number}") for number, span in enumerate(spans, 1))
