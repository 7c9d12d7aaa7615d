"""Documents as Hugging Face datasets, for training and analysis (`pip install factwire[train]`).

    from pipeline.convert.datasets import load

    splits = load({"train": "annotations/gold/written/train.jsonl", "test": "annotations/gold/written/test.jsonl"})
    splits["train"][0]["entities"][0]          # {'id': 'e1', 'start': 17, 'end': 23, 'label': 'GPE', …}

One row a document; `FEATURES` says what it holds. Normal forms are JSON objects as strings, as docs/format.md shows
them, because they differ from label to label.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, Features, List, Value

from pipeline.errors import InputError
from pipeline.jsonl import document_from_dict, document_to_dict, read_documents
from pipeline.records import Document

_STRING, _NUMBER = Value("string"), Value("int64")
_ORIGIN = {"found_by": _STRING, "score": Value("float64")}
_SPAN = {"id": _STRING, "start": _NUMBER, "end": _NUMBER, "label": _STRING, "text": _STRING, "norm": _STRING, **_ORIGIN}
_ARGUMENT = {"role": _STRING, "id": _STRING, "text": _STRING, "norm": _STRING, "country": _STRING}

FEATURES = Features(
    {
        "id": _STRING,
        "text": _STRING,
        "text_sha256": _STRING,
        "created": _STRING,
        "title": _STRING,
        "encoding": _STRING,
        "tokens": List(List(_NUMBER)),
        "sentences": List(List(_NUMBER)),
        "zones": List({"start": _NUMBER, "end": _NUMBER, "kind": _STRING}),
        "entities": List({**_SPAN, "status": _STRING, "phase": _STRING, "country": _STRING}),
        "values": List(_SPAN),
        "clusters": List(List(_STRING)),
        "pointers": List({"start": _NUMBER, "end": _NUMBER, "targets": List(_STRING)}),
        "relations": List({"head": _STRING, "label": _STRING, "argument": _STRING, "norm": _STRING, **_ORIGIN}),
        "facts": List(
            {
                "id": _STRING,
                "type": _STRING,
                "status": _STRING,
                "phase": _STRING,
                "trigger": {"id": _STRING, "text": _STRING},
                "arguments": List(_ARGUMENT),
                "evidence": List(List(_NUMBER)),
                **_ORIGIN,
            }
        ),
    }
)
"""Offsets are half-open and count code points of `text`; the arguments of a fact are flat, each with its role."""


def load(paths: Mapping[str, str | Path]) -> DatasetDict:
    """A split for each name, from files of documents. Raises InputError for a file, FormatError for what is in it."""
    try:
        return DatasetDict({name: to_dataset(read_documents(Path(path))) for name, path in paths.items()})
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}; expected a JSON Lines file of documents") from error


def to_dataset(documents: Iterable[Document]) -> Dataset:
    """A dataset of the documents, one row each."""
    return Dataset.from_list([_row(document) for document in documents], features=FEATURES)


def from_dataset(dataset: Dataset) -> Iterator[Document]:
    """The documents of a dataset that `to_dataset` made."""
    return map(_document, dataset)


def _row(document: Document) -> dict[str, Any]:
    data = document_to_dict(document)
    links = data.pop("links")
    return {name: data.get(name) for name in ("id", "text", "text_sha256", "created", "title", "encoding")} | {
        "tokens": data["tokens"],
        "sentences": data["sentences"],
        "zones": [{"start": start, "end": end, "kind": kind} for start, end, kind in data["zones"]],
        "entities": [_packed(entity) for entity in data["entities"]],
        "values": [_packed(value) for value in data["values"]],
        "clusters": links["clusters"],
        "pointers": links["pointers"],
        "relations": [_packed({"norm": None, **arc}) for arc in data["relations"]],
        "facts": [_fact(fact) for fact in data["facts"]],
    }


def _packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The object with its normal form as a string."""
    norm = data.get("norm")
    return {**data, "norm": None if norm is None else json.dumps(norm)}


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    fillers = [(role, filler) for role, fillers in fact["arguments"].items() for filler in fillers]
    arguments = [_packed({"role": role, "country": None, **filler}) for role, filler in fillers]
    kept = {name: fact[name] for name in fact if name not in {"document", "created"}}
    return {**kept, "trigger": fact["trigger"] or {"id": None, "text": None}, "arguments": arguments}


def _document(row: Mapping[str, Any]) -> Document:
    data = dict(row) | {
        "zones": [(zone["start"], zone["end"], zone["kind"]) for zone in row["zones"]],
        "entities": [_unpacked(entity) for entity in row["entities"]],
        "values": [_unpacked(value) for value in row["values"]],
        "links": {"clusters": row["clusters"], "pointers": row["pointers"]},
        "relations": [_unpacked(arc) for arc in row["relations"]],
        "facts": [_unpacked_fact(row, fact) for fact in row["facts"]],
    }
    return document_from_dict(data)


def _unpacked(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "norm": None if data["norm"] is None else json.loads(data["norm"])}


def _unpacked_fact(row: Mapping[str, Any], fact: Mapping[str, Any]) -> dict[str, Any]:
    arguments: dict[str, list[dict[str, Any]]] = {}
    for argument in fact["arguments"]:
        arguments.setdefault(argument["role"], []).append(_unpacked(argument))
    trigger = fact["trigger"] if fact["trigger"]["id"] is not None else None
    return {**fact, "document": row["id"], "created": row["created"], "trigger": trigger, "arguments": arguments}
