"""Our own format, docs/format.md, as one of those that can be converted."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.jsonl import read_documents, write_documents
from pipeline.records import Document

__all__ = ["read", "write"]


def write(documents: Iterable[Document], out: Path) -> None:
    """Write the documents to one file, one a line."""
    with out.open("w", encoding="utf-8") as file:
        write_documents(file, iter(documents))


def read(path: Path) -> Iterator[Document]:
    """The documents of a file. Raises FormatError naming file and line."""
    return read_documents(path)
