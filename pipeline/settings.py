"""What every kind of config shares: reading the file, holding settings to a signature, finding what they name.

A function's signature is the schema of its settings, as confection has it: unknown, missing and mistyped keys are
errors that name the place.
"""

import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from confection import Config, Schema
from confection.validation import ValidationError

from pipeline.errors import ConfigError
from pipeline.resources import project_file

Function = Callable[..., Any]

_Read = TypeVar("_Read")

_IN_PROJECT = "project:"
_PACKAGE = Path(__file__).parent


def read_file(path: Path, understand: Callable[[Config], _Read], overrides: Mapping[str, Any] | None = None) -> _Read:
    """What `understand` makes of a config file; `overrides` maps dotted keys to values.

    Raises ConfigError that begins with the file, also for what `understand` raises.
    """
    try:
        return understand(Config().from_str(path.read_text(encoding="utf-8"), overrides=dict(overrides or {})))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such config file") from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; expected a config file") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not a text file in UTF-8") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    except (ValueError, KeyError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error


def check_section(place: str, section: Any) -> Mapping[str, Any]:
    """The section, if it is one."""
    if not isinstance(section, Mapping):
        raise ConfigError(f"{place} is {section!r}, expected a section [{place}]")
    return section


def check_settings(place: str, function: Function, section: Any) -> dict[str, Any]:
    """The settings with defaults filled in, held to the signature of `function`."""
    read_schema: Callable[[Function], Any] = Schema.from_function
    try:
        return dict(vars(read_schema(function).model_validate(dict(check_section(place, section)))))
    except ValidationError as error:
        raise ConfigError(f"[{place}] {_describe(error)}") from error


def _describe(error: Any) -> str:
    """The problems that confection found, which has no types."""
    return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())


def without_first(function: Function) -> Function:
    """A stand-in with the signature of `function` less its first parameter, which is no setting."""

    def settings() -> None: ...

    signature = inspect.signature(function)
    rest = signature.replace(parameters=list(signature.parameters.values())[1:])
    settings.__signature__ = rest  # type: ignore[attr-defined]
    return settings


def find_module(kind: str, name: Any, package: str) -> ModuleType:
    """The module `name` of `pipeline.<package>`. Raises ConfigError naming those that exist."""
    folder = _PACKAGE / Path(*package.split("."))
    if not isinstance(name, str) or not name.isidentifier() or not (folder / f"{name}.py").is_file():
        raise ConfigError(f"there is no {kind} {name!r}; choose one of: {list_modules(folder)}")
    return import_module(f"pipeline.{package}.{name}")


def list_modules(folder: Path) -> str:
    """The names of the modules in a folder, sorted."""
    return ", ".join(sorted(path.stem for path in folder.glob("[a-z]*.py")))


def find_loader(name: Any) -> Function:
    """The `load` of `pipeline/loaders/NAME.py`. Raises ConfigError naming those that exist."""
    load: Function = find_module("loader", name, "loaders").load
    return load


def locate(path: str, folder: Path) -> Path:
    """The file that a config names: in the project after `project:`, else from the folder."""
    if path.startswith(_IN_PROJECT):
        return project_file(path.removeprefix(_IN_PROJECT))
    return folder / path
