"""Tasks, loaders and peers, found by the name of their module."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from pipeline.benchmark.worker import load_peer
from pipeline.errors import ConfigError
from pipeline.settings import Function, find_module, list_modules

_PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class Task:
    """What is scored: `score` gives counts by metric for one pair; of `accuracies` the recall is reported, not F1."""

    name: str
    metrics: tuple[str, ...]
    accuracies: frozenset[str]
    score: Function


@dataclass(frozen=True, slots=True)
class Peer:
    """A system's file: what it is called, the tasks that it has, and its `load`, whose signature is its schema."""

    name: str
    path: Path
    tasks: tuple[str, ...]
    load: Function


def find_task(name: str) -> Task:
    """The task `pipeline/benchmark/tasks/NAME.py`. Raises ConfigError naming those that exist."""
    module = find_module("task", name, "benchmark.tasks")
    accuracies: frozenset[str] = getattr(module, "ACCURACIES", frozenset())
    return Task(name, module.METRICS, accuracies, module.score)


def find_peer(name: str, folder: Path) -> Peer:
    """The peer `pipeline/benchmark/peers/NAME.py`, or the file that `name` is the path of, relative to `folder`.

    The file is imported here too, to read its constants: it imports its package inside `load`. Raises ConfigError.
    """
    path = (folder / name).resolve() if name.endswith(".py") else _PEERS / f"{name}.py"
    if not path.is_file():
        raise ConfigError(
            f"there is no system {name!r}; choose one of: {list_modules(_PEERS)}, or give a path to a .py file"
        )
    module = _import_file(path)
    missing = [key for key in ("PACKAGE", "TASKS", "load") if not hasattr(module, key)]
    if missing:
        raise ConfigError(f"{path} has no {missing[0]!r}; a peer has PACKAGE, TASKS and load")
    return Peer(path.stem, path, module.TASKS, module.load)


def _import_file(path: Path) -> ModuleType:
    try:
        return load_peer(path)
    except Exception as error:
        raise ConfigError(
            f"{path}: {type(error).__name__}: {error}; a peer imports its package inside `load`"
        ) from error
