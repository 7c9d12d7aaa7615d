"""The command that measures on public data sets."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import app


@app.command()
def benchmark(  # noqa: PLR0913 (every option is a parameter)
    configs: Annotated[list[Path], typer.Argument(help="Files as those in configs/benchmark/.")],
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder of the public data sets.")],
    peers: Annotated[
        Path | None, typer.Option(help="Folder of the peers' environments (`make peers`); .venv-peers if not given.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Name of a set to measure; may be repeated.")] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Documents of the one set chosen, JSON Lines: scored as one more system.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write OUT.md and OUT.json as well.")] = None,
) -> None:
    """Measure accuracy, speed and memory on public data sets, beside peers and published numbers."""
    from pipeline.benchmark import format_markdown, run, write

    results = run(
        configs,
        data,
        peers=peers,
        only=only or (),
        predictions=predictions,
        command=("factwire", *sys.argv[1:]),
        watch=lambda line: typer.echo(line, err=True),
    )
    typer.echo(format_markdown(results))
    if out is not None:
        write(results, out)
