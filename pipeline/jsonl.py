"""Documents and facts as JSON Lines (docs/format.md), byte for byte the same for equal records."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from pipeline.errors import FormatError
from pipeline.norms import norm_from_dict, norm_to_dict
from pipeline.records import (
    SCHEMA_VERSION,
    Arc,
    Argument,
    Document,
    Entity,
    Fact,
    Links,
    Offsets,
    Pointer,
    Span,
    Trigger,
    Value,
    Zone,
)

Json = dict[str, Any]

_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def document_to_dict(document: Document) -> Json:
    """One document as the JSON object of docs/format.md."""
    countries = document.links.countries
    data: Json = {
        "schema_version": SCHEMA_VERSION,
        "id": document.id,
        "text": document.text,
        "created": document.created,
        "title": document.title,
        "encoding": document.encoding,
    }
    if document.text_sha256 is not None:
        data["text_sha256"] = document.text_sha256
    data |= {
        "tokens": [list(token) for token in document.tokens],
        "sentences": [list(sentence) for sentence in document.sentences],
        "zones": [[zone.start, zone.end, zone.kind] for zone in document.zones],
        "entities": [_entity_to_dict(entity, countries.get(entity.id)) for entity in document.entities],
        "values": [_value_to_dict(value) for value in document.values],
        "links": {
            "clusters": [list(cluster) for cluster in document.links.clusters],
            "countries": dict(countries),
            "pointers": [{"start": p.start, "end": p.end, "targets": list(p.targets)} for p in document.links.pointers],
        },
        "relations": [_arc_to_dict(arc) for arc in document.relations],
        "facts": [fact_to_dict(fact) for fact in document.facts],
    }
    return data


def fact_to_dict(fact: Fact) -> Json:
    """One fact as the JSON object of docs/format.md."""
    return {
        "id": fact.id,
        "document": fact.document,
        "created": fact.created,
        "type": fact.type,
        "status": fact.status,
        "phase": fact.phase,
        "trigger": None if fact.trigger is None else {"id": fact.trigger.id, "text": fact.trigger.text},
        "arguments": {
            role: [_argument_to_dict(argument) for argument in arguments] for role, arguments in fact.arguments.items()
        },
        "evidence": [list(offsets) for offsets in fact.evidence],
        "found_by": fact.found_by,
        "score": fact.score,
    }


def _span_to_dict(span: Span) -> Json:
    return {"id": span.id, "start": span.start, "end": span.end, "label": span.label, "text": span.text}


def _origin(found: Span | Arc) -> Json:
    return {"found_by": found.found_by, "score": found.score}


def _entity_to_dict(entity: Entity, country: str | None) -> Json:
    return {
        **_span_to_dict(entity),
        "status": entity.status,
        "phase": entity.phase,
        "norm": None if entity.norm is None else norm_to_dict(entity.norm),
        "country": country,
        **_origin(entity),
    }


def _value_to_dict(value: Value) -> Json:
    norm = None if value.norm is None else norm_to_dict(value.norm, value.label)
    return {**_span_to_dict(value), "norm": norm, **_origin(value)}


def _arc_to_dict(arc: Arc) -> Json:
    data: Json = {"head": arc.head, "label": arc.label, "argument": arc.argument}
    if arc.norm is not None:
        data["norm"] = norm_to_dict(arc.norm)
    return {**data, **_origin(arc)}


def _argument_to_dict(argument: Argument) -> Json:
    data: Json = {"id": argument.id, "text": argument.text}
    if argument.norm is not None:
        data["norm"] = norm_to_dict(argument.norm)
    if argument.country is not None:
        data["country"] = argument.country
    return data


def document_from_dict(data: Mapping[str, Any]) -> Document:
    """The document that `document_to_dict` wrote. Raises FormatError with the key that is missing or wrong."""
    try:
        return _document(data)
    except KeyError as error:
        raise FormatError(
            f"document {data.get('id')!r}: key {error} is missing; docs/format.md lists the keys"
        ) from error
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise FormatError(f"document {data.get('id')!r}: {error}; docs/format.md shows the types") from error


def _document(data: Mapping[str, Any]) -> Document:
    version = data.get("schema_version", SCHEMA_VERSION)
    if version != SCHEMA_VERSION:
        raise ValueError(f"schema_version is {version}, this factwire reads {SCHEMA_VERSION}")
    entities = data.get("entities", ())
    links = data.get("links") or {}
    countries = links.get("countries") or {e["id"]: e["country"] for e in entities if e.get("country")}
    return Document(
        id=_typed(data, "id", str),
        text=None if data["text"] is None else _typed(data, "text", str),
        created=_optional(data, "created"),
        title=_optional(data, "title"),
        encoding=_optional(data, "encoding"),
        text_sha256=_optional(data, "text_sha256"),
        tokens=_offsets(data.get("tokens", ())),
        sentences=_offsets(data.get("sentences", ())),
        zones=tuple(Zone(int(start), int(end), _string(kind)) for start, end, kind in data.get("zones", ())),
        entities=tuple(_entity(entity) for entity in entities),
        values=tuple(_value(value) for value in data.get("values", ())),
        links=Links(
            clusters=tuple(tuple(map(_string, cluster)) for cluster in links.get("clusters", ())),
            countries={_string(key): _string(code) for key, code in countries.items()},
            pointers=tuple(
                Pointer(int(p["start"]), int(p["end"]), tuple(map(_string, p["targets"])))
                for p in links.get("pointers", ())
            ),
        ),
        relations=tuple(_arc(arc) for arc in data.get("relations", ())),
        facts=tuple(fact_from_dict(fact) for fact in data.get("facts", ())),
    )


def _offsets(pairs: Any) -> tuple[Offsets, ...]:
    return tuple((int(start), int(end)) for start, end in pairs)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no string")
    return value


def _optional(data: Mapping[str, Any], key: str) -> str | None:
    return None if data.get(key) is None else _typed(data, key, str)


def _score(data: Mapping[str, Any]) -> float | None:
    return None if data.get("score") is None else float(data["score"])


def _typed(data: Mapping[str, Any], key: str, kind: type) -> Any:
    value = data[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{key!r} is {value!r}, expected {kind.__name__}")
    return value


def _norm(data: Mapping[str, Any]) -> Any:
    norm = data.get("norm")
    return None if norm is None else norm_from_dict(norm)


def _span_keys(data: Mapping[str, Any]) -> Json:
    keys: Json = {key: _typed(data, key, str) for key in ("id", "label", "text")}
    keys |= {key: _typed(data, key, int) for key in ("start", "end")}
    return keys | {"found_by": data.get("found_by"), "score": _score(data), "norm": _norm(data)}


def _entity(data: Mapping[str, Any]) -> Entity:
    return Entity(**_span_keys(data), status=_optional(data, "status"), phase=_optional(data, "phase"))


def _value(data: Mapping[str, Any]) -> Value:
    return Value(**_span_keys(data))


def _arc(data: Mapping[str, Any]) -> Arc:
    head, label, argument = (_typed(data, key, str) for key in ("head", "label", "argument"))
    return Arc(head, label, argument, _norm(data), data.get("found_by"), _score(data))


def fact_from_dict(data: Mapping[str, Any]) -> Fact:
    """The fact that `fact_to_dict` wrote."""
    trigger = data.get("trigger")
    return Fact(
        id=_string(data["id"]),
        document=_string(data["document"]),
        created=_optional(data, "created"),
        type=_string(data["type"]),
        status=_optional(data, "status"),
        phase=_optional(data, "phase"),
        trigger=None if trigger is None else Trigger(_string(trigger["id"]), _string(trigger["text"])),
        arguments={
            role: tuple(
                Argument(_string(a["id"]), _string(a["text"]), _norm(a), _optional(a, "country")) for a in arguments
            )
            for role, arguments in data["arguments"].items()
        },
        evidence=_offsets(data.get("evidence", ())),
        found_by=data.get("found_by"),
        score=_score(data),
    )


def dump(data: Mapping[str, Any]) -> str:
    """One line of JSON Lines, without its newline."""
    return json.dumps(data, ensure_ascii=False, separators=(", ", ": "))


def write_documents(file: TextIO, documents: Iterator[Document]) -> None:
    """Write one document a line."""
    for document in documents:
        file.write(dump(document_to_dict(document)) + "\n")


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a JSON Lines file, one after another. Raises FormatError naming file and line."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    document = parse_line(line)
                except FormatError as error:
                    raise FormatError(f"{path}:{number}: {error}") from error
                yield document


def parse_line(line: bytes) -> Document:
    """The document of one line in UTF-8. Raises FormatError saying what is wrong with it."""
    try:
        data = json.loads(line)
        if _ESCAPED_SURROGATE.search(line):
            dump(data).encode()  # half of a surrogate pair is no character
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not valid JSON in UTF-8 ({error}); expected one JSON object a line") from error
    if not isinstance(data, dict):
        raise FormatError(f"found {type(data).__name__}, expected one JSON object a line")
    return document_from_dict(data)
