"""When a cluster of gold and a cluster of the predictions are one entity or event.

An entity is known by its keys: the offsets and label of each of its mentions, and its country. Two entities are the
same if they share a key.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from pipeline.records import Document, Span
from pipeline.schema import load_schema

Keys = frozenset[Hashable]

_GROUPS: Mapping[str, str] = {"NORP": "GPE"}


def entities(document: Document) -> dict[str, Keys]:
    """Span id → the keys of the entity that it mentions, by clusters, surface and country.

    A GPE and a NORP are mentions of one entity where their country is the same (SCHEMA, scoring of arcs).
    """
    countries = document.links.countries
    spans = document.by_id()
    groups = [*clusters(document), *_groups((country, key) for key, country in countries.items() if key in spans)]
    found: dict[str, Keys] = {}
    for members in connect(spans, groups):
        keys: set[Hashable] = {countries[member] for member in members if member in countries}
        keys |= {mention_key(spans[member]) for member in members}
        found |= dict.fromkeys(members, frozenset(keys))
    return found


def clusters(document: Document) -> list[set[str]]:
    """The clusters of the document, closed over names of the same surface and label; single mentions included."""
    names = load_schema().names - {"TITLE"}
    surfaces = (
        ((entity.label, " ".join(entity.text.split())), entity.id)
        for entity in document.entities
        if entity.label in names and entity.text
    )
    return connect(document.by_id(), [*document.links.clusters, *_groups(surfaces)])


def mention_key(span: Span) -> Hashable:
    """What makes two mentions one: offsets and label, GPE and NORP counted as one label."""
    return (span.start, span.end, _GROUPS.get(span.label, span.label))


def connect(items: Iterable[str], groups: Iterable[Iterable[str]]) -> list[set[str]]:
    """Items in sets, so that the items of a group, and groups that share an item, are together."""
    home = {item: {item} for item in items}
    for group in groups:
        members = set().union(*(home[item] for item in group))
        home |= dict.fromkeys(members, members)
    return list({id(members): members for members in home.values()}.values())


def _groups(pairs: Iterable[tuple[Hashable, str]]) -> list[list[str]]:
    groups: defaultdict[Hashable, list[str]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return list(groups.values())
