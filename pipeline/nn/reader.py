"""The network as it is trained: one encoder, and a head for each label set."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor, nn

from pipeline.nn.encoder import ShapedEncoder, first_pieces
from pipeline.nn.heads import TokenHead
from pipeline.nn.pairs import PairHead

Head = TokenHead | PairHead


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, for one head.

    `pieces`, `shapes` and `mask` are windows × pieces; `firsts` has one place for each token of the batch (see
    `first_pieces`); `given` is what the head takes beside the states of these tokens, `answers` what its loss takes.
    """

    head: str
    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    firsts: Tensor
    given: Mapping[str, Tensor]
    answers: Mapping[str, Tensor]

    def to(self, device: str) -> "Batch":
        """The batch on another device."""
        return Batch(
            head=self.head,
            pieces=self.pieces.to(device),
            shapes=self.shapes.to(device),
            mask=self.mask.to(device),
            firsts=self.firsts.to(device),
            given={name: tensor.to(device) for name, tensor in self.given.items()},
            answers={name: tensor.to(device) for name, tensor in self.answers.items()},
        )


class Reader(nn.Module):
    """Encoder and heads; every head reads the state of a token's first piece."""

    def __init__(self, encoder: ShapedEncoder, heads: Mapping[str, Head]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict(heads)

    def head(self, name: str) -> Head:
        """The head of that name."""
        found: Head = self.heads.get_submodule(name)  # type: ignore[assignment]
        return found

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Logits of the batch's head, by output."""
        states = first_pieces(self.encoder(batch.pieces, batch.shapes, batch.mask), batch.firsts)
        logits: dict[str, Tensor] = self.heads[batch.head](states, **batch.given)
        return logits

    def loss(self, batch: Batch) -> Tensor:
        """What training makes small."""
        return self.head(batch.head).loss(self(batch), batch.answers)
