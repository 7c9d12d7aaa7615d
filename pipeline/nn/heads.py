"""Heads: what is read off the state of a token."""

from collections.abc import Mapping

from torch import Tensor, nn


class TokenHead(nn.Module):
    """One linear classifier for each thing that is asked of a token: its tag, and attributes of the span it opens."""

    def __init__(self, width: int, outputs: Mapping[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.outputs = nn.ModuleDict({name: nn.Linear(width, size) for name, size in outputs.items()})

    def forward(self, states: Tensor) -> dict[str, Tensor]:
        """Logits by output, each tokens × its classes; `states` is tokens × width."""
        states = self.dropout(states)
        return {name: output(states) for name, output in self.outputs.items()}
