"""Scores on dev: entities as seqeval counts them (strict, IOB2), and attributes given the gold span."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import torch

from pipeline.nn.heads import TAGS
from pipeline.nn.losses import IGNORED
from pipeline.nn.reader import Reader
from pipeline.onnx.tagging import Scores, Tagged, Tagset
from pipeline.records import Offsets
from pipeline.training.batches import collate, pack
from pipeline.training.examples import AnyExample, Example

_Tags = list[str]
_Example = TypeVar("_Example")


@dataclass(frozen=True, slots=True)
class Answer(Generic[_Example]):
    """What the network says of an example: logits by output, each rows × classes."""

    example: _Example
    logits: Mapping[str, Scores]


def answer(model: Reader, examples: Sequence[AnyExample], *, size: int, device: str) -> list[Answer[Any]]:
    """The logits for examples of one head, in their order; `size` word pieces a batch."""
    answers = []
    model.eval()
    with torch.inference_mode():
        for batch in pack(examples, size):
            logits = model(collate(batch).to(device))
            ends = np.cumsum([example.rows for example in batch])[:-1]
            parts = {name: np.split(found.float().cpu().numpy(), ends) for name, found in logits.items()}
            answers += [
                Answer(example, {name: parts[name][index] for name in parts}) for index, example in enumerate(batch)
            ]
    return answers


def score(answers: Sequence[Answer[Example]], tagset: Tagset) -> dict[str, float]:
    """`f1` of all spans, and the accuracy of each attribute."""
    from seqeval.metrics import f1_score
    from seqeval.scheme import IOB2

    gold, found = _tags(answers, tagset)
    scores = {"f1": float(f1_score(gold, found, mode="strict", scheme=IOB2, zero_division=0))}
    return scores | _accuracies(answers)


def report(answers: Sequence[Answer[Example]], tagset: Tagset) -> Mapping[str, Mapping[str, float]]:
    """Precision, recall, F1 and number of gold spans by label and in all (`micro avg`)."""
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    gold, found = _tags(answers, tagset)
    table = classification_report(gold, found, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    return {str(label): {key: float(value) for key, value in row.items()} for label, row in table.items()}


def spans(answered: Answer[Example], tagset: Tagset, temperature: float = 1.0) -> list[Tagged]:
    """The spans that the network finds in an example."""
    return tagset.decode(answered.logits[TAGS], answered.example.sentences, temperature)


def _tags(answers: Sequence[Answer[Example]], tagset: Tagset) -> tuple[list[_Tags], list[_Tags]]:
    """Gold and predicted tags by sentence."""
    gold: list[_Tags] = []
    found: list[_Tags] = []
    for answered in answers:
        length = len(answered.example.window.firsts)
        predicted = [(span.first, span.last, span.label) for span in spans(answered, tagset)]
        for kept, sequences in ((answered.example.spans, gold), (predicted, found)):
            tags = [tagset.tags[tag] for tag in tagset.encode(kept, length)]
            sequences.extend(_by_sentence(tags, answered.example.sentences))
    return gold, found


def _by_sentence(tags: _Tags, sentences: Sequence[Offsets]) -> Iterator[_Tags]:
    for start, end in sentences:
        yield tags[start:end]


def _accuracies(answers: Sequence[Answer[Example]]) -> dict[str, float]:
    accuracies = {}
    for name in answers[0].example.attributes if answers else ():
        right = total = 0
        for answered in answers:
            classes = answered.example.attributes[name]
            asked = classes != IGNORED
            right += int((answered.logits[name].argmax(-1)[asked] == classes[asked]).sum())
            total += int(asked.sum())
        if total:
            accuracies[name] = right / total
    return accuracies
