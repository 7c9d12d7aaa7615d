"""Commands that extract facts and show them."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.app import OK, SOME_FAILED, Config, app

if TYPE_CHECKING:
    from pipeline.batch import Mode

STANDARD_OUTPUT = Path("-")


@app.command()
def extract(  # noqa: PLR0913 (every option is a parameter)
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs, .jsonl files, or - for standard input.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="Output folder; - writes the documents to standard output.")],
    config: Config = None,
    created: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the texts that give none themselves.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of processes; the output does not depend on it.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was interrupted.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Start over in an output folder that is not empty.")] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Override a key of the config, as stages.values.prefer=future."
        ),
    ] = None,
) -> None:
    """Extract facts: writes documents.jsonl, facts.jsonl, failures.jsonl and run.json to the output folder.

    Exit codes: 0 all documents are done; 1 some failed (failures.jsonl says why), the others are done; 2 nothing was
    done (usage, config or output folder); 130 interrupted, --resume goes on.
    """
    from pipeline import batch
    from pipeline.report.progress import watching

    if resume and force:
        raise typer.BadParameter("--resume and --force exclude each other")
    job = batch.Job(
        paths=tuple(paths),
        recipe=batch.read_recipe(config, parse_settings(settings or ())),
        created=created.date().isoformat() if created else None,
        workers=workers,
        command=("factwire", *sys.argv[1:]),
    )
    mode: Mode = "resume" if resume else "force" if force else "new"
    with watching(batch.count_documents(paths)) as watch:
        if out == STANDARD_OUTPUT:
            summary = batch.extract_to_stream(job, sys.stdout.buffer, watch=watch)
        else:
            summary = batch.extract(job, out, mode=mode, watch=watch)
    typer.echo(f"{batch.summarize(summary.counts)} → {out} ({summary.seconds:.1f} s)", err=True)
    raise typer.Exit(SOME_FAILED if summary.failures else OK)


def parse_settings(settings: Sequence[str]) -> dict[str, Any]:
    """`key=value` pairs; a value is JSON where it can be, else a string."""
    parsed: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise typer.BadParameter(f"found {setting!r}, expected KEY=VALUE", param_hint="--set")
        try:
            parsed[key] = json.loads(value)
        except ValueError:
            parsed[key] = value
    return parsed


@app.command()
def show(
    path: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A text, or a .jsonl file of documents with their layers."),
    ],
    *,
    config: Config = None,
    facts: Annotated[bool, typer.Option("--facts", help="Print the facts only.")] = False,
) -> None:
    """Print sentences, entities, values and facts; a text is extracted first."""
    from pipeline import batch
    from pipeline.jsonl import read_documents
    from pipeline.report.terminal import open_console, show_documents

    is_text = path.suffix != ".jsonl"
    documents = batch.extract_documents(str(path), batch.read_recipe(config)) if is_text else read_documents(path)
    show_documents(documents, open_console(), facts_only=facts)
