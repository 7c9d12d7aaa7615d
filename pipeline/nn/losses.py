"""Losses over tokens and pairs of spans."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

IGNORED = -100
"""The class of a token that is not asked about."""


def partial_cross_entropy(logits: Tensor, allowed: Tensor) -> Tensor:
    """Negative log of the probability that a token has one of its allowed classes, the mean over the tokens.

    Where one class is allowed this is cross entropy; where all are, nothing is learned. So sets that mark only some
    labels, or coarser ones, teach what they know and no more (Tsuboi et al. 2008, per token).

    Args:
        logits: tokens × classes.
        allowed: tokens × classes, true where the class may be right; at least one in each row.
    """
    logits = logits.float()
    likely = logits.masked_fill(~allowed, -torch.inf).logsumexp(-1)
    return (logits.logsumexp(-1) - likely).mean()


def attribute_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """Mean cross entropy over the tokens that are asked about; zero where none is.

    Args:
        logits: tokens × classes.
        classes: one for each token, IGNORED where it is not asked about.
    """
    if not bool((classes != IGNORED).any()):
        return logits.sum() * 0
    return cross_entropy(logits.float(), classes, ignore_index=IGNORED)


def shared_cross_entropy(logits: Tensor, right: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean of the cross entropies, zero without rows.

    Where several classes are right, each should get its share of the mass.

    Args:
        logits: rows × classes.
        right: rows × classes, true where the class is right; at least one in each row.
        weights: of each row.
    """
    share = right / right.sum(-1, keepdim=True)
    losses = cross_entropy(logits.float(), share, reduction="none")
    return (losses * weights).sum() / weights.sum().clamp(min=torch.finfo(weights.dtype).tiny)
