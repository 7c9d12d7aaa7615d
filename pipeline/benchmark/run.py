"""Run benchmarks: every set of every config, every system on it, one after another."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.benchmark.config import Benchmark, DataSet, System, read_benchmark
from pipeline.benchmark.record import describe_run, hash_data
from pipeline.benchmark.results import Benchmarks, Row, SetResult
from pipeline.benchmark.score import document_name, measure, pair_up, predicted_document
from pipeline.benchmark.systems import VENVS, Unavailable, run_system
from pipeline.errors import ConfigError, FormatError, InputError
from pipeline.records import Document
from pipeline.resources import project_file

Watch = Callable[[str], None]


def run(  # noqa: PLR0913 (the command takes them all)
    configs: Sequence[Path],
    data: Path,
    *,
    peers: Path | None = None,
    only: Sequence[str] = (),
    command: Sequence[str] = (),
    watch: Watch = lambda _: None,
) -> Benchmarks:
    """Measure the systems of the configs on their sets.

    Args:
        configs: files as pipeline/benchmark/config.py describes them.
        data: the folder that the paths of the sets are relative to.
        peers: the folder of the peers' environments (`make peers`); `.venv-peers` of the project if not given.
        only: names of the sets to measure; all if empty.
        command: what was typed, for the record.
        watch: is called with a line before each system is run.

    Raises ConfigError for a config, InputError that lists all data files that are missing, FormatError for data.
    """
    start = time.perf_counter()
    jobs = _choose([_Job(found, one) for found in map(read_benchmark, configs) for one in found.sets], only)
    _check_files([job.data_set for job in jobs], data)
    results = tuple(job.run(data, peers or project_file(VENVS), watch) for job in jobs)
    return Benchmarks(describe_run(command, time.perf_counter() - start), results)


@dataclass(frozen=True, slots=True)
class _Job:
    """A set, and the benchmark that it belongs to."""

    benchmark: Benchmark
    data_set: DataSet

    def run(self, data: Path, venvs: Path, watch: Watch) -> SetResult:
        found, path = self.data_set, self.data_set.locate(data)
        documents = _load(found, path)
        rows: list[Row | Unavailable] = []
        for system in self.benchmark.systems:
            watch(f"{self.benchmark.task.name}: {found.title}: {system.name}")
            rows.append(self.measure(system, documents, venvs))
        return SetResult(
            task=self.benchmark.task.name,
            name=found.name,
            title=found.title,
            note=found.note,
            path=found.path,
            sha256=hash_data(path),
            documents=len({document_name(document) for document in documents}),
            texts=len(documents),
            words=sum(len(document.content.split()) for document in documents),
            metrics=found.metrics,
            rows=tuple(row for row in rows if isinstance(row, Row)),
            published=found.published,
            unavailable=tuple(row for row in rows if isinstance(row, Unavailable)),
        )

    def measure(self, system: System, documents: Sequence[Document], venvs: Path) -> Row | Unavailable:
        task, found = self.benchmark.task, self.data_set
        outcome = run_system(system, task.name, documents, venvs)
        if isinstance(outcome, Unavailable):
            return outcome
        try:
            predicted = [predicted_document(gold, outcome.predictions[gold.id]) for gold in documents]
        except FormatError as error:
            return Unavailable(system.name, f"its predictions cannot be read: {error}")
        pairs = (pair_up(gold, answer, found.labels) for gold, answer in zip(documents, predicted, strict=True))
        measures = measure(pairs, found.score, found.metrics, task.accuracies)
        return Row(system.name, system.peer.name, system.settings, measures, outcome.usage, outcome.errors)


def _choose(jobs: Sequence[_Job], only: Sequence[str]) -> Sequence[_Job]:
    names = [job.data_set.name for job in jobs]
    unknown = [name for name in only if name not in names]
    if unknown:
        raise ConfigError(f"there is no set {unknown[0]!r}; choose from: {', '.join(names)}")
    return [job for job in jobs if not only or job.data_set.name in only]


def _check_files(sets: Sequence[DataSet], data: Path) -> None:
    missing = sorted({str(path) for found in sets if not (path := found.locate(data)).exists()})
    if missing:
        raise InputError(
            f"these data sets are missing: {', '.join(missing)}; give the folder that holds them as --data, "
            "or choose the sets that are there"
        )


def _load(found: DataSet, path: Path) -> tuple[Document, ...]:
    documents = tuple(found.load(path))
    twice = [name for name, number in Counter(document.id for document in documents).items() if number > 1]
    if twice or not documents:
        problem = f"the id {twice[0]!r} stands twice" if twice else "there are no documents"
        raise FormatError(f"{path}: {problem}; expected documents with ids of their own")
    return documents
