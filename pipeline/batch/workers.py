"""Run tasks in worker processes; results come back in the order of the input."""

import signal
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any

from pipeline.batch.tasks import Build, Failure, Item, Result, Task, process
from pipeline.errors import StageError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

READ_AHEAD = 16
"""Items for each worker that may be read beyond the oldest unfinished one: the bound on memory."""

_CONTEXT = get_context("spawn")
_SECONDS_TO_EXIT = 10

_Numbered = Iterator[tuple[int, Result]]


def run_in_workers(items: Iterable[Item], build: Build, *, workers: int) -> Generator[Result]:
    """The result of every item, in order.

    A document whose worker dies becomes a Failure, and a new worker takes its place. Raises StageError if a worker
    dies before it has built the pipeline.
    """
    waiting: dict[int, Result] = {}
    following = 0
    with closing(_Pool(build, workers)) as pool:
        for index, result in _completed(items, pool):
            waiting[index] = result
            while following in waiting:
                yield waiting.pop(following)
                following += 1


def _completed(items: Iterable[Item], pool: "_Pool") -> _Numbered:
    """Results in the order in which they are done, each with the number of its item."""
    for index, item in enumerate(items):
        while index - pool.oldest(index) >= READ_AHEAD * pool.size:
            yield from pool.collect()
        if isinstance(item, Failure):
            yield index, item
        else:
            yield from pool.make_room()
            pool.submit(index, item)
    while pool.busy:
        yield from pool.collect()


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, the parent's end of the pipe to it, and the numbered task that it works on (null: still building)."""

    process: SpawnProcess
    connection: "Connection[Any, Any]"
    work: tuple[int, Task] | None = None

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join()


@dataclass(slots=True)
class _Pool:
    """Up to `size` workers, started as they are needed; each holds one task at a time."""

    build: Build
    size: int
    idle: list[_Worker] = field(default_factory=list)
    busy: list[_Worker] = field(default_factory=list)

    def close(self) -> None:
        """End all workers, whatever they do."""
        for worker in (*self.idle, *self.busy):
            worker.stop()

    def oldest(self, default: int) -> int:
        """Number of the oldest item in work."""
        return min((worker.work[0] for worker in self.busy if worker.work), default=default)

    def make_room(self) -> _Numbered:
        """Wait until a worker is idle; the results that come in meanwhile are yielded."""
        self.idle = [worker for worker in self.idle if worker.process.is_alive()]
        if not self.idle and len(self.busy) < self.size:
            self.busy.append(_start(self.build))
        while not self.idle:
            yield from self.collect()

    def submit(self, index: int, task: Task) -> None:
        """Give the task to an idle worker."""
        worker = self.idle.pop()
        worker.work = (index, task)
        self.busy.append(worker)
        with suppress(BrokenPipeError):  # it died just now: `collect` will find that out
            worker.connection.send(task)

    def collect(self) -> _Numbered:
        """Wait until a worker reports, and yield what is done."""
        ready = wait([worker.connection for worker in self.busy])
        for worker in [worker for worker in self.busy if worker.connection in ready]:
            self.busy.remove(worker)
            work, worker.work = worker.work, None
            try:
                result = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                yield _died(worker, work)
                continue
            self.idle.append(worker)
            if work:
                yield work[0], result


def _start(build: Build) -> _Worker:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(theirs, build), daemon=True)
    with _blocking_interrupts():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _blocking_interrupts() -> Iterator[None]:
    """What is started meanwhile never sees Ctrl-C, which reaches all processes of a terminal: the parent ends them."""
    resource_tracker.ensure_running()  # it would unblock them when it is started with the first process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: "Connection[Any, Any]", build: Build) -> None:
    """The life of a worker: build the pipeline, report (with None), then answer every task with its result."""
    pipeline = build()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        connection.send(None)
        while True:
            connection.send(process(pipeline, connection.recv()))


def _died(worker: _Worker, work: tuple[int, Task] | None) -> tuple[int, Failure]:
    worker.process.join(_SECONDS_TO_EXIT)
    code = worker.process.exitcode
    reason = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
    worker.stop()
    if work is None:
        raise StageError(f"a worker process ended ({reason}) while it built the pipeline; try fewer workers")
    index, task = work
    message = f"the worker process ended ({reason}) on this document; SIGKILL mostly means that memory ran out"
    return index, Failure(task.document.id, task.source, "worker", "WorkerDied", message)
