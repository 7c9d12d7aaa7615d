"""factwire's own gold: documents in JSON Lines (docs/format.md)."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import FormatError, InputError
from pipeline.jsonl import read_documents
from pipeline.records import Document


def load(path: Path) -> Iterator[Document]:
    """The documents of a file. Raises FormatError for a line that is wrong, or stand-off gold without its texts."""
    try:
        for document in read_documents(path):
            if document.text is None:
                raise FormatError(
                    f"{path}: document {document.id!r} has no text; expected gold with its texts: "
                    "put the text whose text_sha256 it gives under the key 'text'"
                )
            yield document
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected a JSON Lines file of documents") from error
