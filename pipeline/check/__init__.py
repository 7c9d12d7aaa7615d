"""Validate files of documents (docs/format.md) and configs: every problem with its file, line and place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.benchmark.config import read_benchmarks
from pipeline.check.document import check_document, find_bare_triggers
from pipeline.config import read_config
from pipeline.errors import ConfigError, FormatError
from pipeline.jsonl import parse_line
from pipeline.records import Document
from pipeline.training.linear_recipe import read_linear_recipe
from pipeline.training.recipe import read_recipe

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where: `place` is an id, a pair of offsets or a config key; `line` counts from 1."""

    path: Path
    line: int | None
    place: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{where}: {self.severity}: " + (f"{self.place}: " if self.place else "") + self.message


def check_paths(paths: Iterable[Path]) -> list[Problem]:
    """The problems of `.jsonl` and `.cfg` files, in order; of a folder, all such files in it are checked."""
    return [problem for path in paths for file in _files(path) for problem in _check_file(file)]


def _files(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return (path,)
    return sorted(file for file in path.rglob("*") if file.suffix in _CHECKERS and file.is_file()) or (path,)


def _check_file(path: Path) -> Iterator[Problem]:
    checker = _CHECKERS.get(path.suffix)
    if not path.exists():
        yield Problem(path, None, "", "no such file or folder")
    elif path.is_dir():
        yield Problem(path, None, "", f"holds no {' or '.join(_CHECKERS)} file")
    elif checker is None:
        kind = f"file with the suffix {path.suffix}" if path.suffix else "file without a suffix"
        yield Problem(path, None, "", f"cannot check a {kind}; expected .jsonl or .cfg")
    else:
        yield from checker(path)


def _check_config(path: Path) -> Iterator[Problem]:
    """A config of a benchmark or of a training run, if it has that section, or of a pipeline.

    spaCy's own configs are left to `python -m spacy debug config`.
    """
    readers: Mapping[str, Callable[[Path], object]] = {
        "[benchmark]": read_benchmarks,
        "[training]": read_recipe,
        "[linear]": read_linear_recipe,
    }
    sections = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if "[nlp]" in sections:
        return
    try:
        next((read for section, read in readers.items() if section in sections), read_config)(path)
    except ConfigError as error:
        yield Problem(path, None, "", str(error).removeprefix(f"{path}: "))


def _check_lines(path: Path) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    number = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                document = parse_line(line)
            except FormatError as error:
                yield Problem(path, number, "", str(error))
                continue
            if document.id in lines:
                yield Problem(path, number, document.id, f"id stands already on line {lines[document.id]}")
            lines.setdefault(document.id, number)
            yield from _check_document(path, number, document)
    if not number:
        yield Problem(path, None, "", "holds no document")


def _check_document(path: Path, line: int, document: Document) -> Iterator[Problem]:
    for place, message in check_document(document):
        yield Problem(path, line, f"{document.id} {place}", message)
    for place, message in find_bare_triggers(document):
        yield Problem(path, line, f"{document.id} {place}", message, "warning")


_CHECKERS: Mapping[str, Callable[[Path], Iterator[Problem]]] = {".jsonl": _check_lines, ".cfg": _check_config}
