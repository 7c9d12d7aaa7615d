"""Worker processes: order, bounds, and what happens when one dies."""

from collections.abc import Iterator

import pytest

from pipeline.batch import Done, Failure, Task
from pipeline.batch.workers import READ_AHEAD, run_in_workers
from pipeline.errors import StageError
from pipeline.records import Document
from tests.batch.stand_in import build, build_only_in_parent


def tasks(*texts: str) -> list[Task]:
    return [Task("source", Document(id=str(number), text=text)) for number, text in enumerate(texts)]


def test_results_come_in_the_order_of_the_input() -> None:
    items = tasks(*("slow" if number % 5 == 0 else "Laos" for number in range(30)))
    failure = Failure(None, "source", "corpus", "InputError", "broken")
    results = list(run_in_workers([*items[:10], failure, *items[10:]], build, workers=3))
    assert [result.id for result in results] == [*map(str, range(10)), None, *map(str, range(10, 30))]


def test_a_killed_worker_costs_one_document() -> None:
    results = list(run_in_workers(tasks("Laos", "kill", "Hanoi", "kill", "Hue"), build, workers=2))
    assert [type(result) for result in results] == [Done, Failure, Done, Failure, Done]
    failure = results[1]
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.error) == ("worker", "WorkerDied")
    assert "SIGKILL" in failure.message


def test_workers_that_cannot_start_end_the_run() -> None:
    with pytest.raises(StageError, match=r"SIGKILL.* while it built the pipeline"):
        list(run_in_workers(tasks("Laos", "Hanoi"), build_only_in_parent, workers=2))


def test_reading_does_not_run_ahead_of_the_oldest_unfinished_document() -> None:
    read = 0

    def items() -> Iterator[Task]:
        nonlocal read
        for task in tasks("slow " * 3, *["Laos"] * 500):
            read += 1
            yield task

    results = run_in_workers(items(), build, workers=2)
    for written, _ in enumerate(results):
        assert read - written <= 2 * READ_AHEAD + 2


def test_nothing_in_nothing_out() -> None:
    assert list(run_in_workers([], build, workers=2)) == []
