"""Heads: what is read off the state of a token."""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn.functional import gelu

from pipeline.nn.losses import attribute_loss, partial_cross_entropy

TAGS = "tags"


class TokenHead(nn.Module):
    """One linear classifier for each thing that is asked of a token: its tag, and attributes of the span it opens.

    A head with `hints` is also told what somebody else takes each token for, and weighs that against the state in one
    hidden layer (stacked generalization, Wolpert 1992). Hint 0 says nothing.
    """

    def __init__(self, width: int, outputs: Mapping[str, int], *, hints: int = 0, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.hints = nn.Embedding(hints, width, padding_idx=0) if hints else None
        self.hidden = nn.Linear(width, width) if hints else None
        self.outputs = nn.ModuleDict({name: nn.Linear(width, size) for name, size in outputs.items()})

    def forward(self, states: Tensor, hints: Tensor | None = None) -> dict[str, Tensor]:
        """Logits by output, each tokens × its classes.

        Args:
            states: tokens × width.
            hints: one number a token; null for a head without hints.
        """
        states = self.dropout(states)
        if self.hints is not None and self.hidden is not None:
            states = gelu(self.hidden(states + self.hints(hints)))
        return {name: output(states) for name, output in self.outputs.items()}

    def loss(self, logits: Mapping[str, Tensor], answers: Mapping[str, Tensor]) -> Tensor:
        """The loss of the tags, whose answers are tokens × tags that may be right, and that of each attribute."""
        loss = partial_cross_entropy(logits[TAGS], answers[TAGS])
        for name, classes in answers.items():
            if name != TAGS:
                loss = loss + attribute_loss(logits[name], classes)
        return loss
