"""Commands that make and describe annotated corpora."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import OK, SOME_FAILED, app

corpus = typer.Typer(no_args_is_help=True, help="Make and describe annotated corpora.")
app.add_typer(corpus, name="corpus")


@corpus.command("compile")
def compile_gold(
    notations: Annotated[list[Path], typer.Argument(help="Files of the notation (.ann), or folders of them.")],
    *,
    texts: Annotated[list[str], typer.Option("--texts", help="Where their texts are: files, folders or .jsonl.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Gold file to write; standard output if none.")
    ] = None,
) -> None:
    """Compile hand-written annotations to gold documents (docs/notation.md).

    Every problem is a line on standard error, with file, line and what was expected; the other files go on.
    Exit codes: 0 all are compiled; 1 some have problems; 2 nothing could be read.
    """
    from pipeline.check.document import check_document
    from pipeline.convert.notation import compile_files
    from pipeline.jsonl import write_documents
    from pipeline.records import Document

    results = list(compile_files(notations, texts))
    documents = [result for result in results if isinstance(result, Document)]
    problems = [result for result in results if isinstance(result, str)]
    problems += [f"{one.id}: {place}: {message}" for one in documents for place, message in check_document(one)]
    for problem in problems:
        typer.echo(problem, err=True)
    if out is None:
        write_documents(sys.stdout, iter(documents))
    else:
        with out.open("w", encoding="utf-8") as file:
            write_documents(file, iter(documents))
    raise typer.Exit(SOME_FAILED if problems else OK)


@corpus.command("decompile")
def decompile_gold(
    gold: Annotated[Path, typer.Argument(help="Gold documents, JSON Lines.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for one .ann file a document.")],
) -> None:
    """Write gold documents in the notation, to be mended by hand and compiled again."""
    from pipeline.convert.notation import write_notation
    from pipeline.evaluation.files import read_together

    out.mkdir(parents=True, exist_ok=True)
    (documents,) = read_together(gold)
    for document in documents:
        (out / f"{document.id}.ann").write_text(write_notation(document), encoding="utf-8")
