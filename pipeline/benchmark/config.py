"""Benchmark configs: what is measured, on which sets, against whom (confection syntax; docs/benchmarks.md).

    [benchmark]
    task = "sentences"

    [systems]
    [systems.factwire]
    @systems = "factwire"

    [sets]
    [sets.ewt]
    title = "UD English EWT, test"
    path = "sentences/ud_ewt/test.jsonl"
    [sets.ewt.loader]
    @loaders = "ud"

Tasks, loaders and systems are modules found by name, and the signatures of `score` and `load` are the schemas of
their settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.benchmark.components import Peer, Task, find_peer, find_task
from pipeline.errors import ConfigError
from pipeline.settings import (
    Function,
    check_section,
    check_settings,
    find_loader,
    locate,
    read_file,
    without_first,
)

_SET_KEYS = {"title", "path", "metrics", "note", "loader", "labels", "scoring", "published"}


@dataclass(frozen=True, slots=True)
class System:
    """A system to measure: its name in the table, its peer file and the settings of its `load`."""

    name: str
    peer: Peer
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """Numbers that somebody else reports on the same set (metric → fraction), with their source."""

    system: str
    source: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A data set and how it is scored.

    `labels` maps a label of the set to those of factwire that count as it; labels that share one of ours are one.
    """

    name: str
    title: str
    path: str
    load: Function
    score: Function
    metrics: tuple[str, ...]
    note: str
    labels: Mapping[str, tuple[str, ...]] | None
    published: tuple[Published, ...]

    def locate(self, data: Path) -> Path:
        """Where its file or folder is, given the folder of the data sets."""
        return locate(self.path, data)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One config: a task, the systems that it is given to (there may be none), and the sets to measure them on."""

    task: Task
    systems: tuple[System, ...]
    sets: tuple[DataSet, ...]


def read_benchmarks(path: Path) -> tuple[Benchmark, ...]:
    """The benchmark of a config file, or those of the files beside it that it includes: `include = ["dates.cfg"]`.

    Raises ConfigError naming file, section and key.
    """
    included = read_file(path, _included)
    if included is None:
        return (read_benchmark(path),)
    return tuple(found for name in included for found in read_benchmarks(path.parent / name))


def read_benchmark(path: Path) -> Benchmark:
    """The benchmark that a config file describes. Raises ConfigError naming file, section and key."""
    return read_file(path, lambda raw: _benchmark(raw, path.parent))


def _included(raw: Mapping[str, Any]) -> list[str] | None:
    """The files that a config stands for; null where it describes a benchmark itself."""
    section = raw.get("benchmark")
    if not isinstance(section, Mapping) or "include" not in section:
        return None
    _check_keys("", raw, required={"benchmark"})
    _check_keys("benchmark", section, required={"include"})
    return [str(name) for name in _typed("benchmark", section, "include", list)]


def _benchmark(raw: Mapping[str, Any], folder: Path) -> Benchmark:
    _check_keys("", raw, required={"benchmark", "systems", "sets"})
    _check_keys("benchmark", raw["benchmark"], required={"task"})
    task = find_task(raw["benchmark"]["task"])
    systems = tuple(_system(name, section, task, folder) for name, section in raw["systems"].items())
    sets = tuple(_data_set(name, section, task) for name, section in raw["sets"].items())
    if not sets:
        raise ConfigError("[sets] is empty; expected at least one section [sets.…]")
    return Benchmark(task, systems, sets)


def _system(name: str, section: Any, task: Task, folder: Path) -> System:
    place = f"systems.{name}"
    peer_name, settings = _reference(place, section, "systems")
    peer = find_peer(peer_name, folder)
    if task.name not in peer.tasks:
        raise ConfigError(f"[{place}] {peer_name!r} has no task {task.name!r}; it has: {', '.join(peer.tasks)}")
    return System(name, peer, check_settings(place, without_first(peer.load), settings))


def _data_set(name: str, section: Any, task: Task) -> DataSet:
    place = f"sets.{name}"
    _check_keys(place, section, required={"title", "path", "loader"}, allowed=_SET_KEYS)
    loader_name, settings = _reference(f"{place}.loader", section["loader"], "loaders")
    loader = find_loader(loader_name)
    scoring = check_settings(f"{place}.scoring", without_first(task.score), section.get("scoring", {}))
    return DataSet(
        name=name,
        title=_typed(place, section, "title", str),
        path=_typed(place, section, "path", str),
        load=partial(loader, **check_settings(f"{place}.loader", without_first(loader), settings)),
        score=partial(task.score, **scoring),
        metrics=_metrics(place, section.get("metrics", task.metrics), task),
        note=_typed(place, {"note": "", **section}, "note", str),
        labels=_labels(f"{place}.labels", section["labels"]) if "labels" in section else None,
        published=tuple(
            _published(f"{place}.published.{key}", found, task)
            for key, found in check_section(f"{place}.published", section.get("published", {})).items()
        ),
    )


def _labels(place: str, section: Any) -> Mapping[str, tuple[str, ...]]:
    return {label: tuple(_typed(place, section, label, list)) for label in check_section(place, section)}


def _published(place: str, section: Any, task: Task) -> Published:
    _check_keys(place, section, required={"system", "source", "scores"})
    scores = _typed(place, section, "scores", dict)
    _metrics(place, list(scores), task)
    wrong = [name for name, value in scores.items() if isinstance(value, bool) or not _is_fraction(value)]
    if wrong:
        raise ConfigError(f"[{place}] scores: {wrong[0]} is {scores[wrong[0]]!r}, expected a fraction from 0 to 1")
    return Published(_typed(place, section, "system", str), _typed(place, section, "source", str), scores)


def _is_fraction(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def _metrics(place: str, names: Any, task: Task) -> tuple[str, ...]:
    unknown = [name for name in names if name not in task.metrics]
    if unknown or not names:
        found = repr(unknown[0]) if unknown else "no metric"
        raise ConfigError(f"[{place}] found {found}; the task {task.name!r} has: {', '.join(task.metrics)}")
    return tuple(names)


def _reference(place: str, section: Any, kind: str) -> tuple[str, dict[str, Any]]:
    """What `@kind` of a section names, and the rest of the section."""
    check_section(place, section)
    name = section.get(f"@{kind}")
    if not isinstance(name, str):
        raise ConfigError(f"[{place}] has no '@{kind}' that names one of the {kind}")
    return name, {key: value for key, value in section.items() if key != f"@{kind}"}


def _check_keys(place: str, section: Any, *, required: set[str], allowed: set[str] | None = None) -> None:
    where = f"[{place}] " if place else ""
    unknown = sorted(set(check_section(place, section)) - (allowed or required))
    if unknown:
        raise ConfigError(f"{where}unknown key {unknown[0]!r}; expected {', '.join(sorted(allowed or required))}")
    missing = sorted(required - set(section))
    if missing:
        raise ConfigError(f"{where}{missing[0]!r} is missing; expected {', '.join(sorted(required))}")


def _typed(place: str, section: Mapping[str, Any], key: str, kind: type) -> Any:
    if not isinstance(section[key], kind):
        raise ConfigError(f"[{place}] {key} is {section[key]!r}, expected {kind.__name__}")
    return section[key]
