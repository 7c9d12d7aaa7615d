"""Compile files of the notation, each with the text of the same name."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from pipeline.convert.notation.compiling import compile_notation
from pipeline.corpus import Failure, find_sources, read_source
from pipeline.errors import FormatError, InputError
from pipeline.records import Document

SUFFIX = ".ann"


def compile_files(notations: Iterable[Path], texts: Sequence[str]) -> Iterator[Document | str]:
    """For each file of the notation its document, or its problems, one line each with file and line.

    `texts` are sources as `factwire extract` takes them. Raises InputError if one of these cannot be read.
    """
    sources = _read_texts(texts)
    for path in _expand(notations):
        source = sources.get(path.stem)
        if source is None:
            yield f"{path}: no text has the id {path.stem!r}; name its folder or file with --texts"
            continue
        try:
            yield compile_notation(path.read_text(encoding="utf-8"), source)
        except FormatError as error:
            yield "\n".join(f"{path}:{line}" for line in str(error).splitlines())
        except (OSError, UnicodeDecodeError) as error:
            yield f"{path}: cannot be read: {error}"


def _expand(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else (path,)


def _read_texts(texts: Sequence[str]) -> dict[str, Document]:
    """Documents by the last part of their id."""
    found: dict[str, Document] = {}
    for source in find_sources(texts):
        for document in read_source(source):
            if isinstance(document, Failure):
                raise InputError(f"{document.source}: {document.message}")
            found[PurePath(document.id).name] = document
    return found
