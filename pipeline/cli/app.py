"""The command `factwire` itself: its options, and how errors end it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import FactwireError

OK, SOME_FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130


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

Config = Annotated[
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
