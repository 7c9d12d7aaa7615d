"""A model folder: `models/<name>/` with the networks, the tokenizer, and `meta.json`, which says what they are.

    encoder.onnx, encoder.int8.onnx    word pieces and shapes → states
    <head>.onnx                        states of tokens → logits
    tokenizer.json                     words → word pieces
    weights.safetensors                the network as it was trained
    meta.json                          labels, temperature, scores, versions, and the SHA-256 of each file
    README.md                          the model card

Of the encoders `meta.json` names the one to use; those that are not used need not be there. What is used is verified
by its hash before it is loaded.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pipeline.errors import ConfigError
from pipeline.resources import project_file

FORMAT = 1
META = "meta.json"


@dataclass(frozen=True, slots=True)
class HeadMeta:
    """What a head reads: the labels of its tags, and the classes of each attribute."""

    labels: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    temperature: float


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder with its `meta.json` read; `encoder` is the file of the encoder to use, `window` its pieces a pass."""

    path: Path
    encoder: str
    window: int
    width: int
    heads: Mapping[str, HeadMeta]
    files: Mapping[str, str]

    @classmethod
    def open(cls, model: str) -> Self:
        """The folder of that path, or of that name in models/. Raises ConfigError if it is damaged."""
        path = find_model(model)
        try:
            meta: dict[str, Any] = json.loads((path / META).read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                raise ConfigError(
                    f"{path / META}: found format {meta['format']}, expected {FORMAT}; train the model anew"
                )
            heads = {name: _head(found) for name, found in meta["heads"].items()}
            return cls(path, meta["encoder"], meta["window"], meta["width"], heads, meta["files"])
        except OSError as error:
            raise ConfigError(
                f"{path / META}: {error.strerror}; expected a folder that `factwire train` made"
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(f"{path / META}: is damaged ({error!r}); get the model anew") from error

    @property
    def encoder_hash(self) -> str:
        """SHA-256 of the encoder: states made by another encoder mean nothing to the heads."""
        return self.files[self.encoder]

    def head(self, name: str) -> HeadMeta:
        """The head of that name. Raises ConfigError naming those that there are."""
        if name not in self.heads:
            raise ConfigError(f"{self.path} has no head {name!r}; it has {', '.join(sorted(self.heads)) or 'none'}")
        return self.heads[name]

    def file(self, name: str) -> Path:
        """One of its files, verified. Raises ConfigError if it is missing or is another one."""
        path = self.path / name
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise ConfigError(f"{path}: {error.strerror}; get the model anew") from error
        if found != self.files.get(name):
            raise ConfigError(f"{path}: has the hash {found}, {META} gives {self.files.get(name)}; get the model anew")
        return path


def find_model(model: str) -> Path:
    """The folder of that path, or else of that name in models/, in a checkout or an installed package."""
    path = Path(model)
    return path if path.is_dir() else project_file(f"models/{model}")


def _head(meta: Mapping[str, Any]) -> HeadMeta:
    attributes = {name: tuple(classes) for name, classes in meta["attributes"].items()}
    return HeadMeta(tuple(meta["labels"]), attributes, float(meta["temperature"]))
