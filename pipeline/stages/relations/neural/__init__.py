"""`relations.neural`: arcs by a trained model that scores pairs of spans over the states of a shared encoder.

    [stages.states]
    @stages = "states.neural"
    model = "my-model"

    [stages.relations]
    @stages = "relations.neural"
    model = "my-model"

A model that was trained with typed markers reads the text once more, with the spans marked in it, by the encoder of its
own folder; it needs no layer `states`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from pipeline.errors import ConfigError
from pipeline.onnx.folder import ModelFolder, PairMeta
from pipeline.onnx.network import Encoder, Head
from pipeline.onnx.tagging import Scores, softmax
from pipeline.records import Arc, Document
from pipeline.schema import load_schema
from pipeline.stages.relations.neural.questions import Question, ask

HEAD = "relations"


@dataclass(frozen=True, slots=True)
class NeuralRelations:
    """The stage. `encoder` is null where the head reads the layer `states`, which must be of the encoder `source`."""

    head: Head
    encoder: Encoder | None
    meta: PairMeta
    name: str
    source: str
    model_hash: str
    assigns: ClassVar[str] = "relations"
    uses: ClassVar[tuple[str, ...]] = ("values", "links")

    @property
    def requires(self) -> tuple[str, ...]:
        """The layers that must be there."""
        return ("sentences", "entities") if self.encoder else ("sentences", "states", "entities")

    def __call__(self, document: Document) -> tuple[Arc, ...]:
        """The arcs in text order of head, role and argument; `score` is the calibrated probability of the role.

        Raises ValueError if the states are those of another encoder.
        """
        question = ask(document, self.meta)
        if not question.candidates:
            return ()
        logits = self.head(
            states=self._states(document, question),
            spans=question.spans,
            labels=question.labels,
            pairs=question.pairs,
            allowed=question.allowed,
        )["roles"]
        places = {span.id: span.start for span in document.spans()}
        arcs = set(self._arcs(question, logits))
        return tuple(sorted(arcs, key=lambda arc: (places[arc.head], arc.label, places[arc.argument], arc.argument)))

    def _states(self, document: Document, question: Question) -> Scores:
        if self.encoder is not None:
            return self.encoder(question.words, question.sentences)
        if document.states is None or document.states.source != self.source:
            raise ValueError(
                f"the states are not of the encoder of {self.name!r}: give states.neural and relations.neural one model"
            )
        vectors: Scores = document.states.vectors
        return vectors

    def _arcs(self, question: Question, logits: Scores) -> Iterator[Arc]:
        for candidate, role, score in zip(question.candidates, *decode(logits, self.meta), strict=True):
            if role:
                yield Arc(
                    head=candidate.head.id,
                    label=self.meta.roles[role - 1],
                    argument=candidate.argument.id,
                    found_by=f"neural.{self.name}",
                    score=round(float(score), 4),
                )


def decode(logits: Scores, meta: PairMeta) -> tuple[list[int], list[float]]:
    """The class of each pair and its probability: the best role, or 0 where having any role is below the threshold.

    Args:
        logits: pairs × classes.
        meta: gives temperature and threshold.
    """
    probabilities = softmax(logits / meta.temperature)
    roles = 1 + probabilities[:, 1:].argmax(-1)
    found = np.where(1 - probabilities[:, 0] >= meta.threshold, roles, 0)
    return found.tolist(), probabilities[np.arange(len(roles)), roles].tolist()


def load_relations(folder: ModelFolder, threshold: float | None = None) -> NeuralRelations:
    """The head of relations of a model folder, whatever its labels; `threshold` takes the place of the model's own."""
    meta = folder.pair_head(HEAD)
    return NeuralRelations(
        head=Head.load(folder, HEAD),
        encoder=Encoder.load(folder) if meta.markers else None,
        meta=meta if threshold is None else replace(meta, threshold=threshold),
        name=folder.path.name,
        source=folder.encoder_hash,
        model_hash=folder.files[f"{HEAD}.onnx"],
    )


def build(model: str, threshold: float | None = None) -> NeuralRelations:
    """The stage with the model of that folder, or of that name in models/.

    `threshold` is the least probability of being related at all; null takes the one that was best on dev. Raises
    ConfigError if the model is damaged, has no head of relations, or was trained on labels that are not of our schema.
    """
    folder = ModelFolder.open(model)
    schema = load_schema()
    meta = folder.pair_head(HEAD)
    foreign = [
        f"{head} {role} {argument}"
        for head, roles in meta.schema.items()
        for role, labels in roles.items()
        for argument in sorted(labels)
        if not schema.allows(head, role, argument)
    ]
    if foreign:
        raise ConfigError(
            f"{folder.path} finds {foreign[0]!r}, which annotations/schema.toml does not allow; give a model that was "
            "trained on our labels"
        )
    return load_relations(folder, threshold)
