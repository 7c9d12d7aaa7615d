"""The arcs of one document while they are being found."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.changes import Changes
from pipeline.records import Arc, Change, Document, Span, Timex, Value
from pipeline.schema import load_schema
from pipeline.stages.relations.rules.role import RoleRule


@dataclass(slots=True)
class Arcs:
    """Arcs by head, then by (role, argument); one for each thing that fills a role.

    `countries` and `things` go by span id: ISO code, and one name for all mentions of a thing. `places` are the GPE
    mentions of every country in text order. `recurring` are the ids of dates such as 'annual', `dated` of those that
    belong to one value alone and so not to its INDICATOR.
    """

    places: Mapping[str, Sequence[Span]]
    countries: Mapping[str, str]
    things: dict[str, str]
    recurring: frozenset[str]
    dated: set[str] = field(default_factory=set)
    found: dict[str, dict[tuple[str, str], Arc]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, head: Span, argument: Span, rule: RoleRule, changes: Changes) -> None:
        """Add an arc if rule and schema allow it; a `date` that is a length of time fills `duration`."""
        role = "duration" if rule.conditions.role == "date" and is_timex(argument, "DURATION") else rule.conditions.role
        if role in ("located_in", "member_of"):
            head, argument = self._country(head), self._country(argument)
        if head.id == argument.id or not load_schema().allows(head.label, role, argument.label):
            return
        if not rule.conditions.allow(head, argument, self.countries):
            return
        if role == "change" and changes.is_level(argument):
            return
        change = changes.norm(argument, rule.conditions.sign) if role == "change" else None
        if self._is_excluded(head, role, argument, change):
            return
        if isinstance(head, Value):
            self.dated.add(argument.id)
        self.put(head.id, role, argument.id, found_by=rule.name, norm=change)

    def _is_excluded(self, head: Span, role: str, argument: Span, change: Change | None) -> bool:
        """Whether a figure has the date of one value alone, its own base as value, or a second change of one unit."""
        if head.label != "INDICATOR":
            return False
        if change is not None:
            known = (self.found[head.id][role, other].norm for other in self.arguments(head.id, role))
            return any(norm is not None and norm.unit == change.unit for norm in known)
        return (role == "date" and argument.id in self.dated) or (
            role == "value" and argument.id in self.arguments(head.id, "base")
        )

    def put(self, head: str, role: str, argument: str, *, found_by: str, norm: Change | None = None) -> None:
        """Add an arc by ids, unless the role has the argument or another mention of the same thing."""
        known = {self.thing(other) for other in self.arguments(head, role)}
        if self.thing(argument) not in known:
            self.found[head][role, argument] = Arc(head, role, argument, norm, found_by)
        if role == "short_name":
            self.things[argument] = self.thing(head)

    def thing(self, span: str) -> str:
        """One name for all mentions of what the span with that id mentions."""
        return self.things.get(span, span)

    def all(self) -> Iterator[Arc]:
        """The arcs of all heads."""
        for arcs in self.found.values():
            yield from arcs.values()

    def arguments(self, head: str, *roles: str) -> list[str]:
        """Ids of what fills the roles of a head."""
        return [argument for role, argument in self.found.get(head, ()) if role in roles]

    def settled(self, head: str) -> set[str]:
        """The filled roles of a head; 'annual' tells how often, and leaves the date open."""
        return {role for role, argument in self.found.get(head, ()) if argument not in self.recurring}

    def ready(self, head: Span, rule: RoleRule) -> bool:
        """Whether the roles that the rule needs are filled, and those that exclude it are not."""
        needs, unless = rule.conditions.needs, rule.conditions.unless
        lacking = needs and not self.arguments(head.id, *needs)
        return not lacking and (not unless or self.settled(head.id).isdisjoint(unless))

    def _country(self, span: Span) -> Span:
        """The nearest mention of its country before a nationality, else the first after it, else the nationality."""
        same = self.places.get(self.countries.get(span.id, ""), ())
        if span.label != "NORP" or not same:
            return span
        return same[max(0, bisect_left(same, span.start, key=lambda other: other.start) - 1)]


def is_timex(span: Span, kind: str) -> bool:
    """Whether a span is a date of that TIMEX3 type."""
    return isinstance(span, Value) and isinstance(span.norm, Timex) and span.norm.type == kind


def no_arcs(document: Document) -> Arcs:
    """No arcs yet, with what the document's links say about its spans."""
    links = document.links
    things = {member: cluster[0] for cluster in links.clusters for member in cluster}
    places: dict[str, list[Span]] = defaultdict(list)
    for span in document.spans():
        if span.label == "GPE" and span.id in links.countries:
            places[links.countries[span.id]].append(span)
    return Arcs(
        places=places,
        countries=links.countries,
        things=things | dict(links.countries),
        recurring=frozenset(value.id for value in document.values if is_timex(value, "SET")),
    )
