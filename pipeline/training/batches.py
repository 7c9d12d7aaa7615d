"""Batches: examples of like length side by side, in an order that the seed decides."""

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import torch

from pipeline.nn.reader import Batch
from pipeline.training.examples import AnyExample
from pipeline.training.recipe import DataSet, TrainingSettings

_Example = TypeVar("_Example", bound=AnyExample)

_NEIGHBOURHOOD = 64  # batches whose examples are sorted by length together


def draw(
    sets: Sequence[tuple[DataSet, Sequence[_Example]]], settings: TrainingSettings, epoch: int
) -> list[list[_Example]]:
    """The examples of an epoch (counted from 0) in batches, each of one head; the same for the same seed."""
    chance = random.Random(f"{settings.seed}-{epoch}")
    by_head: dict[tuple[str, tuple[str, ...]], list[_Example]] = {}
    for data_set, examples in sets:
        if epoch < data_set.settings.until * settings.epochs:
            count = max(1, round(data_set.settings.share * len(examples)))
            for example in chance.sample(list(examples), count):
                drawn = example.without_hints() if chance.random() < settings.hint_dropout else example
                by_head.setdefault((example.head, example.asked), []).append(drawn)
    batches = [batch for _, examples in sorted(by_head.items()) for batch in _group(examples, settings.batch, chance)]
    chance.shuffle(batches)
    return batches


def _group(examples: list[_Example], size: int, chance: random.Random) -> Iterator[list[_Example]]:
    """Batches of at most `size` word pieces, padding included (or of a single example)."""
    chance.shuffle(examples)
    room = size * _NEIGHBOURHOOD // max(len(example.window.pieces) for example in examples)
    for start in range(0, len(examples), max(1, room)):
        yield from pack(sorted(examples[start : start + room], key=lambda example: len(example.window.pieces)), size)


def pack(examples: Sequence[_Example], size: int) -> Iterator[list[_Example]]:
    """Examples in the order given, in batches of at most `size` word pieces, padding included."""
    batch: list[_Example] = []
    longest = 0
    for example in examples:
        length = max(longest, len(example.window.pieces))
        if batch and length * (len(batch) + 1) > size:
            yield batch
            batch, length = [], len(example.window.pieces)
        batch.append(example)
        longest = length
    if batch:
        yield batch


def collate(examples: Sequence[AnyExample]) -> Batch:
    """One batch of examples of one head."""
    windows = [example.window for example in examples]
    longest = max(len(window.pieces) for window in windows)
    pieces, shapes, mask = (torch.zeros((len(windows), longest), dtype=torch.long) for _ in range(3))
    for row, window in enumerate(windows):
        length = len(window.pieces)
        pieces[row, :length] = torch.from_numpy(window.pieces)
        shapes[row, :length] = torch.from_numpy(window.shapes)
        mask[row, :length] = 1
    firsts = [window.firsts + row * longest for row, window in enumerate(windows)]
    given, answers = examples[0].join(examples)
    return Batch(
        head=examples[0].head,
        pieces=pieces,
        shapes=shapes,
        mask=mask,
        firsts=torch.from_numpy(np.concatenate(firsts)),
        given={name: torch.from_numpy(array) for name, array in given.items()},
        answers={name: torch.from_numpy(array) for name, array in answers.items()},
    )
