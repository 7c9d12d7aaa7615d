"""Hypothesis strategies for records."""

from decimal import Decimal

from hypothesis import strategies as st

from pipeline.records import (
    Amount,
    Arc,
    Argument,
    Change,
    Document,
    Entity,
    Fact,
    Links,
    Office,
    Offsets,
    Pointer,
    Timex,
    Trigger,
    Value,
    Zone,
)
from pipeline.schema import load_schema

_SCHEMA = load_schema()
_NAMES = sorted(_SCHEMA.names)
_TRIGGERS = sorted(_SCHEMA.triggers)
_STATUS = sorted(_SCHEMA.attributes["status"])

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=200)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)
scores = st.none() | st.floats(0, 1).map(lambda score: round(score, 4))
timexes = st.sampled_from(
    [
        Timex("DATE", "2020-12-04", None, "2020-12-04", "2020-12-04"),
        Timex("DATE", "2020", "START", "2020-01-01", "2020-12-31"),
        Timex("SET", "P1Y"),
        Timex("DATE", None),
    ]
)


@st.composite
def cuts(draw: st.DrawFn, length: int, maximum: int = 12) -> list[Offsets]:
    """Disjoint, non-empty stretches of a text of that length, in order."""
    points = sorted(draw(st.sets(st.integers(0, length), max_size=2 * maximum)))
    return list(zip(points[::2], points[1::2], strict=False))


@st.composite
def amounts(draw: st.DrawFn, label: str) -> Amount:
    """A normal form that fits the label."""
    return Amount(
        draw(decimals),
        draw(st.sampled_from(sorted(_SCHEMA.attributes["comparator"]))),
        draw(st.none() | decimals),
        currency="USD" if label == "MONEY" else None,
        unit="t" if label == "QUANTITY" else None,
    )


@st.composite
def entities(draw: st.DrawFn, text: str, offsets: Offsets, number: int) -> Entity:
    """A name, title or trigger at those offsets."""
    label = draw(st.sampled_from(_NAMES + _TRIGGERS))
    return Entity(
        id=f"e{number}",
        start=offsets[0],
        end=offsets[1],
        label=label,
        text=text[slice(*offsets)],
        found_by=draw(st.none() | st.just("rule")),
        score=draw(scores),
        status=draw(st.sampled_from(_STATUS)) if label in _TRIGGERS else None,
        phase=draw(st.sampled_from(["begin", "end"])) if label == "APPOINTMENT" else None,
        norm=Office("Prime Minister") if label == "TITLE" else None,
    )


@st.composite
def values(draw: st.DrawFn, text: str, offsets: Offsets, number: int) -> Value:
    """A date or amount at those offsets."""
    label = draw(st.sampled_from(sorted(_SCHEMA.values)))
    norm = draw(timexes) if label in {"DATE", "TIME"} else draw(amounts(label))
    return Value(id=f"v{number}", start=offsets[0], end=offsets[1], label=label, text=text[slice(*offsets)], norm=norm)


@st.composite
def _arcs(draw: st.DrawFn, heads: list[Entity], ids: list[str]) -> list[Arc]:
    arcs = []
    for head in heads:
        for role in draw(st.sets(st.sampled_from(["date", "change", "party"]))):
            norm = (
                Change(draw(decimals), "%", draw(st.sampled_from(["year-on-year", None]))) if role == "change" else None
            )
            arcs.append(Arc(head.id, role, draw(st.sampled_from(ids)), norm, "rule", draw(scores)))
    return arcs


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document whose layers are well-formed, though not meaningful."""
    text = draw(texts)
    offsets = draw(cuts(len(text)))
    found = [draw(entities(text, o, n)) if n % 2 else draw(values(text, o, n)) for n, o in enumerate(offsets, 1)]
    names = [span for span in found if isinstance(span, Entity)]
    ids = [span.id for span in found]
    clusters = (tuple(name.id for name in names),) if len(names) > 1 else ()
    fact = Fact(
        id="f1",
        document="d",
        created=None,
        type="VISIT",
        status="planned",
        phase=None,
        trigger=Trigger("e1", "visit"),
        arguments={"date": (Argument("v2", "May", Timex("DATE", "2020-05")), Argument("v4", "3", Amount(Decimal(3))))},
        evidence=((0, len(text)),),
    )
    return Document(
        id="d",
        text=text,
        created=draw(st.none() | st.just("2020-12-05")),
        title=draw(st.none() | texts),
        encoding="utf-8",
        tokens=tuple(draw(cuts(len(text)))),
        sentences=tuple(draw(cuts(len(text)))),
        zones=tuple(Zone(start, end, "title") for start, end in draw(cuts(len(text), 1))),
        entities=tuple(names),
        values=tuple(span for span in found if isinstance(span, Value)),
        links=Links(
            clusters, {name.id: "LA" for name in names}, tuple(Pointer(*o, (names[0].id,)) for o in offsets if names)
        ),
        relations=tuple(draw(_arcs(names, ids))),
        facts=(fact,) if names else (),
    )
