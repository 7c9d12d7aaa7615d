"""What each kind of head needs of training, so that the rest of it knows no kind."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from pipeline.nn.heads import TAGS, TokenHead
from pipeline.nn.reader import Head
from pipeline.onnx.pieces import Pieces
from pipeline.onnx.tagging import Tagset
from pipeline.training import calibration, evaluation
from pipeline.training.evaluation import Answer
from pipeline.training.examples import Example, classes_of, read_examples
from pipeline.training.recipe import DataSet, HeadSettings, PairSettings
from pipeline.training.roles import RoleTask

_Example = TypeVar("_Example")

Calibration = Mapping[str, float]
"""What is fitted on dev when the network is finished, by its name in meta.json."""


class HeadTask(Protocol[_Example]):
    """A head as training sees it. An answer is an example with the logits of the network."""

    def read(self, data_set: DataSet, data: Path, pieces: Pieces) -> list[_Example]:
        """The examples of a data set."""
        ...

    def missing(self, examples: Sequence[_Example]) -> list[str]:
        """The labels or roles of the recipe that the examples of all training sets have nowhere."""
        ...

    def build(self, width: int, dropout: float) -> Head:
        """The untrained head."""
        ...

    def score(self, answers: Sequence[Answer[_Example]]) -> dict[str, float]:
        """`f1`, and other numbers between 0 and 1."""
        ...

    def report(self, answers: Sequence[Answer[_Example]]) -> Mapping[str, Mapping[str, float]]:
        """Precision, recall, F1 and number in gold, by label and in all (`micro avg`)."""
        ...

    def calibrate(self, answers: Sequence[Answer[_Example]]) -> Calibration:
        """What makes scores mean what they say."""
        ...

    def outcomes(self, answers: Sequence[Answer[_Example]], fitted: Calibration) -> list[tuple[float, bool]]:
        """Score of each thing found, and whether it is right."""
        ...

    def found(self, answered: Answer[_Example]) -> Hashable:
        """What the network finds in an example, to be compared."""
        ...

    def describe(self, fitted: Calibration) -> dict[str, Any]:
        """The head's part of meta.json."""
        ...


class TagTask:
    """The task of a head of tags."""

    def __init__(self, settings: HeadSettings) -> None:
        self._settings = settings
        self._tagset = Tagset(tuple(settings.labels))

    def read(self, data_set: DataSet, data: Path, pieces: Pieces) -> list[Example]:
        """The windows of a data set."""
        return read_examples(data_set, data, self._settings, pieces)

    def missing(self, examples: Sequence[Example]) -> list[str]:
        """Labels of which no span may be."""
        seen = np.zeros(len(self._tagset.tags), dtype=np.bool_)
        for example in examples:
            seen |= example.allowed[~example.allowed[:, 0]].any(0)
        return [label for label in self._settings.labels if not seen[self._tagset.tags.index(f"B-{label}")]]

    def build(self, width: int, dropout: float) -> TokenHead:
        """The untrained head."""
        tags = len(self._tagset.tags)
        outputs = {TAGS: tags} | {name: len(classes_of(name)) for name in self._settings.attributes or ()}
        return TokenHead(width, outputs, hints=1 + tags if self._settings.hints else 0, dropout=dropout)

    def score(self, answers: Sequence[Answer[Example]]) -> dict[str, float]:
        """`f1` of all spans, and the accuracy of each attribute."""
        return evaluation.score(answers, self._tagset)

    def report(self, answers: Sequence[Answer[Example]]) -> Mapping[str, Mapping[str, float]]:
        """Spans by label."""
        return evaluation.report(answers, self._tagset)

    def calibrate(self, answers: Sequence[Answer[Example]]) -> Calibration:
        """The temperature."""
        return {"temperature": calibration.fit_temperature(answers, self._tagset)}

    def outcomes(self, answers: Sequence[Answer[Example]], fitted: Calibration) -> list[tuple[float, bool]]:
        """Score of each span found, and whether it is right."""
        return calibration.outcomes(answers, self._tagset, fitted["temperature"])

    def found(self, answered: Answer[Example]) -> Hashable:
        """The spans."""
        return tuple(span[:3] for span in evaluation.spans(answered, self._tagset))

    def describe(self, fitted: Calibration) -> dict[str, Any]:
        """Labels, attributes and temperature."""
        attributes = {name: classes_of(name) for name in self._settings.attributes or ()}
        return {"labels": list(self._settings.labels), "attributes": attributes, **fitted}


def head_task(name: str, settings: HeadSettings | PairSettings) -> HeadTask[Any]:
    """The task of a head of that name in a recipe."""
    return TagTask(settings) if isinstance(settings, HeadSettings) else RoleTask(name, settings)
