"""Commands that make and describe annotated corpora."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.app import OK, SOME_FAILED, app
from pipeline.errors import InputError, OutputError

if TYPE_CHECKING:
    from pipeline.records import Document

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
    if not results:
        raise InputError(f"{notations[0]}: the folder holds no .ann file; add one or name a file")
    problems = [result for result in results if isinstance(result, str)]
    problems += [f"{one.id}: {place}: {message}" for one in documents for place, message in check_document(one)]
    for problem in problems:
        typer.echo(problem, err=True)
    if out is None:
        write_documents(sys.stdout, iter(documents))
    else:
        _write(out, documents)
    raise typer.Exit(SOME_FAILED if problems else OK)


@corpus.command("decompile")
def decompile_gold(
    gold: Annotated[Path, typer.Argument(help="Gold documents, JSON Lines.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for one .ann file a document.")],
) -> None:
    """Write gold documents in the notation, to be mended by hand and compiled again."""
    from pipeline.convert.formats import check_source
    from pipeline.convert.guard import files_of
    from pipeline.convert.notation import write_notation
    from pipeline.evaluation.files import read_together

    (documents,) = read_together(gold)
    check_source(gold, documents)
    files = files_of((PurePosixPath(document.id).name for document in documents), out, ".ann")
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for file, document in zip(files, documents, strict=True):
            file.write_text(write_notation(document), encoding="utf-8")


@corpus.command()
def attach(
    gold: Annotated[list[Path], typer.Argument(help="Stand-off gold, JSON Lines.")],
    *,
    texts: Annotated[list[str], typer.Option("--texts", help="Where the texts are: files, folders, .jsonl or .tml.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Gold file to write, with the texts in it.")],
) -> None:
    """Join stand-off gold with the texts that it does not hold (annotations/README.md says where they come from).

    Documents that find no text are listed on standard error and left out; then the exit code is 1.
    """
    from pipeline.convert.standoff import attach as attach_documents
    from pipeline.evaluation.files import read_together
    from pipeline.records import Document

    documents = [document for file in read_together(*gold) for document in file]
    results = list(attach_documents(documents, texts))
    joined = [result for result in results if isinstance(result, Document)]
    _write(out, joined)
    for result in results:
        if not isinstance(result, Document):
            typer.echo(result, err=True)
    typer.echo(f"{len(joined)} of {len(results)} documents have their text", err=True)
    raise typer.Exit(OK if len(joined) == len(results) else SOME_FAILED)


@corpus.command()
def stats(
    gold: Annotated[list[Path], typer.Argument(help="Gold files, JSON Lines; one column each.")],
) -> None:
    """Print what gold files hold, as a Markdown table."""
    from pipeline.evaluation.files import read_together
    from pipeline.evaluation.statistics import count_corpus
    from pipeline.report.statistics import format_statistics

    parts = {_name(path, gold): count_corpus(*read_together(path)) for path in gold}
    typer.echo(format_statistics(parts))


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{error.filename or out}: {error.strerror}; expected a path that can be written") from error


def _write(out: Path, documents: Sequence["Document"]) -> None:
    from pipeline.convert.jsonl import write

    with _writing(out):
        write(documents, out)


def _name(path: Path, among: list[Path]) -> str:
    """The name of a file, with its folder where another file has the same name."""
    alone = [other.stem for other in among].count(path.stem) == 1
    return path.stem if alone else f"{path.parent.name}/{path.stem}"


@corpus.command()
def repeats(
    gold: Annotated[list[Path], typer.Argument(help="Gold files with texts, JSON Lines.")],
) -> None:
    """List eight or more words in a row that two documents share, names and numbers apart.

    Exit codes: 0 none; 1 some.
    """
    from pipeline.evaluation.files import read_together
    from pipeline.evaluation.statistics import shared_ngrams

    documents = [document for file in read_together(*gold) for document in file]
    found = list(shared_ngrams(documents))
    for first, second, words in found:
        typer.echo(f"{first}, {second}: {words}")
    raise typer.Exit(SOME_FAILED if found else OK)
