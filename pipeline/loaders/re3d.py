"""re3d, the Relationship and Entity Extraction Evaluation Dataset (DSTL 2017), as `re3d.jsonl`.

Entities and relations stand on the document, beyond the sentence, and some entities lie inside others. Each has the
confidence that the set's authors computed from several annotators; what is below `min_confidence` is left out, and so
is a relation one end of which is. The set has no split: `split` deals the documents out by a hash of source and id,
60 % `train`, 15 % `dev` and 25 % `test`, the same on every machine.

Offsets are right throughout; a few mentions are written with other quotation marks or white space than the text, and
are taken from the text.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pipeline.loaders.common.files import expecting, read_objects
from pipeline.records import Arc, Document, Entity, Offsets

_DEV_FROM, _TEST_FROM = 0.60, 0.75


def load(
    path: Path, *, split: Literal["train", "dev", "test"] | None = None, min_confidence: float = 0.5
) -> Iterator[Document]:
    """The documents of a split, or all, with entities and relations. Raises FormatError at a line without them."""
    expected = "a document with 'doc_id', 'source', 'text', and 'entities' and 'relations' with their offsets in it"
    for place, data in read_objects(path):
        with expecting(place, expected):
            document = _document(data, min_confidence) if split in (None, split_of(data)) else None
        if document:
            yield document


def split_of(data: dict[str, Any]) -> str:
    """The split that a document belongs to, by the SHA-256 of `source/doc_id`."""
    digest = hashlib.sha256(f"{data['source']}/{data['doc_id']}".encode()).hexdigest()
    share = int(digest[:8], 16) / 16**8
    if share < _DEV_FROM:
        return "train"
    return "dev" if share < _TEST_FROM else "test"


def _document(data: dict[str, Any], min_confidence: float) -> Document:
    text = data["text"]
    marks = [mark for mark in data["entities"] if mark["confidence"] >= min_confidence]
    entities = tuple(_entity(text, mark, number) for number, mark in enumerate(marks, 1))
    ids = {entity.offsets: entity.id for entity in entities}
    relations = [_arc(mark, ids) for mark in data["relations"] if mark["confidence"] >= min_confidence]
    return Document(
        id=data["doc_id"],
        text=text,
        title=data.get("title"),
        entities=entities,
        relations=tuple(arc for arc in relations if arc),
    )


def _entity(text: str, mark: dict[str, Any], number: int) -> Entity:
    start, end = mark["start"], mark["end"]
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the entity {start} to {end} is no stretch of the text")
    return Entity(
        id=f"e{number}", start=start, end=end, label=mark["label"], text=text[start:end], score=mark["confidence"]
    )


def _arc(mark: dict[str, Any], ids: dict[Offsets, str]) -> Arc | None:
    head = ids.get((mark["head_start"], mark["head_end"]))
    argument = ids.get((mark["tail_start"], mark["tail_end"]))
    return Arc(head, mark["type"], argument, score=mark["confidence"]) if head and argument else None
