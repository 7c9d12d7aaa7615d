"""CoNLL04 (Roth and Yih 2004): entities and relations of news sentences, one sentence a line of JSON.

The text is rebuilt from the tokens (`pipeline.loaders.common.tokens`); each sentence is a document.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.loaders.common.files import expecting, read_objects
from pipeline.loaders.common.tokens import build_document
from pipeline.records import Arc, Document


def load(path: Path) -> Iterator[Document]:
    """The sentences with tokens, entities and relations. Raises FormatError at a line without them.

    An entity is [first token, the one after the last, label]; a relation names its ends by their place among these.
    """
    expected = "a sentence with 'doc_id', 'tokens', 'entities' [start, end, label] and 'relations' [head, tail, label]"
    for place, data in read_objects(path):
        with expecting(place, expected):
            document = _document(data)
        yield document


def _document(data: dict[str, Any]) -> Document:
    plain = build_document(data["doc_id"], [data["tokens"]], [(*entity,) for entity in data["entities"]])
    arcs = tuple(
        Arc(plain.entities[_index(head)].id, label, plain.entities[_index(tail)].id)
        for head, tail, label in data["relations"]
    )
    return plain.with_layer("relations", arcs)


def _index(place: int) -> int:
    if place < 0:
        raise ValueError(f"a relation names the entity {place}")
    return place
