"""`entities.neural`: names, titles and triggers by a trained model, read off the layer `states`.

A model that was trained with hints is told what another recognizer finds, and has learnt when to believe it:

    [stages.entities]
    @stages = "entities.neural"

    [stages.entities.hints]
    @stages = "entities.rules"

Where it agrees, the other's status, phase and normal form are taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from pipeline.align import token_range
from pipeline.errors import ConfigError
from pipeline.onnx.folder import HeadMeta, ModelFolder
from pipeline.onnx.network import Head
from pipeline.onnx.tagging import Scores, Tagged, Tagset
from pipeline.records import Document, Entity, Office
from pipeline.schema import load_schema
from pipeline.stage import Stage

HEAD = "entities"


@dataclass(frozen=True, slots=True)
class NeuralRecognizer:
    """The stage. `source` is the hash of the encoder whose states it reads; `model_hash` that of its own weights."""

    head: Head
    meta: HeadMeta
    name: str
    source: str
    model_hash: str
    hints: Stage | None = None
    assigns: str = "entities"
    requires: tuple[str, ...] = ("sentences", "states")
    uses: tuple[str, ...] = ()

    def __call__(self, document: Document) -> tuple[Entity, ...]:
        """The entities; `score` is the calibrated probability of the least probable tag, found by `neural.<model>`.

        Raises ValueError if the states are those of another encoder.
        """
        states = document.states
        if states is None or states.source != self.source:
            raise ValueError(
                f"the states are not of the encoder of {self.name!r}: give states.neural and entities.neural one model"
            )
        sentences = [token_range(document.tokens, sentence) for sentence in document.sentences]
        if not any(first < last for first, last in sentences):
            return ()
        hinted: tuple[Entity, ...] = () if self.hints is None else self.hints(document)
        tagset = Tagset(self.meta.labels)
        ranges = [(*token_range(document.tokens, entity.offsets), entity.label) for entity in hinted]
        hints = np.array(tagset.hint(ranges, len(document.tokens)), dtype=np.int64)
        logits = self.head(states=states.vectors, hints=hints)
        spans = tagset.decode(logits["tags"], sentences, self.meta.temperature)
        twins = {(*entity.offsets, entity.label): entity for entity in hinted}
        return tuple(_joined(entity, twins) for entity in self._entities(document, spans, logits))

    def _entities(self, document: Document, spans: list[Tagged], logits: Mapping[str, Scores]) -> Iterator[Entity]:
        triggers = load_schema().triggers
        for span in spans:
            start, end = document.tokens[span.first][0], document.tokens[span.last - 1][1]
            text = document.content[start:end]
            yield Entity(
                start=start,
                end=end,
                label=span.label,
                text=text,
                status=self._class(logits, "status", span.first) if span.label in triggers else None,
                phase=self._class(logits, "phase", span.first) if span.label == "APPOINTMENT" else None,
                norm=Office(text) if span.label == "TITLE" else None,
                found_by=f"neural.{self.name}",
                score=round(span.score, 4),
            )

    def _class(self, logits: Mapping[str, Scores], attribute: str, token: int) -> str | None:
        if attribute not in self.meta.attributes:
            return None
        return self.meta.attributes[attribute][int(logits[attribute][token].argmax())]


def _joined(entity: Entity, twins: Mapping[tuple[int, int, str], Entity]) -> Entity:
    """The entity with the attributes of the hint that is the same span."""
    twin = twins.get((*entity.offsets, entity.label))
    return entity if twin is None else replace(entity, status=twin.status, phase=twin.phase, norm=twin.norm)


def build(model: str = "factwire-small", hints: Any = None) -> NeuralRecognizer:
    """The recognizer of the model folder `model`, or of that name in models/.

    `hints` is a stage of the layer `entities`, for models that were trained with one. Raises ConfigError if the model
    is damaged, has labels that are not of our schema, or was trained otherwise as to hints.
    """
    folder = ModelFolder.open(model)
    meta = folder.head(HEAD)
    foreign = sorted(set(meta.labels) - load_schema().entities)
    if foreign:
        raise ConfigError(
            f"{folder.path} finds {foreign[0]!r}, which is not one of {', '.join(sorted(load_schema().entities))}; "
            "give a model that was trained on our labels"
        )
    return load_recognizer(folder, hints)


def load_recognizer(folder: ModelFolder, hints: Any = None) -> NeuralRecognizer:
    """The recognizer of a model folder, whatever its labels; it was trained with hints or without, else ConfigError."""
    meta = folder.head(HEAD)
    head = Head.load(folder, HEAD)
    if head.takes_hints != (hints is not None):
        expected = "expects hints: name" if head.takes_hints else "takes no hints: drop"
        raise ConfigError(f"the head {HEAD!r} of {folder.path} {expected} the section [stages.entities.hints]")
    return NeuralRecognizer(
        head=head,
        meta=meta,
        name=folder.path.name,
        source=folder.encoder_hash,
        model_hash=folder.files[f"{HEAD}.onnx"],
        hints=hints,
        requires=_layers(("sentences", "states"), getattr(hints, "requires", ())),
        uses=tuple(layer for layer in getattr(hints, "uses", ()) if layer not in {"sentences", "states"}),
    )


def _layers(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
