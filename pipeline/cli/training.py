"""The command that trains models."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import app
from pipeline.cli.extraction import parse_settings


@app.command()
def train(
    recipe: Annotated[Path, typer.Argument(help="File as those in configs/train/.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="Model folder to write; a stopped run goes on there.")],
    data: Annotated[
        Path, typer.Option("--data", help="Folder that the paths of the recipe's sets start from.")
    ] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Start over in a folder that holds a model or a run.")] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override a key of the recipe, as training.epochs=2."),
    ] = None,
) -> None:
    """Train a model by a recipe: writes networks, tokenizer, meta.json, run.json, history.jsonl and a model card."""
    try:
        import torch  # noqa: F401 (looked for, not used)
        import transformers  # noqa: F401
    except ImportError as error:
        from pipeline.errors import ConfigError

        raise ConfigError("training needs torch and transformers: `pip install factwire[train]`") from error
    from pipeline.training.model import train as train_model
    from pipeline.training.recipe import read_recipe

    found = read_recipe(recipe, parse_settings(settings or ()))
    folder = train_model(found, data, out, force=force, watch=lambda line: typer.echo(line, err=True))
    typer.echo(f"{folder.path}: {', '.join(sorted(folder.heads))}")
