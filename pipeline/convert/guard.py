"""What documents must keep so that another format can hold them, and where their files may lie."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from pipeline.errors import FormatError, InputError, OutputError
from pipeline.evaluation.matching import unknown_ids
from pipeline.records import Document, Offsets


def check_convertible(documents: Sequence[Document]) -> None:
    """Raises InputError for a document without text, FormatError for an id that stands twice or a broken document."""
    twice = [key for key, count in Counter(document.id for document in documents).items() if count > 1]
    if twice:
        raise FormatError(f"the id {twice[0]!r} stands twice, expected once")
    for document in documents:
        if document.text is None:
            raise InputError(f"{document.id!r} has no text; join it with `factwire corpus attach` first")
        check_places(document)


def check_places(document: Document) -> None:
    """Raises FormatError if the document uses an id that no span has, or offsets that are empty or outside its text."""
    if missing := unknown_ids(document):
        raise FormatError(f"document {document.id!r}: no span has the id {min(missing)!r}")
    length = len(document.content)
    for place, (start, end) in _stretches(document):
        if not 0 <= start < end <= length:
            where = f"document {document.id!r}, {place}: ({start}, {end})"
            raise FormatError(f"{where} is empty or not inside the text of length {length}")


def _stretches(document: Document) -> Iterator[tuple[str, Offsets]]:
    yield from ((span.id, span.offsets) for span in document.spans())
    yield from (("tokens", offsets) for offsets in document.tokens)
    yield from (("sentences", offsets) for offsets in document.sentences)
    yield from (("zones", (zone.start, zone.end)) for zone in document.zones)
    yield from (("pointers", (pointer.start, pointer.end)) for pointer in document.links.pointers)


def files_of(names: Iterable[str], folder: Path, suffix: str) -> list[Path]:
    """The file of each name below the folder. Raises OutputError for a name that leads elsewhere or stands twice."""
    names = list(names)
    for name in names:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or name.endswith("/") or ".." in parts or not name.isprintable():
            raise OutputError(f"{folder}: the id {name!r} names no file in this folder; rename the document")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise OutputError(f"{folder}: two documents would be written to {twice[0]}{suffix}; rename one")
    return [folder / f"{name}{suffix}" for name in names]
