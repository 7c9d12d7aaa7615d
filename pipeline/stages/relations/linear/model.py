"""The model's folder: `models/<name>/` with weights, vocabulary and `meta.json`, which has the hash of each.

weights.npz        `weights`, features × groups, half precision; a group is a role of a head label
vocabulary.json    the features and the groups
meta.json          thresholds, calibration, data, scores, versions, SHA-256 of the other files
README.md          the model card
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ConfigError
from pipeline.resources import project_file

FORMAT = 2
META, WEIGHTS, VOCABULARY = "meta.json", "weights.npz", "vocabulary.json"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of features × groups.

    `thresholds[group]` are log-odds from which on an arc is taken; `calibration` (slope, intercept) turns log-odds into
    those of being right. `trust` is by how much the threshold is lower for an arc that the rules found.
    """

    name: str
    features: Mapping[str, int]
    groups: Mapping[str, int]
    weights: Floats
    thresholds: Mapping[str, float]
    calibration: tuple[float, float]
    trust: float
    model_hash: str

    @classmethod
    def open(cls, model: str) -> Self:
        """The model of that folder, or of that name in models/. Raises ConfigError if it is missing or damaged."""
        path = Path(model) if Path(model).is_dir() else project_file(f"models/{model}")
        try:
            meta: dict[str, Any] = json.loads((path / META).read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                raise ConfigError(
                    f"{path / META}: found format {meta['format']}, expected {FORMAT}; train the model anew"
                )
            vocabulary = json.loads(_verified(path / VOCABULARY, meta["files"]))
            _verified(path / WEIGHTS, meta["files"])
            with np.load(path / WEIGHTS) as stored:
                weights = stored["weights"].astype(np.float32)
            return cls(
                name=path.name,
                features=_numbered(vocabulary["features"]),
                groups=_numbered(vocabulary["groups"]),
                weights=weights,
                thresholds=meta["thresholds"],
                calibration=(meta["calibration"]["slope"], meta["calibration"]["intercept"]),
                trust=meta["trust"],
                model_hash=meta["files"][WEIGHTS],
            )
        except OSError as error:
            raise ConfigError(
                f"{error.filename}: {error.strerror}; expected a trained model (docs/relations.md)"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(f"{path}: is damaged ({error!r}); get the model anew") from error

    def rows(self, features: Iterable[str]) -> list[int]:
        """The rows of the features that the model knows, each once, in order."""
        return sorted({row for row in map(self.features.get, features) if row is not None})

    def sums(self, rows: Sequence[int]) -> Floats:
        """The sum of the weights of some features, by group."""
        total: Floats = self.weights[rows].sum(axis=0)
        return total

    def probability(self, logit: float) -> float:
        """How often an arc with these log-odds is right."""
        slope, intercept = self.calibration
        return float(1 / (1 + np.exp(-(slope * logit + intercept))))


def group_name(head: str, role: str) -> str:
    """The group of a role of a head label: `VISIT.visitor`."""
    return f"{head}.{role}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _verified(path: Path, files: Mapping[str, str]) -> bytes:
    found = file_hash(path)
    if found != files[path.name]:
        raise ConfigError(f"{path}: has the hash {found}, {META} gives {files[path.name]}; get the model anew")
    return path.read_bytes()


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}
