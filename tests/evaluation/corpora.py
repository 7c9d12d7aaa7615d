"""Random documents over one text, for properties that must hold for any gold and any predictions."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from pipeline.records import Amount, Arc, Document, Entity, Links, Timex, Value
from pipeline.schema import load_schema
from pipeline.stages.facts.assembly import assemble

WORDS = ("Peru", "Lima", "visit", "Peru", "ten", "talks", "Ruiz", "Lima", "two", "export", "ten", "deal")
TEXT = " ".join(WORDS)
TOKENS = tuple((TEXT.index(" ".join(WORDS[i:])), TEXT.index(" ".join(WORDS[i:])) + len(WORDS[i])) for i in range(12))
LABELS = ("PERSON", "GPE", "NORP", "TITLE", "VISIT", "MEETING", "INDICATOR", "DATE", "CARDINAL", "MONEY")
NORMS: Mapping[str, tuple[Amount | Timex | None, ...]] = {
    "CARDINAL": (None, Amount(Decimal(10)), Amount(Decimal(2))),
    "MONEY": (None, Amount(Decimal(10), currency="USD"), Amount(Decimal(10), currency="PEN")),
    "DATE": (
        None,
        Timex("DURATION", "P2Y"),
        Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31"),
        Timex("DATE", "2020-05-01/2020-05-31", None, "2020-05-01", "2020-05-31"),
    ),
}


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int, str]]:
    """Disjoint ranges of tokens with labels, at most two tokens long."""
    found = []
    position = 0
    while position < len(TOKENS):
        length = draw(st.integers(0, 2))
        end = min(position + length, len(TOKENS))
        if length:
            found.append((TOKENS[position][0], TOKENS[end - 1][1], draw(st.sampled_from(LABELS))))
        position = max(end, position + 1)
    return found


@st.composite
def sentences(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Sentences of whole tokens that cover the text."""
    last = draw(st.sets(st.integers(0, len(TOKENS) - 2), max_size=3)) | {len(TOKENS) - 1}
    ends = [TOKENS[index][1] for index in sorted(last)]
    return tuple(zip([0, *(end + 1 for end in ends)], ends, strict=False))


@st.composite
def documents(draw: st.DrawFn, document_id: str = "a") -> Document:
    """A document with every layer, which keeps the schema."""
    schema = load_schema()
    entities: list[Entity] = []
    values: list[Value] = []
    for start, end, label in draw(spans()):
        text = TEXT[start:end]
        if label in schema.values:
            norm = draw(st.sampled_from(NORMS[label]))
            values.append(Value(start=start, end=end, label=label, text=text, id=f"v{start}", norm=norm))
        else:
            status = draw(st.sampled_from(["asserted", "planned"])) if label in schema.triggers else None
            entities.append(Entity(start=start, end=end, label=label, text=text, id=f"e{start}", status=status))
    plain = Document(id=document_id, text=TEXT, sentences=draw(sentences()), tokens=TOKENS)
    plain = replace(plain, entities=tuple(entities), values=tuple(values))
    linked = replace(plain, links=draw(links(plain)))
    arcs = [arc for arc in possible_arcs(linked) if draw(st.booleans())]
    related = replace(linked, relations=tuple(arcs))
    return replace(related, facts=assemble(related))


@st.composite
def links(draw: st.DrawFn, document: Document) -> Links:
    """A random partition of the mentions of each label, and countries for some names of places and peoples."""
    clusters: dict[tuple[str, int], list[str]] = {}
    countries = {}
    for span in document.spans():
        clusters.setdefault((span.label, draw(st.integers(0, 2))), []).append(span.id)
        if span.label in ("GPE", "NORP") and draw(st.booleans()):
            countries[span.id] = draw(st.sampled_from(["PE", "CL"]))
    return Links(tuple(tuple(ids) for ids in clusters.values() if len(ids) > 1), countries)


def possible_arcs(document: Document) -> list[Arc]:
    """Every arc that the schema allows, without changes."""
    schema = load_schema()
    return [
        Arc(head.id, role, argument.id)
        for head in document.spans()
        for role in sorted(schema.roles.get(head.label, {}).keys() - {"change", "short_name"})
        for argument in document.spans()
        if head.id != argument.id and schema.allows(head.label, role, argument.label)
    ]
