"""`entities.neural`: names, titles and triggers by a trained model, read off the layer `states`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pipeline.align import token_range
from pipeline.errors import ConfigError
from pipeline.onnx.folder import HeadMeta, ModelFolder
from pipeline.onnx.network import Head
from pipeline.onnx.tagging import Scores, Tagged, Tagset
from pipeline.records import Document, Entity, Office
from pipeline.schema import load_schema

HEAD = "entities"


@dataclass(frozen=True, slots=True)
class NeuralRecognizer:
    """The stage. `source` is the hash of the encoder whose states it reads; `model_hash` that of its own weights."""

    head: Head
    meta: HeadMeta
    name: str
    source: str
    model_hash: str
    assigns: ClassVar[str] = "entities"
    requires: ClassVar[tuple[str, ...]] = ("sentences", "states")
    uses: ClassVar[tuple[str, ...]] = ()

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
        logits = self.head(states.vectors)
        spans = Tagset(self.meta.labels).decode(logits["tags"], sentences, self.meta.temperature)
        return tuple(self._entities(document, spans, logits))

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


def build(model: str = "factwire-small") -> NeuralRecognizer:
    """The recognizer of the model folder `model`, or of that name in models/.

    Raises ConfigError if the model is damaged, or has labels that are not of our schema.
    """
    folder = ModelFolder.open(model)
    meta = folder.head(HEAD)
    foreign = sorted(set(meta.labels) - load_schema().entities)
    if foreign:
        raise ConfigError(
            f"{folder.path} finds {foreign[0]!r}, which is not one of {', '.join(sorted(load_schema().entities))}; "
            "give a model that was trained on our labels"
        )
    return NeuralRecognizer(
        head=Head.load(folder, HEAD),
        meta=meta,
        name=folder.path.name,
        source=folder.encoder_hash,
        model_hash=folder.files[f"{HEAD}.onnx"],
    )
