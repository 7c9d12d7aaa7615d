"""Convert between formats: each is a module of this package with `read` and `write`, found by its name."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from pipeline.convert.guard import check_convertible
from pipeline.errors import FormatError, InputError, OutputError
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
    documents = _read(source, origin)
    if not documents:
        raise InputError(f"{source}: holds no documents in the format {origin!r}; name the format with --from")
    if target != "jsonl":
        check_source(source, documents)
    try:
        load_format(target).write(documents, out)
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror}; expected a path that can be written") from error


def _read(source: Path, origin: str) -> list[Document]:
    try:
        return list(load_format(origin).read(source))
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}; expected a source in the format {origin!r}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{source}: not UTF-8 ({error}); name the format with --from") from error


def check_source(source: Path, documents: Sequence[Document]) -> None:
    """Raises InputError or FormatError that names the source if another format cannot hold its documents."""
    try:
        check_convertible(documents)
    except (InputError, FormatError) as error:
        raise type(error)(f"{source}: {error}") from error
