"""The head that scores pairs of spans: which role, if any, the second fills of the first."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from pipeline.nn.losses import shared_cross_entropy

ROLES = "roles"

DISTANCE = 9
"""Spans that are farther apart, counted in spans, are as far as this."""

_LABEL_WIDTH = 64
_NEVER = -1e4  # no infinity, so that nothing becomes no number


class PairHead(nn.Module):
    """A role, or none, for ordered pairs of spans.

    A span is the states of its first and last token and an embedding of its label; a pair is the sum of what the two
    spans say in their places, what stands between them (the mean of its states, after the context pooling of SpERT,
    Eberts and Ulges 2020) and how far they are apart; one hidden layer, then a class for each role after class 0,
    which is none.
    """

    def __init__(self, width: int, labels: int, roles: int, *, dropout: float = 0.1, empty: float = 1.0) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.labels = nn.Embedding(labels, _LABEL_WIDTH)
        self.head = nn.Linear(2 * width + _LABEL_WIDTH, width)
        self.argument = nn.Linear(2 * width + _LABEL_WIDTH, width, bias=False)
        self.between = nn.Linear(width, width, bias=False)
        self.distance = nn.Embedding(2 * DISTANCE + 1, width)
        self.outputs = nn.Linear(width, 1 + roles)
        self.empty = empty
        nn.init.zeros_(self.distance.weight)

    def forward(
        self, states: Tensor, spans: Tensor, labels: Tensor, pairs: Tensor, allowed: Tensor
    ) -> dict[str, Tensor]:
        """Logits of the classes, `roles`: pairs × classes, what is not allowed far below the others.

        Args:
            states: tokens × width.
            spans: spans × 2, the first and the last token.
            labels: spans, the number of the label of each.
            pairs: pairs × 2, head and argument as numbers of spans; spans are numbered in text order.
            allowed: pairs × classes, whether the schema allows the class there.
        """
        ends = self.dropout(states[spans].flatten(1))
        known = torch.cat([ends, self.labels(labels)], -1)
        heads, arguments = pairs.unbind(-1)
        apart = (arguments - heads).clamp(-DISTANCE, DISTANCE) + DISTANCE
        hidden = self.head(known)[heads] + self.argument(known)[arguments] + self.distance(apart)
        hidden = hidden + self.between(self.dropout(mean_between(states, spans, pairs)))
        logits = self.outputs(self.dropout(gelu(hidden))).float()
        return {ROLES: logits.masked_fill(~allowed, _NEVER)}

    def loss(self, logits: Mapping[str, Tensor], answers: Mapping[str, Tensor]) -> Tensor:
        """Cross entropy, where pairs without a role count `empty` times as much as the others."""
        right = answers[ROLES]
        weights = torch.where(right[:, 0], self.empty, 1.0)
        return shared_cross_entropy(logits[ROLES], right, weights)


def mean_between(states: Tensor, spans: Tensor, pairs: Tensor) -> Tensor:
    """The mean of the states between the two spans of each pair, zero where nothing is: pairs × width."""
    states = states.float()  # sums of many states want the precision
    sums = torch.cat([torch.zeros_like(states[:1]), states.cumsum(0)])
    ends = spans[pairs]
    start = ends[:, :, 1].amin(-1) + 1
    end = torch.maximum(ends[:, :, 0].amax(-1), start)
    return (sums[end] - sums[start]) / (end - start).clamp(min=1).unsqueeze(-1)
