"""Reading the files of data sets item by item, so that every error names file and place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import FormatError, InputError


def read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Place (`file:line`) and text of every line of a file in UTF-8, without its newline.

    Raises InputError if the file cannot be read, FormatError at the first line that is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                place = f"{path}:{number}"
                with expecting(place, "text in UTF-8"):
                    text = line.decode()
                yield place, text.rstrip("\r\n")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected a file of the data set") from error


def read_objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Place and JSON object of every line that is not blank. Raises FormatError where a line holds none."""
    for place, line in read_lines(path):
        if line.strip():
            with expecting(place, "one JSON object a line"):
                data = json.loads(line)
                if not isinstance(data, dict):
                    raise TypeError(f"found {type(data).__name__}")
            yield place, data


def read_list(path: Path, item: str, expected: str) -> Iterator[tuple[int, str, Any]]:
    """Number from 1, place (`file: item 1`) and content of the items of a JSON list; `expected` says what a file holds.

    Raises InputError if the file cannot be read, FormatError if it holds no JSON list in UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected a file of the data set") from error
    with expecting(str(path), expected):
        found = list(json.loads(content.decode("utf-8-sig")))
    for number, data in enumerate(found, 1):
        yield number, f"{path}: {item} {number}", data


@contextmanager
def expecting(place: str, expected: str) -> Iterator[None]:
    """Turn what goes wrong with the content of a line into a FormatError that says where, what and what was meant."""
    try:
        yield
    except KeyError as error:
        raise FormatError(f"{place}: the key {error} is missing; expected {expected}") from error
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        raise FormatError(f"{place}: {error}; expected {expected}") from error
