"""Reading input: files, folders, globs, standard input and JSON Lines become documents, one at a time.

Offsets count code points of the text as read: bytes are decoded, newlines stay as they are, nothing else changes.
A byte order mark belongs to the encoding (`utf-8-sig`, `utf-16`), not to the text.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from glob import glob
from itertools import chain
from pathlib import Path

from pipeline.encoding import decode
from pipeline.errors import InputError
from pipeline.records import Document, Offsets

STANDARD_INPUT = "-"

_SUFFIXES = frozenset({".txt", ".jsonl"})
_GLOB = re.compile(r"[*?\[]")
_DATE_LINE = re.compile(r"\s*(date[ \t]+(\d{4}-\d{2}-\d{2}))(?![^\s])[ \t]*([^\n\r]*)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_JSON_START = re.compile(rb"\s*\{")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HTML_START = re.compile(r"\s*<(?:!doctype\s+html|\?xml|html|head|body)\b", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:p|div|span|a|br|td|tr|li|ul|script|style|meta|link|img|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE
)
_SAMPLE = 20_000
_HTML_TAGS_PER_1000 = 10
_CONTROLS_PER_1000 = 5


@dataclass(frozen=True, slots=True)
class Source:
    """One place to read from. `id` is the document's id; for JSON Lines, whose lines have ids of their own, it is null.

    `path` is null for standard input. `problem` says why there is nothing to read (a missing path, an empty glob).
    """

    name: str
    path: Path | None
    id: str | None
    problem: str | None = None

    @property
    def is_jsonl(self) -> bool:
        """Whether every line is a document."""
        return self.path is not None and self.path.suffix == ".jsonl"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or processed: where it came from and what was wrong."""

    source: str
    id: str | None
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """The bytes of one document, and where they came from (`file` or `file:line`)."""

    place: str
    data: bytes
    is_line: bool


@dataclass(frozen=True, slots=True)
class Header:
    """The first line ` date YYYY-MM-DD Title` of an agency report; `created` is null where the date is impossible."""

    created: str | None = None
    title: str | None = None
    date_line: Offsets | None = None
    title_offsets: Offsets | None = None


def find_sources(arguments: Sequence[str]) -> Iterator[Source]:
    """The sources that command-line arguments name, in their order; folders and globs in sorted order.

    A path that does not exist and a glob that matches nothing come as sources with a `problem`: the others go on.
    """
    for argument in arguments:
        yield from _expand(argument)


def read_source(
    source: Source, *, created: str | None = None, taken: set[str] | None = None
) -> Iterator[Document | Failure]:
    """The documents of a source, and a failure for each that cannot be read.

    `created` (ISO 8601) is the date of texts that give none. `taken` holds the ids that documents have already; the
    ids of this source are added to it.
    """
    taken = set() if taken is None else taken
    try:
        for piece in _pieces(source):
            yield _document(piece, source=source, created=created, taken=taken)
    except InputError as error:
        yield Failure(source.name, source.id, type(error).__name__, str(error))


def parse_header(text: str) -> Header:
    """The date line and title in the first line of a text; an empty header where there is none."""
    match = _DATE_LINE.match(text)
    if match is None:
        return Header()
    title = match[3].rstrip()
    return Header(
        created=match[2] if is_date(match[2]) else None,
        title=title or None,
        date_line=match.span(1),
        title_offsets=(match.start(3), match.start(3) + len(title)) if title else None,
    )


def is_date(text: str) -> bool:
    """Whether a text is a calendar date in the form YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _expand(argument: str) -> Iterator[Source]:
    if argument == STANDARD_INPUT:
        yield Source(STANDARD_INPUT, None, "stdin")
        return
    path = Path(argument)
    if os.path.isdir(argument):  # unlike Path.is_dir, false for a name that no file could have
        yield from _folder(path)
    elif os.path.exists(argument):
        yield _file(path, Path(path.name))
    elif _GLOB.search(argument):
        yield from _glob(argument)
    else:
        yield Source(argument, None, None, f"{argument}: no such file or folder; check the path")


def _folder(root: Path) -> Iterator[Source]:
    found = _walk(root, root)
    first = next(found, None)
    if first is None:
        message = f"{root}: the folder holds no .txt or .jsonl file; add one or name a file"
        yield Source(str(root), None, None, message)
        return
    yield first
    yield from found


def _walk(folder: Path, root: Path) -> Iterator[Source]:
    """The input files below a folder, in sorted order; hidden ones, linked folders, pipes and devices are left out.

    `os.path` asks: unlike Path, it takes what may not be looked at for missing, and reading that says what is wrong.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield Source(str(folder), None, None, f"{folder}: cannot be read: {error.strerror}; check its permissions")
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        if os.path.isdir(path):
            yield from () if path.is_symlink() else _walk(path, root)
        elif path.suffix in _SUFFIXES and (os.path.isfile(path) or not os.path.exists(path)):
            yield _file(path, path.relative_to(root))


