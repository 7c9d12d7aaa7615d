"""The trained networks under ONNX Runtime: one thread, so that every run gives the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ConfigError
from pipeline.onnx.folder import ModelFolder
from pipeline.onnx.pieces import Pieces
from pipeline.onnx.tagging import Scores
from pipeline.records import Offsets

TOKENIZER = "tokenizer.json"
HINTS = "hints"


@dataclass(frozen=True, slots=True)
class Encoder:
    """Words to states, window by window; `source` is the hash of its weights."""

    pieces: Pieces
    session: Any
    width: int
    source: str

    @classmethod
    def load(cls, folder: ModelFolder) -> Self:
        """The encoder of a model folder. Raises ConfigError if a file is missing or damaged."""
        pieces = Pieces.load(folder.file(TOKENIZER), folder.window)
        return cls(pieces, open_session(folder.file(folder.encoder)), folder.width, folder.encoder_hash)

    def __call__(self, words: Sequence[str], sentences: Sequence[Offsets]) -> Scores:
        """The states of all words, words × width; `sentences` are ranges of words, what is in none has zeros."""
        states = np.zeros((len(words), self.width), dtype=np.float32)
        for window in self.pieces.windows(words, sentences):
            (found,) = self.session.run(None, {"pieces": window.pieces[None], "shapes": window.shapes[None]})
            states[window.start : window.end] = found[0, window.firsts]
        return states


@dataclass(frozen=True, slots=True)
class Head:
    """States of tokens (tokens × width), and what else the head is given, to logits by output."""

    session: Any
    inputs: frozenset[str]
    outputs: tuple[str, ...]

    @classmethod
    def load(cls, folder: ModelFolder, name: str) -> Self:
        """The head of that name. Raises ConfigError if it is missing or damaged."""
        return cls.open(folder.file(f"{name}.onnx"))

    @classmethod
    def open(cls, path: Path) -> Self:
        """The head in that file, unverified."""
        session = open_session(path)
        inputs = frozenset(given.name for given in session.get_inputs())
        return cls(session, inputs, tuple(output.name for output in session.get_outputs()))

    @property
    def takes_hints(self) -> bool:
        """Whether the head was trained with hints."""
        return HINTS in self.inputs

    def __call__(self, **given: NDArray[Any]) -> Mapping[str, Scores]:
        """The logits; of what the head does not take it takes no notice (`hints`, where it has none)."""
        taken = {name: array for name, array in given.items() if name in self.inputs}
        return dict(zip(self.outputs, self.session.run(None, taken), strict=True))


def open_session(path: Path) -> Any:
    """A network on one CPU thread. Raises ConfigError if the file is no ONNX network."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library's exceptions have no public base
        raise ConfigError(f"{path}: cannot be read as an ONNX network ({error})") from error
