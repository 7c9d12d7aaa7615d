"""Extraction as a library function: read, process, write."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from confection import Config

from pipeline.batch.folder import Folder, Json, Mode, prepare
from pipeline.batch.inputs import describe_inputs, read_items
from pipeline.batch.manifest import describe_software, nest_counts, timestamp
from pipeline.batch.tasks import Build, Counts, Failure, Item, Result, process
from pipeline.batch.workers import run_in_workers
from pipeline.config import build_stages, read_config
from pipeline.errors import InputError
from pipeline.records import Document
from pipeline.runner import Pipeline

Watch = Callable[[Result], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make the pipeline: `build` does it, once in every process; `config` records what it is made of."""

    config: Mapping[str, Any]
    build: Build


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to extract from, and with what.

    `created` (YYYY-MM-DD) is the date of texts that give none; `command` is the command line, for the record.
    """

    paths: tuple[str, ...]
    recipe: Recipe
    created: str | None = None
    workers: int = 1
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands in the output now (`counts`, as in run.json), and how much of it was there before this call."""

    counts: Mapping[str, Any]
    resumed: int
    seconds: float

    @property
    def failures(self) -> int:
        """Number of documents that failed."""
        return int(self.counts["failures"])


def build_pipeline(config: Config) -> Pipeline:
    """The pipeline of a config that `read_config` returned. Raises ConfigError."""
    return Pipeline(build_stages(config))


def read_recipe(config: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Recipe:
    """The recipe of a config file (default: the shipped one), as `read_config` reads it. Raises ConfigError."""
    resolved = read_config(config, overrides)
    return Recipe(resolved, partial(build_pipeline, resolved))


def ignore(_: Result) -> None:
    """Watch nothing."""


def extract(job: Job, out: Path, *, mode: Mode = "new", watch: Watch = ignore) -> Summary:
    """Process every document of the job and write documents.jsonl, facts.jsonl, failures.jsonl and run.json to `out`.

    Args:
        job: inputs and pipeline.
        out: the output folder.
        mode: what to do if it is not empty.
        watch: called with every new result, in input order.

    Raises:
        ConfigError: the pipeline cannot be built; nothing was written.
        OutputError: the folder is refused, belongs to another run, or cannot be written.
    """
    start = time.monotonic()
    pipeline = job.recipe.build()
    known = prepare(out, _describe(job, pipeline), mode=mode)
    if "finished" in known:
        return Summary(known["counts"], _total(known["counts"]), time.monotonic() - start)
    folder = Folder.open(out)
    try:
        items = folder.recover(read_items(job.paths, created=job.created))
        resumed = _total(nest_counts(folder.counts))
        with closing(_results(items, job, pipeline)) as results:
            for result in results:
                folder.write(result)
                watch(result)
    finally:
        folder.close()
    summary = Summary(nest_counts(folder.counts), resumed, time.monotonic() - start)
    folder.finish(known | _record(job, summary))
    return summary


def extract_to_stream(job: Job, stream: BinaryIO, *, watch: Watch = ignore) -> Summary:
    """Process every document of the job and write the lines of documents.jsonl to a stream; failures go to `watch`."""
    start = time.monotonic()
    counts: Counts = Counter()
    for result in _results(read_items(job.paths, created=job.created), job, job.recipe.build()):
        if isinstance(result, Failure):
            counts["failures",] += 1
        else:
            stream.write(result.line)
            stream.flush()
            counts += result.counts
        watch(result)
    return Summary(nest_counts(counts), 0, time.monotonic() - start)


def extract_documents(path: str, recipe: Recipe) -> Iterator[Document]:
    """The documents of one path, one after another. Raises InputError or StageError at the first that fails."""
    pipeline = recipe.build()
    for item in read_items([path]):
        if isinstance(item, Failure):
            raise InputError(item.message)
        yield pipeline(item.document)


def _results(items: Iterable[Item], job: Job, pipeline: Pipeline) -> Generator[Result]:
    if job.workers > 1:
        return run_in_workers(items, job.recipe.build, workers=job.workers)
    return (item if isinstance(item, Failure) else process(pipeline, item) for item in items)


def _describe(job: Job, pipeline: Pipeline) -> Json:
    """What two runs must have in common for one to continue the other, and when this one started."""
    return {
        **describe_software(pipeline),
        "config": job.recipe.config,
        "inputs": describe_inputs(job.paths),
        "created": job.created,
        "started": timestamp(),
    }


def _record(job: Job, summary: Summary) -> Json:
    return {
        "finished": timestamp(),
        "seconds": round(summary.seconds, 3),
        "resumed": summary.resumed,
        "workers": job.workers,
        "command": list(job.command),
        "counts": summary.counts,
    }


def _total(counts: Mapping[str, Any]) -> int:
    return int(counts["documents"]) + int(counts["failures"])
