"""Whether a document keeps the format and the schema: offsets, labels, ids, roles, attributes."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.align import contains, overlaps
from pipeline.check.norms import Finding, check_norm, is_country, is_real_date, one_of
from pipeline.records import Change, Document, Offsets, Span, Timex
from pipeline.schema import load_schema


def check_document(document: Document) -> list[Finding]:
    """Everything in the document that breaks the format or the schema."""
    checks = (
        _text,
        _created,
        _stretches,
        _zones,
        _ids,
        _spans,
        _flat,
        _entities,
        _values,
        _links,
        _arcs,
        _facts,
        _scores,
    )
    return [finding for check in checks for finding in check(document)]


def find_bare_triggers(document: Document) -> Iterator[Finding]:
    """Triggers that have no arc, neither themselves nor by another mention of their cluster."""
    heads = {arc.head for arc in document.relations}
    clusters = document.links.cluster_of()
    for entity in document.entities:
        if entity.label in load_schema().triggers and heads.isdisjoint(clusters.get(entity.id, (entity.id,))):
            yield entity.id, f"{entity.label} {entity.text!r} has no arc; a trigger has at least one argument"


def _text(document: Document) -> Iterator[Finding]:
    if document.text is None:
        if document.text_sha256 is None:
            yield "text", "is null and there is no text_sha256; give one of them"
    elif document.text_sha256 not in (None, found := hashlib.sha256(document.text.encode()).hexdigest()):
        yield "text_sha256", f"is {document.text_sha256}, but the text's SHA-256 in UTF-8 is {found}"


def _created(document: Document) -> Iterator[Finding]:
    if document.created is not None and not is_real_date(document.created):
        yield "created", f"{document.created!r} is not a date such as 2020-12-05"


def _stretches(document: Document) -> Iterator[Finding]:
    for name, stretches in (("tokens", document.tokens), ("sentences", document.sentences)):
        yield from _sorted_and_disjoint(name, stretches)
        yield from (
            (f"{name} {offsets}", _outside(document)) for offsets in stretches if not _inside(document, offsets)
        )


def _sorted_and_disjoint(name: str, stretches: Sequence[Offsets]) -> Iterator[Finding]:
    for before, after in pairwise(stretches):
        if after[0] < before[1]:
            yield f"{name} {after}", f"begins before {before} ends; expected text order without overlaps"


def _zones(document: Document) -> Iterator[Finding]:
    kinds = load_schema().attributes["zone"]
    for zone in document.zones:
        if not _inside(document, (zone.start, zone.end)):
            yield f"zone ({zone.start}, {zone.end})", _outside(document)
        yield from one_of(f"zone ({zone.start}, {zone.end})", "kind", zone.kind, kinds)


def _inside(document: Document, offsets: Offsets) -> bool:
    start, end = offsets
    return 0 <= start < end and (document.text is None or end <= len(document.text))


def _outside(document: Document) -> str:
    length = "" if document.text is None else f" of length {len(document.text)}"
    return f"is empty or not inside the text{length}"


def _ids(document: Document) -> Iterator[Finding]:
    for kind, ids in (("span", [span.id for span in document.spans()]), ("fact", [fact.id for fact in document.facts])):
        yield from ((key, f"{count} {kind}s have this id") for key, count in Counter(ids).items() if count > 1)


def _spans(document: Document) -> Iterator[Finding]:
    schema = load_schema()
    for layer, labels, spans in (
        ("entities", schema.entities, document.entities),
        ("values", schema.values, document.values),
    ):
        for span in spans:
            yield from one_of(span.id, f"in {layer}, label", span.label, labels)
            yield from _offsets(document, span)


def _offsets(document: Document, span: Span) -> Iterator[Finding]:
    if not _inside(document, span.offsets):
        yield span.id, f"{span.offsets} {_outside(document)}"
        return
    if document.text is not None and document.text[span.start : span.end] != span.text:
        yield span.id, f"text[{span.start}:{span.end}] is {document.text[span.start : span.end]!r}, not {span.text!r}"
    if not any(contains(sentence, span.offsets) for sentence in document.sentences):
        yield span.id, f"{span.offsets} {span.text!r} is not inside one sentence"


def _flat(document: Document) -> Iterator[Finding]:
    for before, after in pairwise(document.spans()):
        if overlaps(before.offsets, after.offsets):
            yield after.id, f"{after.text!r} overlaps {before.id} {before.text!r}; spans are flat"


def _entities(document: Document) -> Iterator[Finding]:
    schema = load_schema()
    for entity in document.entities:
        if entity.status is not None and entity.label not in schema.triggers:
            yield entity.id, f"status belongs to triggers, this is {entity.label}"
        if entity.phase is not None and entity.label != "APPOINTMENT":
            yield entity.id, f"phase belongs to APPOINTMENT, this is {entity.label}"
        if entity.norm is not None and entity.label != "TITLE":
            yield entity.id, f"a normal form belongs to TITLE, this is {entity.label}"
        for name, value in (("status", entity.status), ("phase", entity.phase)):
            if value is not None:
                yield from one_of(entity.id, name, value, schema.attributes[name])


def _values(document: Document) -> Iterator[Finding]:
    for value in document.values:
        is_time = value.label in ("DATE", "TIME")
        if value.norm is not None and is_time != isinstance(value.norm, Timex):
            yield value.id, f"a {value.label} has the normal form of {'a date' if is_time else 'an amount'}"
        elif value.norm is not None:
            yield from check_norm(value.id, value.norm)


def _links(document: Document) -> Iterator[Finding]:
    spans, links = document.by_id(), document.links
    members = Counter(member for cluster in links.clusters for member in cluster)
    yield from ((member, f"stands in {count} clusters") for member, count in members.items() if count > 1)
    yield from _known(spans, "clusters", members)
    for pointer in links.pointers:
        place = f"pointer ({pointer.start}, {pointer.end})"
        if not _inside(document, (pointer.start, pointer.end)):
            yield place, _outside(document)
        yield from _known(spans, place, pointer.targets)
    yield from _known(spans, "countries", links.countries)
    for key, country in links.countries.items():
        if key in spans and spans[key].label not in ("GPE", "NORP"):
            yield key, f"country belongs to GPE and NORP, this is {spans[key].label}"
        if not is_country(country):
            yield key, f"country {country!r} is no ISO 3166-1 alpha-2 code"


def _known(spans: Mapping[str, Span], place: str, ids: Iterable[str]) -> Iterator[Finding]:
    return ((place, f"no span has the id {key!r}") for key in ids if key not in spans)


def _arcs(document: Document) -> Iterator[Finding]:
    spans = document.by_id()
    for arc in document.relations:
        place = f"{arc.head} {arc.label} {arc.argument}"
        yield from _known(spans, place, (arc.head, arc.argument))
        if arc.head in spans and arc.argument in spans:
            head, argument = spans[arc.head].label, spans[arc.argument].label
            if not load_schema().allows(head, arc.label, argument):
                yield place, f"the schema has no {arc.label!r} from {head} to {argument}"
        if (arc.label == "change") != isinstance(arc.norm, Change):
            yield place, "a change has a norm with amount, unit and basis; no other arc has a norm"
        elif arc.norm is not None:
            yield from check_norm(place, arc.norm)


def _scores(document: Document) -> Iterator[Finding]:
    found: list[tuple[str, float | None]] = [(span.id, span.score) for span in document.spans()]
    found += [(f"{arc.head} {arc.label} {arc.argument}", arc.score) for arc in document.relations]
    found += [(fact.id, fact.score) for fact in document.facts]
    for place, score in found:
        if score is not None and not 0 <= score <= 1:
            yield place, f"score {score} is no probability; expected 0 to 1"


def _facts(document: Document) -> Iterator[Finding]:
    schema, spans = load_schema(), document.by_id()
    for fact in document.facts:
        yield from one_of(fact.id, "type", fact.type, schema.triggers | schema.static)
        roles = ("head", "argument") if fact.trigger is None else schema.roles.get(fact.type, {}).keys()
        for role, arguments in fact.arguments.items():
            yield from one_of(fact.id, "role", role, roles)
            yield from _known(spans, fact.id, (argument.id for argument in arguments))
        yield from _known(spans, fact.id, () if fact.trigger is None else (fact.trigger.id,))
        yield from ((fact.id, f"evidence {o} {_outside(document)}") for o in fact.evidence if not _inside(document, o))
        if fact.document != document.id:
            yield fact.id, f"names the document {fact.document!r}"
