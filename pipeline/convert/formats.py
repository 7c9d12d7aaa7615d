"""Convert between formats: each is a module of this package with `read` and `write`, found by its name."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from pipeline.errors import InputError, OutputError
from pipeline.records import Document


class Format(Protocol):
    """What a format can do."""

    def write(self, documents: Iterable[Document], out: Path) -> None:
        """Write documents to a file or folder."""

    def read(self, path: Path) -> Iterator[Document]:
        """Read them again."""
        ...


def load_format(name: str) -> Format:
    """The module of a format: `brat`, `conll`, `docbin`, `jsonl` or `label_studio`."""
    return cast(Format, import_module(f"pipeline.convert.{name}"))


def convert(source: Path, out: Path, *, origin: str, target: str) -> None:
    """Convert a file or folder. Raises InputError, FormatError or OutputError."""
    if not source.exists():
        raise InputError(f"{source}: no such file or folder; check the path")
    documents = list(load_format(origin).read(source))
    if not documents:
        raise InputError(f"{source}: holds no documents in the format {origin!r}; name the format with --from")
    standoff = [document.id for document in documents if document.text is None]
    if standoff and target != "jsonl":
        raise InputError(f"{source}: {standoff[0]!r} has no text; join it with `factwire corpus attach` first")
    try:
        load_format(target).write(documents, out)
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror}; expected a path that can be written") from error
