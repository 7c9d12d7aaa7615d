"""Gold whose texts may not be passed on: offsets, mentions and a hash, joined with the texts that a user has.

A text fits if its SHA-256 is the one that gold gives, as it stands or in the folded form: one paragraph a line, white
space inside a paragraph folded, no empty lines, the first line ` date YYYY-MM-DD Title`. So copies that differ in white
space alone fit, and so do the TempEval-3 silver files, from which the folded form is made.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pipeline.corpus import Failure, find_sources, parse_header, read_source
from pipeline.errors import InputError
from pipeline.loaders.timeml import load as load_timeml
from pipeline.records import Document

_DATE_IN_ID = re.compile(r"_(\d{4})(\d\d)(\d\d)\.")
_DATE_LINE = re.compile(r"date \d{4}-\d\d-\d\d ")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A gold document that found no text, and why."""

    id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.id}: {self.reason}"


def detach(document: Document) -> Document:
    """The document without its text and title. Its facts stay, with the mentions of their arguments."""
    digest = hashlib.sha256(document.content.encode()).hexdigest()
    return replace(document, text=None, title=None, text_sha256=digest, encoding=None)


def attach(gold: Iterable[Document], texts: Sequence[str]) -> Iterator[Document | Unmatched]:
    """Gold documents with their texts. Documents that hold their text already are passed on.

    `texts` are sources as `factwire extract` takes them, or TimeML files (`.tml`) and folders of them. Raises
    InputError if one cannot be read.
    """
    found = _read(texts)
    for document in gold:
        yield document if document.text is not None else _join(document, found.get(document.id, ()))


def _join(document: Document, texts: Sequence[str]) -> Document | Unmatched:
    for text in texts:
        for candidate in (text, fold(text)):
            if hashlib.sha256(candidate.encode()).hexdigest() == document.text_sha256:
                title = parse_header(candidate).title
                return replace(document, text=candidate, title=title, text_sha256=None, encoding="utf-8")
    if not texts:
        return Unmatched(document.id, "no text has this id; name the file or folder that holds it")
    return Unmatched(document.id, "the text with this id is another version: it differs in more than white space")


def fold(text: str) -> str:
    """The folded form of a text: white space says nothing but where a paragraph ends."""
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    folded = "\n".join(lines)
    return f" {folded}" if _DATE_LINE.match(folded) else folded


def _read(texts: Sequence[str]) -> dict[str, list[str]]:
    """Texts by the last part of their id."""
    found: dict[str, list[str]] = {}
    for name, text in _texts(texts):
        found.setdefault(name, []).append(text)
    return found


def _texts(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for argument in texts:
        path = Path(argument)
        if path.suffix == ".tml" or any(path.glob("*.tml")):
            yield from ((document.id, text) for document in load_timeml(path) for text in _unpack(document))
            continue
        for source in find_sources([argument]):
            for document in read_source(source):
                if isinstance(document, Failure):
                    raise InputError(f"{document.source}: {document.message}")
                yield PurePath(document.id).name, document.content


def _unpack(document: Document) -> Iterator[str]:
    """The folded forms of a TempEval-3 silver file: its date, from the id, and its title are the first line.

    Paragraphs end at empty lines, or where no line is empty at each line.
    """
    stamp = _DATE_IN_ID.search(f"{document.id}.")
    created = "-".join(stamp.groups()) if stamp else document.created
    header = fold(f"date {created} {' '.join((document.title or '').split())} ")
    for end_of_paragraph in (r"\n\s*\n", r"\n"):
        paragraphs = (" ".join(part.split()) for part in re.split(end_of_paragraph, document.content))
        yield "\n".join([header, *(paragraph for paragraph in paragraphs if paragraph)])
