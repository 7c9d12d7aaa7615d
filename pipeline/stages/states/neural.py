"""`states.neural`: the states of all tokens by the encoder of a trained model (docs/training.md), without torch."""

from dataclasses import dataclass
from typing import ClassVar

from pipeline.align import token_range
from pipeline.onnx.folder import ModelFolder
from pipeline.onnx.network import Encoder
from pipeline.records import Document, States


@dataclass(frozen=True, slots=True)
class NeuralStates:
    """The stage. `model_hash` is the SHA-256 of the encoder, for the record of a run."""

    encoder: Encoder
    model_hash: str
    assigns: ClassVar[str] = "states"
    requires: ClassVar[tuple[str, ...]] = ("sentences",)
    uses: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> States:
        """The states; they depend on this document alone."""
        words = [document.content[start:end] for start, end in document.tokens]
        sentences = [token_range(document.tokens, sentence) for sentence in document.sentences]
        return States(self.encoder(words, sentences), self.encoder.source)


def build(model: str = "factwire-small") -> NeuralStates:
    """The encoder of the model folder `model`, or of that name in models/. Raises ConfigError if it is damaged."""
    encoder = Encoder.load(ModelFolder.open(model))
    return NeuralStates(encoder, encoder.source)
