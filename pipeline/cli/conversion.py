"""The command that converts between formats."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import app


class Format(StrEnum):
    """The formats, by the name of their module in pipeline/convert."""

    JSONL = "jsonl"
    BRAT = "brat"
    CONLL = "conll"
    DOCBIN = "docbin"
    LABEL_STUDIO = "label_studio"


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="File, or for brat a folder.")],
    out: Annotated[Path, typer.Argument(help="File to write, or for brat a folder.")],
    *,
    origin: Annotated[Format, typer.Option("--from", help="Format of the source.")] = Format.JSONL,
    target: Annotated[Format, typer.Option("--to", help="Format to write.")] = Format.JSONL,
) -> None:
    """Convert documents to and from brat, CoNLL, DocBin and Label Studio (docs/formats.md says what each can hold)."""
    from pipeline.convert.formats import convert as convert_documents

    convert_documents(source, out, origin=origin.value, target=target.value)
