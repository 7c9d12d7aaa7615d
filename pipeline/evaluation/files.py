"""Read the files that are compared."""

from pathlib import Path

from pipeline.errors import InputError
from pipeline.jsonl import read_documents
from pipeline.records import Document


def read_together(*paths: Path) -> tuple[list[Document], ...]:
    """The documents of each JSON Lines file. Raises InputError for a file, FormatError for what is in it."""
    try:
        return tuple(list(read_documents(path)) for path in paths)
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}; expected a JSON Lines file of documents") from error
