"""Read the files that are compared."""

from pathlib import Path

from pipeline.errors import InputError
from pipeline.jsonl import read_documents
from pipeline.records import Document


def read_together(*paths: Path) -> tuple[list[Document], ...]:
    """The documents of each JSON Lines file.

    Raises InputError for a file that cannot be read or holds no document, FormatError for what is in it.
    """
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> list[Document]:
    try:
        documents = list(read_documents(path))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected a JSON Lines file of documents") from error
    if not documents:
        raise InputError(f"{path}: holds no document; expected a JSON Lines file of documents")
    return documents
