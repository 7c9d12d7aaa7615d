"""NIST IE-ER 1999 development newswire (AP and New York Times, 1998), as `ieer.jsonl`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.loaders.common.files import expecting, read_objects
from pipeline.records import Document, Entity


def load(path: Path) -> Iterator[Document]:
    """The documents with headline and text as one text, and names, times and numbers as entities.

    Raises FormatError at a line without what is needed.
    """
    expected = "a document with 'doc_id', 'date' (month/day/year), 'headline', 'text' and the entities of both"
    for place, data in read_objects(path):
        with expecting(place, expected):
            document = _document(data)
        yield document


def _document(data: dict[str, Any]) -> Document:
    headline = data["headline"]
    text = headline + data["text"]
    marks = [(mark, 0) for mark in data["headline_entities"]] + [(mark, len(headline)) for mark in data["entities"]]
    return Document(
        id=data["doc_id"],
        text=text,
        created=datetime.strptime(data["date"], "%m/%d/%Y %H:%M:%S").date().isoformat(),
        title=headline.strip() or None,
        entities=tuple(_entity(text, mark, shift, number) for number, (mark, shift) in enumerate(marks, 1)),
    )


def _entity(text: str, mark: dict[str, Any], shift: int, number: int) -> Entity:
    start, end = mark["start"] + shift, mark["end"] + shift
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the entity {mark['start']} to {mark['end']} is no stretch of the text")
    return Entity(id=f"e{number}", start=start, end=end, label=mark["label"], text=text[start:end])
