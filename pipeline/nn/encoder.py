"""An encoder of word pieces that also sees the shapes of words."""

from typing import Any

import torch
from torch import Tensor, nn


class ShapedEncoder(nn.Module):
    """Any encoder of transformers that takes `inputs_embeds`, with an embedding of word shapes added to its input.

    The shape embedding begins at zero: the untrained module is the encoder that it was given.
    """

    def __init__(self, encoder: Any, shapes: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.shapes = nn.Embedding(shapes, encoder.config.hidden_size)
        nn.init.zeros_(self.shapes.weight)

    @property
    def width(self) -> int:
        """Numbers in the state of a word piece."""
        return int(self.encoder.config.hidden_size)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """States of the word pieces.

        Args:
            pieces: batch × pieces, numbers of the vocabulary.
            shapes: batch × pieces, numbers of the shapes.
            mask: batch × pieces, 1 where there is a piece and 0 where there is padding; null if there is no padding.

        Returns:
            batch × pieces × width.
        """
        if mask is None:
            mask = torch.ones_like(pieces)
        vectors = self.encoder.get_input_embeddings()(pieces) + self.shapes(shapes)
        states: Tensor = self.encoder(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
        return states


def first_pieces(states: Tensor, firsts: Tensor) -> Tensor:
    """The states of the first piece of each token: tokens × width.

    `states` is batch × pieces × width; `firsts` holds, for each token of the whole batch, row × pieces + place.
    """
    return states.flatten(0, 1)[firsts]
