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
    if recipe.is_file() and "[linear]" in recipe.read_text(encoding="utf-8", errors="replace").splitlines():
        _train_linear(recipe, data, out, force=force, settings=settings)
        return
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


def _train_linear(recipe: Path, data: Path, out: Path, *, force: bool, settings: list[str] | None) -> None:
    """A recipe with a section [linear], which needs no torch."""
    from pipeline.errors import OutputError
    from pipeline.training.linear_recipe import read_linear_recipe
    from pipeline.training.relations import train_relations

    if (out / "meta.json").exists() and not force:
        raise OutputError(f"{out} holds a model; give another folder, or --force to train it anew")
    read = read_linear_recipe(recipe, parse_settings(settings or ()))
    typer.echo(train_relations(read, data, out, lambda line: typer.echo(line, err=True)))
