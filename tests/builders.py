"""Documents made by hand for tests: `document("[PERSON:Son] [VISIT:visited] [GPE:Laos] .")`."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.records import Amount, Arc, Document, Entity, Links, Timex, Value
from pipeline.rules import parse_example
from pipeline.schema import load_schema

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?](?=\s)|(?=\n)|$)", re.DOTALL)


def document(
    marked: str,
    *,
    created: str = "2020-12-05",
    norms: Mapping[str, Timex | Amount] | None = None,
    countries: Mapping[str, str] | None = None,
    clusters: tuple[tuple[str, ...], ...] = (),
    arcs: tuple[tuple[str, str, str], ...] = (),
) -> Document:
    """A document from a text with `[LABEL:mention]` marks: sentences by full stops and lines, spans numbered e1, v1 …

    `norms` and `countries` go by span id; an arc is (head id, role, argument id). Triggers are `asserted`.
    """
    schema = load_schema()
    example = parse_example(marked)
    entities: list[Entity] = []
    values: list[Value] = []
    for mark in example.marks:
        label = mark.label or ""
        keys: dict[str, Any] = {"start": mark.start, "end": mark.end, "label": label, "text": mark.text}
        if label in schema.values:
            span_id = f"v{len(values) + 1}"
            values.append(Value(**keys, id=span_id, norm=(norms or {}).get(span_id)))
        else:
            status = "asserted" if label in schema.triggers else None
            entities.append(Entity(**keys, id=f"e{len(entities) + 1}", status=status))
    text = example.text
    plain = Document(
        id="test",
        text=text,
        created=created,
        tokens=tuple(match.span() for match in _TOKEN.finditer(text)),
        sentences=tuple(match.span() for match in _SENTENCE.finditer(text)),
    )
    return replace(
        plain,
        entities=tuple(entities),
        values=tuple(values),
        links=Links(clusters=clusters, countries=dict(countries or {})),
        relations=tuple(Arc(*arc) for arc in arcs),
    )
