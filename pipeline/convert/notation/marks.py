"""The marked text: lines of sentences with `{surface|LABEL id …}` around spans, zones and pointers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.errors import FormatError
from pipeline.records import Offsets

_LINE = re.compile(r"([S-])(?: (.*))?")
_ESCAPED = "{}|\\"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and what is written behind its bar; offsets count letters, white space left out."""

    start: int
    end: int
    note: str
    line: int


@dataclass(slots=True)
class Marked:
    """A text without its marks; only characters that are no white space are kept, and counted."""

    letters: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    sentences: list[Offsets] = field(default_factory=list)


def read_marks(lines: Sequence[tuple[int, str]]) -> Marked:
    """Read numbered lines: `S` begins a sentence, `-` text outside any sentence. Raises FormatError with the line.

    A mark may go on over several lines, as that of a caption with two sentences.
    """
    marked = Marked()
    open_at: list[tuple[int, int]] = []
    for number, line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise FormatError(f"{number}: found {line[:40]!r}, expected 'S ' and a sentence or '- ' and other text")
        start = len(marked.letters)
        _read_line(marked, open_at, number, match[2] or "")
        if match[1] == "S" and len(marked.letters) > start:
            marked.sentences.append((start, len(marked.letters)))
    if open_at:
        raise FormatError(f"{open_at[-1][1]}: a mark is not closed; expected {{surface|LABEL id}}")
    marked.marks.sort(key=lambda mark: (mark.start, -mark.end))
    return marked


def _read_line(marked: Marked, open_at: list[tuple[int, int]], number: int, line: str) -> None:
    characters = _characters(line, number)
    for character, escaped in characters:
        if escaped or character not in "{|}":
            if not character.isspace():
                marked.letters.append(character)
                marked.lines.append(number)
        elif character == "{":
            open_at.append((len(marked.letters), number))
        elif character == "|" and open_at:
            note = _note(characters, number)
            start, _ = open_at.pop()
            if start == len(marked.letters):
                raise FormatError(f"{number}: the mark '|{note}}}' stands on no text")
            marked.marks.append(Mark(start, len(marked.letters), note, number))
        else:
            raise FormatError(f"{number}: {character!r} belongs to no mark; write '\\{character}' for the character")


def _characters(line: str, number: int) -> Iterator[tuple[str, bool]]:
    """The characters of a line, and whether each stood behind a backslash."""
    rest = iter(line)
    for character in rest:
        if character != "\\":
            yield character, False
            continue
        following = next(rest, "")
        if not following or following not in _ESCAPED:
            raise FormatError(
                f"{number}: found '\\{following}', expected a backslash before one of {' '.join(_ESCAPED)}"
            )
        yield following, True


def _note(characters: Iterator[tuple[str, bool]], number: int) -> str:
    note: list[str] = []
    for character, escaped in characters:
        if character == "}" and not escaped:
            return "".join(note).strip()
        note.append(character)
    raise FormatError(f"{number}: a mark is not closed; expected {{surface|LABEL id}}")


def align(marked: Marked, text: str) -> list[int]:
    """Where each letter of the marked text stands in the source. White space is free; anything else must agree."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    for index, (letter, place) in enumerate(zip(marked.letters, places, strict=False)):
        if letter != text[place]:
            found, expected = "".join(marked.letters[index : index + 20]), text[place : place + 25]
            raise FormatError(f"{marked.lines[index]}: the text goes on with {found!r}, the source with {expected!r}")
    if len(marked.letters) < len(places):
        missing = text[places[len(marked.letters)] :][:40]
        raise FormatError(f"{marked.lines[-1] if marked.lines else 1}: the source goes on with {missing!r}")
    if len(marked.letters) > len(places):
        extra = "".join(marked.letters[len(places) :][:40])
        raise FormatError(f"{marked.lines[len(places)]}: the source ends here, the text goes on with {extra!r}")
    return places
