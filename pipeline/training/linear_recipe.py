"""The recipe of `relations.linear`: configs/train/relations-linear.cfg says what each key means."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from confection import Config

from pipeline.errors import ConfigError
from pipeline.settings import read_file


@dataclass(frozen=True, slots=True)
class Settings:
    """The section [linear]."""

    pipeline: str
    penalty: float = 10.0
    rarest: int = 5
    given: float = 0.6
    folds: int = 5
    iterations: int = 80
    trust: float = 0.0
    caution: float = 0.0


def read_linear_recipe(path: Path, overrides: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """The recipe of a file; `overrides` maps dotted keys to values. Raises ConfigError naming file and key."""

    def understand(recipe: Config) -> Config:
        linear_settings(recipe)
        return recipe

    return read_file(path, understand, overrides)


def linear_settings(recipe: Mapping[str, Any]) -> Settings:
    """The section [linear] of a recipe that has sets, too. Raises ConfigError for a key that there is not."""
    unknown = sorted(set(recipe) ^ {"linear", "sets"})
    if unknown:
        raise ConfigError(f"section [{unknown[0]}] is unknown or missing; expected [linear] and [sets.…]")
    section = dict(recipe["linear"])
    strange = sorted(set(section) - {known.name for known in fields(Settings)})
    if strange or "pipeline" not in section:
        found = f"unknown key {strange[0]!r}" if strange else "no 'pipeline'"
        raise ConfigError(f"[linear] has {found}; expected {', '.join(known.name for known in fields(Settings))}")
    return Settings(**section)
