"""Documents that another format gave: ids in text order, whole clusters, facts assembled."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.convert.guard import check_places
from pipeline.errors import FormatError
from pipeline.evaluation.identity import connect
from pipeline.records import Document, Links, Span
from pipeline.schema import load_schema
from pipeline.stages.facts.assembly import assemble

Group = tuple[str, ...]


def canonical(document: Document) -> Document:
    """The document as factwire writes it; nothing else changes.

    Spans are numbered e1 …, v1 … in text order, clusters stand in the order of their first mentions, facts are made of
    the arcs. Raises FormatError for ids, offsets and roles that cannot be.
    """
    check_places(document)
    _check_roles(document)
    entities = sorted(document.entities, key=lambda span: span.offsets)
    values = sorted(document.values, key=lambda span: span.offsets)
    ids = _numbered("e", entities) | _numbered("v", values)
    links = document.links
    renamed = replace(
        document,
        entities=tuple(replace(entity, id=ids[entity.id]) for entity in entities),
        values=tuple(replace(value, id=ids[value.id]) for value in values),
        relations=tuple(replace(arc, head=ids[arc.head], argument=ids[arc.argument]) for arc in document.relations),
    )
    order = {span.id: number for number, span in enumerate(renamed.spans())}
    groups = ([ids[member] for member in cluster] for cluster in links.clusters)
    pointers = (replace(one, targets=tuple(ids[target] for target in one.targets)) for one in links.pointers)
    linked = replace(
        renamed,
        links=Links(
            clusters=whole_clusters(groups, order),
            countries={ids[key]: country for key, country in links.countries.items()},
            pointers=tuple(pointers),
        ),
    )
    return replace(linked, facts=assemble(linked))


def _check_roles(document: Document) -> None:
    schema, spans = load_schema(), document.by_id()
    for arc in document.relations:
        head = spans[arc.head].label
        if head in schema.triggers and arc.label not in schema.roles[head]:
            raise FormatError(f"document {document.id!r}: the schema has no role {arc.label!r} of {head}")


def whole_clusters(groups: Iterable[Iterable[str]], order: Mapping[str, int]) -> tuple[Group, ...]:
    """Groups that share a member as one cluster; members and clusters by `order`, single members left out."""
    found = (tuple(sorted(members, key=order.__getitem__)) for members in connect(order, groups))
    return tuple(sorted((members for members in found if len(members) > 1), key=lambda members: order[members[0]]))


def _numbered(prefix: str, spans: Iterable[Span]) -> dict[str, str]:
    return {span.id: f"{prefix}{number}" for number, span in enumerate(spans, 1)}
