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
from typing import Any, Self, TypeVar

from pipeline.errors import ConfigError
from pipeline.resources import project_file
from pipeline.schema import Roles

FORMAT = 1
META = "meta.json"


_Meta = TypeVar("_Meta")


@dataclass(frozen=True, slots=True)
class HeadMeta:
    """What a head reads: the labels of its tags, and the classes of each attribute."""

    labels: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    temperature: float


@dataclass(frozen=True, slots=True)
class PairMeta:
    """What a head of relations reads: the labels of spans and the roles that it tells apart.

    `schema[head label][role]` is the set of labels allowed as argument, `reach` how many sentences two spans may be
    apart. Two spans are related if the probability of it is at least `threshold`.
    """

    labels: tuple[str, ...]
    roles: tuple[str, ...]
    schema: Mapping[str, Roles]
    markers: bool
    reach: int
    temperature: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder with its `meta.json` read; `encoder` is the file of the encoder to use, `window` its pieces a pass."""

    path: Path
    encoder: str
    window: int
    width: int
    heads: Mapping[str, HeadMeta | PairMeta]
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
        """The head of tags of that name. Raises ConfigError naming those that there are."""
        return self._head(name, HeadMeta)

    def pair_head(self, name: str) -> PairMeta:
        """The head of relations of that name. Raises ConfigError naming those that there are."""
        return self._head(name, PairMeta)

    def _head(self, name: str, kind: type[_Meta]) -> _Meta:
        found = self.heads.get(name)
        if not isinstance(found, kind):
            have = ", ".join(sorted(name for name, head in self.heads.items() if isinstance(head, kind)))
            raise ConfigError(f"{self.path} has no head {name!r} of this kind; it has {have or 'none'}")
        return found

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


def _head(meta: Mapping[str, Any]) -> HeadMeta | PairMeta:
    if "roles" in meta:
        return PairMeta(
            labels=tuple(meta["labels"]),
            roles=tuple(meta["roles"]),
            schema={
                head: {role: frozenset(labels) for role, labels in roles.items()}
                for head, roles in meta["schema"].items()
            },
            markers=bool(meta["markers"]),
            reach=int(meta["reach"]),
            temperature=float(meta["temperature"]),
            threshold=float(meta["threshold"]),
        )
    attributes = {name: tuple(classes) for name, classes in meta["attributes"].items()}
    return HeadMeta(tuple(meta["labels"]), attributes, float(meta["temperature"]))
