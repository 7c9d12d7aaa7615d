"""The two ways of making arcs: patterns over the codes of a sentence, and patterns over paths from a trigger."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import Arc, Change, Span, Timex, Value
from pipeline.schema import load_schema
from pipeline.stages.relations.rules.changes import Changes
from pipeline.stages.relations.rules.graph import Graph
from pipeline.stages.relations.rules.role import RoleRule
from pipeline.stages.relations.rules.units import Codes, Unit


_PLURAL = frozenset({"participant", "party", "chair"})
"""Roles that several fill as a rule, so that what one parser finds does not exclude what the other finds."""


@dataclass(slots=True)
class Arcs:
    """The arcs of one document so far, one for each (head, role, argument)."""

    countries: Mapping[str, str]
    spans: Sequence[Span]
    recurring: frozenset[str]
    found: dict[tuple[str, str, str], Arc] = field(default_factory=dict)

    def add(self, head: Span, argument: Span, rule: RoleRule, changes: Changes) -> None:
        """Add an arc if rule and schema allow it; a `date` that is a length of time fills `duration`."""
        role = rule.conditions.role
        if (
            role == "date"
            and isinstance(argument, Value)
            and isinstance(argument.norm, Timex)
            and argument.norm.type == "DURATION"
        ):
            role = "duration"
        head = self._namesake(head, role, argument)
        if head.id == argument.id or not load_schema().allows(head.label, role, argument.label):
            return
        if rule.conditions.allow(head, argument, self.countries):
            change = changes.norm(argument, rule.conditions.sign) if role == "change" else None
            self.put(head.id, role, argument.id, rule.name, change)

    def _namesake(self, head: Span, role: str, argument: Span) -> Span:
        """The head, or where its label cannot have the role (a nationality), the last mention of its country that can."""
        if load_schema().allows(head.label, role, argument.label) or head.id not in self.countries:
            return head
        country = self.countries[head.id]
        same = [span for span in self.spans if self.countries.get(span.id) == country and span.label == "GPE"]
        return max((span for span in same if span.start < head.start), key=lambda span: span.start, default=head)

    def put(self, head: str, role: str, argument: str, found_by: str, norm: Change | None = None) -> None:
        """Add an arc by ids unless it is there."""
        self.found.setdefault((head, role, argument), Arc(head, role, argument, norm, found_by))

    def arguments(self, head: str, *roles: str) -> list[str]:
        """Ids of what fills the roles of a head."""
        return [argument for found, role, argument in self.found if found == head and role in roles]

    def ready(self, head: Span, rule: RoleRule) -> bool:
        """Whether the roles that the rule needs are filled, and those that exclude it are not."""
        needs, unless = rule.conditions.needs, rule.conditions.unless
        return (not needs or bool(self.arguments(head.id, *needs))) and self.settled().isdisjoint(
            (head.id, role) for role in unless
        )

    def settled(self) -> set[tuple[str, str]]:
        """(head, role) of every filled role; 'annual' tells how often, and leaves the date open."""
        return {(head, role) for head, role, argument in self.found if argument not in self.recurring}


def match_surface(rules: Sequence[RoleRule], units: Sequence[Unit], arcs: Arcs, changes: Changes) -> None:
    """Apply patterns over codes: every group `head…` is joined with every group `argument…`."""
    codes = Codes(units)
    for rule in rules:
        for match in rule.pattern.finditer(codes.text):
            heads = [head for head in _grouped(match, "head", codes) if arcs.ready(head, rule)]
            for argument in _grouped(match, "argument", codes):
                for head in heads:
                    arcs.add(head, argument, rule, changes)


def _grouped(match: re.Match[str], prefix: str, codes: Codes) -> Iterator[Span]:
    for name, text in match.groupdict().items():
        if name.startswith(prefix) and text is not None:
            for unit in codes.units[codes.between(*match.span(name))]:
                yield from unit.targets


def match_paths(
    rules: Sequence[RoleRule], units: Sequence[Unit], graph: Graph, *, arcs: Arcs, changes: Changes
) -> None:
    """Apply patterns over paths to every trigger of the sentence; roles that an earlier graph filled are left alone."""
    done = {(head, role) for head, role in arcs.settled() if role not in _PLURAL}
    labels = {rule.label for rule in rules}
    for index, unit in enumerate(units):
        head = unit.span
        if head is None or unit.code not in labels:
            continue
        paths = list(graph.paths(index))
        for rule in rules:
            if rule.label != head.label or (head.id, rule.conditions.role) in done or not arcs.ready(head, rule):
                continue
            for target, path in paths:
                if rule.pattern.fullmatch(path):
                    for argument in units[target].targets:
                        arcs.add(head, argument, rule, changes)