def _glob(pattern: str) -> Iterator[Source]:
    matches = [Path(match) for match in sorted(glob(pattern, recursive=True))]
    files = [path for path in matches if os.path.isfile(path)]
    if not files:
        yield Source(pattern, None, None, f"{pattern}: no file matches; check the pattern and quote it for the shell")
    fixed = Path(*_fixed_parts(pattern))
    for path in files:
        yield _file(path, path.relative_to(fixed))


def _fixed_parts(pattern: str) -> Iterator[str]:
    """The folders of a glob that stand before its first wildcard."""
    for part in Path(pattern).parts[:-1]:
        if _GLOB.search(part):
            return
        yield part


def _file(path: Path, inner: Path) -> Source:
    """The source of a file whose id is its path `inner` without the extension."""
    document_id = None if path.suffix == ".jsonl" else _printable(inner.with_suffix("").as_posix())
    return Source(_printable(str(path)), path, document_id)


def _printable(name: str) -> str:
    """A file name that can be written as UTF-8: bytes that are none become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _pieces(source: Source) -> Iterator[_Piece]:
    """The bytes of each document of a source: a whole file, or every line of a JSON Lines file that is not blank."""
    if source.problem is not None:
        raise InputError(source.problem)
    try:
        with nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb") as file:
            first = file.readline()
            if not (source.is_jsonl or (source.path is None and _JSON_START.match(first))):
                yield _Piece(source.name, first + file.read(), is_line=False)
                return
            for number, line in enumerate(chain((first,), file), 1):
                if line.strip():
                    yield _Piece(f"{source.name}:{number}", line, is_line=True)
    except OSError as error:
        raise InputError(f"{source.name}: cannot be read: {error.strerror or error}; check its permissions") from error


def _document(piece: _Piece, *, source: Source, created: str | None, taken: set[str]) -> Document | Failure:
    try:
        document = _from_json(piece.data) if piece.is_line else _from_text(piece.data, source.id or source.name)
        if document.id in taken:
            raise InputError(f"the id {document.id!r} is taken by a document before; give every document its own id")
    except InputError as error:
        return Failure(source.name, source.id, type(error).__name__, f"{piece.place}: {error}")
    taken.add(document.id)
    return document if document.created else replace(document, created=created)


def _from_text(data: bytes, document_id: str) -> Document:
    text, encoding = decode(data)
    _check_text(text)
    header = parse_header(text)
    return Document(id=document_id, text=text, created=header.created, title=header.title, encoding=encoding)


def _from_json(line: bytes) -> Document:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"broken JSON: {error}; give one JSON object a line, in UTF-8") from error
    if not isinstance(data, dict):
        raise InputError(f"found {type(data).__name__}, expected an object with the keys 'id' and 'text'")
    for key in ("id", "text"):
        if not isinstance(data.get(key), str):
            raise InputError(f"key {key!r} is {data.get(key)!r:.40}, expected a string")
    for key in ("created", "title"):
        if not isinstance(data.get(key), str | None):
            raise InputError(f"key {key!r} is {data[key]!r:.40}, expected a string or null")
    if data.get("created") is not None and not is_date(data["created"]):
        raise InputError(f"key 'created' is {data['created']!r:.40}, expected a date as YYYY-MM-DD")
    _check_text(data["text"])
    header = parse_header(data["text"])
    return Document(
        id=data["id"],
        text=data["text"],
        created=data.get("created") or header.created,
        title=data.get("title") or header.title,
        encoding="utf-8",
    )


def _check_text(text: str) -> None:
    if not text.strip():
        raise InputError("is empty; give a text of at least one sentence")
    if "\x00" in text or len(_CONTROL.findall(text)) * 1000 > _CONTROLS_PER_1000 * len(text):
        raise InputError("looks binary: it holds control characters; give a text file")
    if _SURROGATE.search(text):
        raise InputError("holds half of a surrogate pair, which is no character; repair the text")
    sample = text[:_SAMPLE]
    if _HTML_START.match(text) or len(_HTML_TAG.findall(sample)) * 1000 > _HTML_TAGS_PER_1000 * len(sample):
        raise InputError("is HTML, not text; extract the text first and give that")
