"""Commands that judge: scores, comparisons, losses, checks."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import OK, SOME_FAILED, Config, app

_Gold = Annotated[Path, typer.Argument(help="Gold documents, JSON Lines.")]
_Predictions = Annotated[Path, typer.Argument(help="Predicted documents with the same ids, JSON Lines.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Every = Annotated[bool, typer.Option("--all", help="Every layer, not the headlines alone.")]


@app.command()
def evaluate(  # noqa: PLR0913 (every option is a parameter)
    gold: _Gold,
    predictions: _Predictions,
    *,
    layer: Annotated[str | None, typer.Option(help="One layer, label by label.")] = None,
    every: _Every = False,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Whether the scores of what was found mean what they say.")
    ] = False,
    as_json: _AsJson = False,
) -> None:
    """Score predictions against gold: precision, recall and F1 of every layer, with 95 % intervals."""
    from pipeline.evaluation import evaluate_files, format_report
    from pipeline.evaluation.calibration import calibrate
    from pipeline.evaluation.files import read_together
    from pipeline.report.calibration import format_calibration

    if calibration and (layer or every):
        raise typer.BadParameter("--calibration has layers of its own; leave out --layer and --all")
    if calibration:
        found = calibrate(*read_together(gold, predictions))
        data = {name: one.to_dict() for name, one in found.items()}
        typer.echo(json.dumps(data, indent=2) if as_json else format_calibration(found))
        return
    report = evaluate_files(gold, predictions)
    table = format_report(report, layer, every=every)
    scores = report.to_dict() if layer is None else report.to_dict()["layers"][layer]
    typer.echo(json.dumps(scores, indent=2) if as_json else table)


@app.command()
def compare(
    gold: _Gold,
    a: Annotated[Path, typer.Argument(help="Predicted documents, JSON Lines.")],
    b: Annotated[Path, typer.Argument(help="Other predictions of the same documents, JSON Lines.")],
    *,
    every: _Every = False,
    as_json: _AsJson = False,
) -> None:
    """Compare two predictions: differences with intervals and p-values, and the facts gained and lost."""
    from pipeline.evaluation.compare import compare as compare_documents
    from pipeline.evaluation.files import read_together
    from pipeline.report.comparison import format_comparison

    found = compare_documents(*read_together(gold, a, b))
    typer.echo(json.dumps(found.to_dict(), indent=2) if as_json else format_comparison(found, every=every))


@app.command()
def blame(
    gold: _Gold,
    *,
    config: Config = None,
    listed: Annotated[bool, typer.Option("--list", help="List every error under its stage.")] = False,
    as_json: _AsJson = False,
) -> None:
    """Charge every missed and every wrong fact to a stage, by giving gold to one stage after another."""
    from pipeline.blame import blame as trace
    from pipeline.evaluation.files import read_together
    from pipeline.report.waterfall import format_waterfall
    from pipeline.runner import load_pipeline

    (documents,) = read_together(gold)
    found = trace(documents, load_pipeline(config))
    typer.echo(json.dumps(found.to_dict(), indent=2) if as_json else format_waterfall(found, listed=listed))


@app.command()
def report(
    paths: Annotated[list[Path], typer.Argument(metavar="[GOLD] PREDICTIONS", help="Documents, JSON Lines.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="The HTML file to write.")],
    config: Annotated[
        Path | None, typer.Option("-c", "--config", help="Config that made the predictions: adds the loss waterfall.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Heading of the page.")] = None,
) -> None:
    """Write one HTML file: with gold an evaluation with its errors in the text, without gold a browser of the facts."""
    from pipeline.blame import blame as trace
    from pipeline.evaluation.files import read_together
    from pipeline.report.html import write_report
    from pipeline.runner import load_pipeline

    if len(paths) not in {1, 2} or (config and len(paths) == 1):
        raise typer.BadParameter("expected PREDICTIONS, or GOLD PREDICTIONS (with --config, if wanted)")
    *gold, predictions = read_together(*paths)
    waterfall = trace(gold[0], load_pipeline(config)) if config else None
    title = title or " against ".join(str(path) for path in reversed(paths))
    write_report(out, predictions, gold[0] if gold else None, waterfall=waterfall, title=title)


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
