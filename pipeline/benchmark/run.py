"""Run benchmarks: every set of every config, every system on it, one after another."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.benchmark.config import Benchmark, DataSet, System, read_benchmarks
from pipeline.benchmark.record import describe_run, hash_data
from pipeline.benchmark.results import Benchmarks, Row, SetResult
from pipeline.benchmark.score import Macro, Measured, document_name, measure, pair_up, predicted_document
from pipeline.benchmark.systems import VENVS, Unavailable, run_system
from pipeline.errors import ConfigError, FormatError, InputError
from pipeline.evaluation.files import read_together
from pipeline.evaluation.matching import Pair, pair_documents
from pipeline.records import Document
from pipeline.resources import project_file

Watch = Callable[[str], None]


def run(  # noqa: PLR0913 (the command takes them all)
    configs: Sequence[Path],
    data: Path,
    *,
    peers: Path | None = None,
    only: Sequence[str] = (),
    predictions: Path | None = None,
    command: Sequence[str] = (),
    watch: Watch = lambda _: None,
) -> Benchmarks:
    """Measure the systems of the configs on their sets.

    Args:
        configs: files as pipeline/benchmark/config.py describes them.
        data: the folder that the paths of the sets are relative to.
        peers: the folder of the peers' environments (`make peers`); `.venv-peers` of the project if not given.
        only: names of the sets to measure; all if empty.
        predictions: documents in JSON Lines that a system made elsewhere of the one set to measure: scored beside the
            systems of the config. Sets of a config that names no system are measured only with predictions.
        command: what was typed, for the record.
        watch: is called with a line before each system is run.

    Raises ConfigError for a config, InputError that lists all data files that are missing, FormatError for data and
    for predictions that are not of the same documents.
    """
    start = time.perf_counter()
    found = [
        _Job(benchmark, each, predictions)
        for config in configs
        for benchmark in read_benchmarks(config)
        for each in benchmark.sets
    ]
    jobs = _with_systems(_choose(found, only), predictions)
    _check_files([job.data_set for job in jobs], data)
    if predictions:
        read_together(predictions)  # before anything is measured: what cannot be read stops the run at once
    results = tuple(job.run(data, peers or project_file(VENVS), watch) for job in jobs)
    return Benchmarks(describe_run(command, time.perf_counter() - start), results)


@dataclass(frozen=True, slots=True)
class _Job:
    """A set, the benchmark that it belongs to, and the file of what was predicted for it elsewhere."""

    benchmark: Benchmark
    data_set: DataSet
    predictions: Path | None

    def run(self, data: Path, venvs: Path, watch: Watch) -> SetResult:
        found, path = self.data_set, self.data_set.locate(data)
        documents = _load(found, path)
        rows: list[Row | Unavailable] = []
        for system in self.benchmark.systems:
            watch(f"{self.benchmark.task.name}: {found.title}: {system.name}")
            rows.append(self.measure(system, documents, venvs))
        if self.predictions:
            rows.append(self.read(self.predictions, documents))
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
        outcome = run_system(system, self.benchmark.task.name, documents, venvs)
        if isinstance(outcome, Unavailable):
            return outcome
        try:
            predicted = [predicted_document(gold, outcome.predictions[gold.id]) for gold in documents]
        except FormatError as error:
            return Unavailable(system.name, f"its predictions cannot be read: {error}")
        measures = self.score(map(Pair, documents, predicted))
        return Row(system.name, system.peer.name, system.settings, measures, outcome.usage, outcome.errors)

    def read(self, path: Path, documents: Sequence[Document]) -> Row:
        (predicted,) = read_together(path)
        try:
            pairs = pair_documents(documents, predicted, check_labels=False)
        except FormatError as error:
            raise FormatError(f"{path}: {error}") from error
        return Row(path.stem, "predictions", {"path": str(path)}, self.score(pairs), None, ())

    def score(self, pairs: Iterable[Pair]) -> dict[str, Measured | Macro]:
        found = self.data_set
        paired = (pair_up(pair.gold, pair.predicted, found.labels) for pair in pairs)
        return measure(paired, found.score, found.metrics, self.benchmark.task.accuracies)


def _choose(jobs: Sequence[_Job], only: Sequence[str]) -> Sequence[_Job]:
    names = [job.data_set.name for job in jobs]
    unknown = [name for name in only if name not in names]
    if unknown:
        raise ConfigError(f"there is no set {unknown[0]!r}; choose from: {', '.join(names)}")
    return [job for job in jobs if not only or job.data_set.name in only]


def _with_systems(jobs: Sequence[_Job], predictions: Path | None) -> Sequence[_Job]:
    """The jobs with a system to measure: sets that wait for predictions are left out without."""
    names = [job.data_set.name for job in jobs]
    if predictions and len(names) != 1:
        raise ConfigError(f"{predictions} is of one set, but these are to be measured: {', '.join(names)}; choose one")
    busy = [job for job in jobs if job.benchmark.systems or predictions]
    if not busy:
        raise ConfigError(
            f"no system is to be measured on {', '.join(names)}; add one to [systems] or give predictions"
        )
    return busy


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
