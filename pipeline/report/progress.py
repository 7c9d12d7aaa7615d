"""Standard error during a batch: a progress bar on a terminal, and one line for every document that failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.batch import Failure, Result


@contextmanager
def watching(total: int | None) -> Iterator[Callable[[Result], None]]:
    """A function to be told of every result. `total` is the number of documents, if it is known.

    The bar disappears at the end, and is not drawn at all where standard error is no terminal.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)

        def watch(result: Result) -> None:
            if isinstance(result, Failure):
                console.print(f"[red]failed[/] {escape(describe_failure(result))}")
            progress.advance(task)

        yield watch


def describe_failure(failure: Failure) -> str:
    """A failure in one line: the document, the stage, and what went wrong."""
    return f"{failure.id or failure.source} ({failure.stage}): {failure.message}"
