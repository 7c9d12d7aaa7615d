"""CrossRE (Bassignana and Plank 2022): relations between given entities, one sentence a line, several labels a pair.

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

    The set counts tokens inclusively: [0, 1] is the first two.
    """
    expected = "a sentence with 'doc_key', 'sentence' (tokens), 'ner' [first, last, label] and 'relations' between them"
    for place, data in read_objects(path):
        with expecting(place, expected):
            document = _document(data)
        yield document


def _document(data: dict[str, Any]) -> Document:
    ranges = [(first, last + 1, label) for first, last, label in data["ner"]]
    plain = build_document(data["doc_key"], [data["sentence"]], ranges)
    ids = {(first, last): entity.id for (first, last, _), entity in zip(data["ner"], plain.entities, strict=True)}
    arcs = tuple(_arc(relation, ids) for relation in data["relations"])
    return plain.with_layer("relations", arcs)


def _arc(relation: list[Any], ids: dict[tuple[int, int], str]) -> Arc:
    """The arc of [first, last, first, last, label, explanation, is uncertain, is ambiguous]."""
    head, argument = tuple(relation[:2]), tuple(relation[2:4])
    if head not in ids or argument not in ids:
        raise ValueError(f"the relation {relation[:5]} has an end that is no entity")
    return Arc(ids[head], relation[4], ids[argument])
