"""The network as it is trained: one encoder, and a head for each label set."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor, nn

from pipeline.nn.encoder import ShapedEncoder, first_pieces
from pipeline.nn.heads import TokenHead
from pipeline.nn.losses import attribute_loss, partial_cross_entropy

TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, for one head.

    `pieces`, `shapes` and `mask` are windows × pieces; `firsts` has one place for each token of the batch (see
    `first_pieces`); `hints` is one number a token, `allowed` tokens × tags, `attributes[name]` one class a token.
    """

    head: str
    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    firsts: Tensor
    hints: Tensor
    allowed: Tensor
    attributes: Mapping[str, Tensor]

    def to(self, device: str) -> "Batch":
        """The batch on another device."""
        return Batch(
            head=self.head,
            pieces=self.pieces.to(device),
            shapes=self.shapes.to(device),
            mask=self.mask.to(device),
            firsts=self.firsts.to(device),
            hints=self.hints.to(device),
            allowed=self.allowed.to(device),
            attributes={name: classes.to(device) for name, classes in self.attributes.items()},
        )


class Reader(nn.Module):
    """Encoder and heads; every head reads the state of a token's first piece."""

    def __init__(self, encoder: ShapedEncoder, heads: Mapping[str, TokenHead]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict(heads)

    def head(self, name: str) -> TokenHead:
        """The head of that name."""
        found: TokenHead = self.heads.get_submodule(name)  # type: ignore[assignment]
        return found

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Logits of the batch's head, by output."""
        states = first_pieces(self.encoder(batch.pieces, batch.shapes, batch.mask), batch.firsts)
        logits: dict[str, Tensor] = self.heads[batch.head](states, batch.hints)
        return logits

    def loss(self, batch: Batch) -> Tensor:
        """What training makes small: the tags' loss and that of each attribute."""
        logits = self(batch)
        loss = partial_cross_entropy(logits[TAGS], batch.allowed)
        for name, classes in batch.attributes.items():
            loss = loss + attribute_loss(logits[name], classes)
        return loss
