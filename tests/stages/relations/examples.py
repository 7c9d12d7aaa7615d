"""Documents from rule examples.

`[GPE:Serbia=RS]` gives a span its country; `[POINTER:their]` stands for what `their = Peru, Chile` says after ` => `;
`Chile#2` is the second span of that text. What stands before ` -- ` is a dateline.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from pipeline.records import Amount, Arc, Change, Document, Entity, Links, Pointer, Span, Timex, Value, Zone
from pipeline.rules import Example, Mark
from pipeline.schema import load_schema

_TOKEN = re.compile(r"['’]s\b|(?:co|re)-\w+|\d[\d.,]*\d|\w+|[^\w\s]")
_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?](?=\s)|$)")
_ARC = re.compile(r"(\w+)\(([^()]*)\)")
_DATELINE = re.compile(r"[^.]+ -- ")
_DURATION = re.compile(r"(?i)\b(?:two|three|four|five|six|seven)[- ](?:day|week|month|year)")


def read_example(example: Example) -> Document:
    """The document that an example describes; its expected arcs are its `relations`."""
    text, marks = _plain(example)
    plain = Document(
        id="example",
        text=text,
        created="2020-12-05",
        tokens=tuple(match.span() for match in _TOKEN.finditer(text)),
        sentences=tuple(match.span() for match in _SENTENCE.finditer(text)),
    )
    dateline = _DATELINE.match(text)
    spans = [_span(mark, number) for number, (mark, _) in enumerate(marks, 1) if mark.label != "POINTER"]
    countries = {span.id: country for span in spans for mark, country in marks if country and mark.start == span.start}
    document = replace(
        plain,
        zones=(Zone(*dateline.span(), "dateline"),) if dateline else (),
        entities=tuple(span for span in spans if isinstance(span, Entity)),
        values=tuple(span for span in spans if isinstance(span, Value)),
    )
    pointers = tuple(_pointers(example.expected or "", [mark for mark, _ in marks], spans))
    return replace(
        document,
        links=Links(countries=countries, pointers=pointers),
        relations=tuple(_arcs(example.expected or "", spans)),
    )


def _plain(example: Example) -> tuple[str, list[tuple[Mark, str | None]]]:
    """The text without `=RS`, and the marks in it with their countries."""
    text, marks, position = "", [], 0
    for mark in example.marks:
        text += example.text[position : mark.start]
        mention, _, country = mark.text.partition("=")
        marks.append((Mark(len(text), len(text) + len(mention), mention, mark.label), country or None))
        text += mention
        position = mark.end
    return text + example.text[position:], marks


def _span(mark: Mark, number: int) -> Span:
    schema, label = load_schema(), mark.label or ""
    if label not in schema.values:
        status = "asserted" if label in schema.triggers else None
        return Entity(start=mark.start, end=mark.end, label=label, text=mark.text, id=f"e{number}", status=status)
    return Value(start=mark.start, end=mark.end, label=label, text=mark.text, id=f"v{number}", norm=_norm(mark))


def _norm(mark: Mark) -> Timex | Amount | None:
    if mark.label in ("DATE", "TIME"):
        return Timex("DURATION" if _DURATION.match(mark.text) else "DATE", None)
    try:
        amount = Decimal(mark.text.split()[0].replace(",", ""))
    except InvalidOperation:
        return None
    return Amount(
        amount, currency="USD" if mark.label == "MONEY" else None, unit="t" if mark.label == "QUANTITY" else None
    )


def _named(name: str, spans: list[Span]) -> Span:
    """The span of that text: `Chile#2` is the second one."""
    text, _, number = name.strip().partition("#")
    same = [span for span in spans if span.text == text]
    if len(same) < int(number or 1):
        raise AssertionError(f"the example has no span {name!r}")
    return same[int(number or 1) - 1]


def _arcs(expected: str, spans: list[Span]) -> Iterator[Arc]:
    for role, inside in _ARC.findall(expected):
        head, argument, *change = [part.strip() for part in re.split(r", (?=[^,]*)", inside)]
        yield Arc(_named(head, spans).id, role, _named(argument, spans).id, _change(change[0]) if change else None)


def _change(written: str) -> Change:
    amount, unit, *basis = written.split()
    return Change(Decimal(amount), unit, basis[0] if basis else None)


def _pointers(expected: str, marks: list[Mark], spans: list[Span]) -> Iterator[Pointer]:
    for part in expected.split("; "):
        phrase, equals, names = part.partition(" = ")
        for mark in marks:
            if equals and mark.label == "POINTER" and mark.text == phrase:
                yield Pointer(mark.start, mark.end, tuple(_named(name, spans).id for name in names.split(",")))
