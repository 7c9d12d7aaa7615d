"""Spans as tags of their tokens (IOB2, Ramshaw and Marcus 1995) and back, by the best legal sequence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Offsets

Scores = NDArray[np.float32]


class Tagged(NamedTuple):
    """Tokens `first` to `last` (half-open) with a label and the probability of their least probable tag."""

    first: int
    last: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Tagset:
    """The tags of some labels: `O`, then `B-` and `I-` of each label in turn."""

    labels: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of the tags."""
        return ("O", *(f"{prefix}-{label}" for label in self.labels for prefix in "BI"))

    def encode(self, spans: Iterable[tuple[int, int, str]], length: int) -> list[int]:
        """A tag for each of `length` tokens; the spans are flat. Raises ValueError for a label that is not here."""
        tags = [0] * length
        for first, last, label in spans:
            begin = 1 + 2 * self.labels.index(label)
            tags[first:last] = [begin, *[begin + 1] * (last - first - 1)]
        return tags

    def hint(self, spans: Iterable[tuple[int, int, str]], length: int) -> list[int]:
        """What a head with hints is told of each token: 1 + its tag; spans of other labels are left out."""
        return [1 + tag for tag in self.encode((span for span in spans if span[2] in self.labels), length)]

    def decode(self, logits: Scores, sentences: Iterable[Offsets], temperature: float = 1.0) -> list[Tagged]:
        """The spans of the most probable legal tags of each sentence.

        Args:
            logits: tokens × tags.
            sentences: ranges of tokens; no span crosses their ends.
            temperature: what the logits are divided by, so that scores mean what they say (Guo et al. 2017).
        """
        probabilities = softmax(logits / temperature)
        greedy = probabilities.argmax(-1)
        found: list[Tagged] = []
        for start, end in sentences:
            tags = greedy[start:end]
            if not is_legal(tags):
                tags = _viterbi(probabilities[start:end])
            found += self._spans(tags.tolist(), probabilities, start)
        return found

    def _spans(self, tags: Sequence[int], probabilities: Scores, shift: int) -> Iterable[Tagged]:
        starts = [index for index, tag in enumerate(tags) if tag % 2]
        for first in starts:
            inside = tags[first] + 1
            last = next((i for i in range(first + 1, len(tags)) if tags[i] != inside), len(tags))
            rows = range(first, last)
            score = min(float(probabilities[shift + row, tags[row]]) for row in rows)
            yield Tagged(shift + first, shift + last, self.labels[tags[first] // 2], score)


def softmax(logits: Scores) -> Scores:
    """Probabilities over the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


def is_legal(tags: NDArray[np.int64]) -> bool:
    """Whether every `I-` follows a `B-` or `I-` of its label."""
    before = np.concatenate([[0], tags[:-1]])
    inside = (tags > 0) & (tags % 2 == 0)
    return bool(np.all(~inside | (before == tags) | (before == tags - 1)))


def _viterbi(probabilities: Scores) -> NDArray[np.int64]:
    """The legal sequence of the greatest product of probabilities (Viterbi 1967)."""
    scores = np.log(np.maximum(probabilities, np.finfo(np.float32).tiny))
    length, count = scores.shape
    came_from = np.zeros((length, count), dtype=np.int64)
    inside = np.arange(2, count, 2)
    best = scores[0].copy()
    best[inside] = -np.inf
    for row in range(1, length):
        came_from[row] = best.argmax()
        came_from[row, inside] = np.where(best[inside] >= best[inside - 1], inside, inside - 1)
        best = best[came_from[row]] + scores[row]
    tags = np.empty(length, dtype=np.int64)
    tags[-1] = best.argmax()
    for row in range(length - 1, 0, -1):
        tags[row - 1] = came_from[row, tags[row]]
    return tags
