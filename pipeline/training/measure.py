"""What a finished model is worth: scores of the files as they ship, their calibration, size and speed."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.nn.reader import Reader
from pipeline.onnx.network import Head, open_session
from pipeline.training.calibration import calibration_error
from pipeline.training.evaluation import Answer, answer
from pipeline.training.examples import AnyExample
from pipeline.training.export import ENCODER_INT8
from pipeline.training.heads import Calibration, HeadTask
from pipeline.training.recipe import DataSet

Sets = Sequence[tuple[DataSet, Sequence[AnyExample]]]
Tasks = Mapping[str, HeadTask[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Numbers by dev set.

    `scores` are of the int8 files, `torch_f1` of the network before export, `agreement` the share of windows in which
    both find the same; `words_per_second` is that of the encoder alone, on one thread, in CPU time.
    """

    fitted: Mapping[str, Calibration]
    scores: Mapping[str, Mapping[str, float]]
    labels: Mapping[str, Mapping[str, Mapping[str, float]]]
    torch_f1: Mapping[str, float]
    agreement: float
    calibration_error: float
    words_per_second: float

    def to_dict(self) -> dict[str, Any]:
        """As in meta.json, rounded to four digits."""
        return {name: _rounded(getattr(self, name)) for name in self.__dataclass_fields__ if name != "fitted"}


def measure(model: Reader, folder: Path, dev: Sets, tasks: Tasks, *, batch: int) -> Measured:
    """Compare the exported int8 files with the network on all dev sets, and calibrate each head on the former."""
    shipped, seconds = {}, 0.0
    original = {}
    for data_set, examples in dev:
        began = time.process_time()
        shipped[data_set.name] = run_exported(folder, examples)
        seconds += time.process_time() - began
        original[data_set.name] = answer(model, examples, size=batch, device="cpu")
    heads = {data_set.name: data_set.settings.head for data_set, _ in dev}
    by_head = {head: [a for name in shipped if heads[name] == head for a in shipped[name]] for head in tasks}
    fitted = {head: tasks[head].calibrate(found) for head, found in by_head.items()}
    found = [pair for head in tasks for pair in tasks[head].outcomes(by_head[head], fitted[head])]
    words = sum(len(example.window.firsts) for _, examples in dev for example in examples)
    return Measured(
        fitted=fitted,
        scores={name: tasks[heads[name]].score(answers) for name, answers in shipped.items()},
        labels={name: tasks[heads[name]].report(answers) for name, answers in shipped.items()},
        torch_f1={name: tasks[heads[name]].score(answers)["f1"] for name, answers in original.items()},
        agreement=_agreement(shipped, original, {name: tasks[head] for name, head in heads.items()}),
        calibration_error=calibration_error(found),
        words_per_second=words / max(seconds, 1e-9),
    )


def run_exported(folder: Path, examples: Sequence[AnyExample], encoder: str = ENCODER_INT8) -> list[Answer[Any]]:
    """What the exported files say of the examples, as `answer` says it of the network."""
    session = open_session(folder / encoder)
    heads = {head: Head.open(folder / f"{head}.onnx") for head in {example.head for example in examples}}
    answers = []
    for example in examples:
        window, head = example.window, heads[example.head]
        (states,) = session.run(None, {"pieces": window.pieces[None], "shapes": window.shapes[None]})
        given, _ = example.join([example])
        answers.append(Answer(example, head(states=states[0, window.firsts], **given)))
    return answers


def _agreement(
    shipped: Mapping[str, Sequence[Answer[Any]]], original: Mapping[str, Sequence[Answer[Any]]], tasks: Tasks
) -> float:
    """The share of windows in which both find the same."""
    same = [
        tasks[name].found(a) == tasks[name].found(b)
        for name in shipped
        for a, b in zip(shipped[name], original[name], strict=True)
    ]
    return sum(same) / len(same)


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(found) for key, found in value.items()}
    return round(value, 4) if isinstance(value, float) else value
