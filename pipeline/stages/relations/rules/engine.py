"""The two ways of making arcs: patterns over the codes of a sentence, and patterns over paths from a trigger."""

import re
from collections.abc import Iterator, Sequence

from pipeline.changes import Changes
from pipeline.records import Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.graph import Graph
from pipeline.stages.relations.rules.role import RoleRule
from pipeline.stages.relations.rules.units import Codes, Unit

_PLURAL = frozenset({"participant", "party", "chair", "destination"})
"""Roles that several fill as a rule, so that what one parser finds does not exclude what the other finds."""


def match_surface(rules: Sequence[RoleRule], units: Sequence[Unit], arcs: Arcs, changes: Changes) -> None:
    """Apply patterns over codes: a group `head…` is joined with every `argument…` of its number or of none."""
    codes = Codes(units)
    for rule in rules:
        for match in rule.pattern.finditer(codes.text):
            heads = [(head, number) for head, number in _grouped(match, "head", codes) if arcs.ready(head, rule)]
            for argument, number in _grouped(match, "argument", codes):
                for head, other in heads:
                    if number == other or not (number and other):
                        arcs.add(head, argument, rule, changes)


def _grouped(match: re.Match[str], prefix: str, codes: Codes) -> Iterator[tuple[Span, str]]:
    """Spans in the groups of that prefix, each with the number after it."""
    for name, text in match.groupdict().items():
        if name.startswith(prefix) and text is not None:
            for unit in codes.units[codes.between(*match.span(name))]:
                yield from ((target, name.removeprefix(prefix)) for target in unit.targets)


def match_paths(
    rules: Sequence[RoleRule], units: Sequence[Unit], graph: Graph, *, arcs: Arcs, changes: Changes
) -> None:
    """Apply patterns over paths to every trigger of the sentence; roles that an earlier graph filled are left alone."""
    labels = {rule.label for rule in rules}
    for index, unit in enumerate(units):
        head = unit.span
        if head is None or unit.code not in labels:
            continue
        done = arcs.settled(head.id) - _PLURAL
        paths = list(graph.paths(index))
        for rule in rules:
            if rule.label != head.label or rule.conditions.role in done or not arcs.ready(head, rule):
                continue
            for target, path in paths:
                if rule.pattern.fullmatch(path):
                    for argument in units[target].targets:
                        arcs.add(head, argument, rule, changes)
