"""The command line. Each command parses its arguments, calls one library function and prints the result.

Heavy imports stand inside the commands: `factwire --help` loads none of the libraries that do the work.
"""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import FactwireError

if TYPE_CHECKING:
    from pipeline.batch import Mode

OK, SOME_FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130
STANDARD_OUTPUT = Path("-")


class _Commands(TyperGroup):
    """Turns the errors that factwire raises on purpose, and Ctrl-C, into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except FactwireError as error:
            if ctx.params["debug"]:
                raise
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(REFUSED) from error
        except KeyboardInterrupt as error:
            typer.echo("interrupted; an extraction goes on with --resume", err=True)
            raise typer.Exit(INTERRUPTED) from error


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Config = Annotated[
    Path | None, typer.Option("-c", "--config", help="Config file; the shipped configs/default.cfg if not given.")
]


def _show_version(wanted: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if wanted:
        from pipeline.batch.manifest import factwire_version

        typer.echo(f"factwire {factwire_version()}")
        raise typer.Exit


@app.callback()
def factwire(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Structured, sourced, normalized facts from agency reports on relations between countries."""


@app.command()
def extract(  # noqa: PLR0913 (every option is a parameter)
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs, .jsonl files, or - for standard input.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="Output folder; - writes the documents to standard output.")],
    config: _Config = None,
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
        recipe=batch.read_recipe(config, _parse_settings(settings or ())),
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


def _parse_settings(settings: Sequence[str]) -> dict[str, Any]:
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
    config: _Config = None,
    facts: Annotated[bool, typer.Option("--facts", help="Print the facts only.")] = False,
) -> None:
    """Print sentences, entities, values and facts; a text is extracted first."""
    from pipeline import batch
    from pipeline.jsonl import read_documents
    from pipeline.report.terminal import open_console, show_documents

    is_text = path.suffix != ".jsonl"
    documents = batch.extract_documents(str(path), batch.read_recipe(config)) if is_text else read_documents(path)
    show_documents(documents, open_console(), facts_only=facts)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold documents, JSON Lines.")],
    predictions: Annotated[Path, typer.Argument(help="Predicted documents with the same ids, JSON Lines.")],
    *,
    layer: Annotated[str | None, typer.Option(help="One layer, label by label.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score predictions against gold: precision, recall and F1 of every layer."""
    from pipeline.evaluation import evaluate_files, format_report

    report = evaluate_files(gold, predictions)
    table = format_report(report, layer)
    scores = report.to_dict() if layer is None else report.to_dict()["layers"][layer]
    typer.echo(json.dumps(scores, indent=2) if as_json else table)


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Files of documents (.jsonl), configs (.cfg), or folders of them.")
    ],
) -> None:
    """Validate gold files and configs: every problem on a line of its own, with file, line and place.

    Exit codes: 0 no errors (there may be warnings); 1 errors.
    """
    from pipeline.check import check_paths

    problems = check_paths(paths)
    for problem in problems:
        typer.echo(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    typer.echo(f"errors: {errors}, warnings: {len(problems) - errors}", err=True)
    raise typer.Exit(SOME_FAILED if errors else OK)


def main() -> None:
    """The console script `factwire`."""
    app(prog_name="factwire")
