"""What only the whole document tells: countries of a bilateral thing, parties of a list, bodies in names, chairs."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from pipeline.records import Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.role import RoleRule
from pipeline.stages.relations.rules.units import Unit

_REACH = 50
"""How many sentences back countries are looked for; farther back is no context, and the work stays linear."""

Sentences = Sequence[Sequence[Unit]]


def complete(rules: Sequence[RoleRule], sentences: Sentences, arcs: Arcs) -> None:
    """Fill roles in place: `bilateral` rules from earlier sentences, `shared` ones from an earlier trigger.

    `named` rules fill them with an organisation whose name the head's own words contain.
    """
    for number, units in enumerate(sentences):
        before = sentences[max(0, number - _REACH) : number + 1]
        for head in (unit.span for unit in units if unit.span is not None):
            for rule in rules:
                if rule.label == head.label and rule.pattern.search(head.text) and arcs.ready(head, rule):
                    for argument in _FILLERS[rule.conditions.kind](head, before, arcs):
                        arcs.put(head.id, rule.conditions.role, argument, found_by=rule.name)
    _drop_chairs(arcs)
    _drop_regions(arcs)


def _pair(head: Span, before: Sentences, arcs: Arcs) -> Iterator[str]:
    """Nearest mentions of the two countries last named together, if the head's own party is one of them."""
    known = {arcs.countries.get(argument) for argument in arcs.arguments(head.id, "party")}
    for units in reversed(before):
        named = {arcs.countries[span.id] for span in _countries(units, arcs)}
        if len(named) == 2 and known <= named:  # noqa: PLR2004 - two countries make a pair
            earlier = [span for sentence in before for span in _countries(sentence, arcs) if span.start < head.start]
            latest = {arcs.countries[span.id]: span.id for span in earlier}
            yield from (latest[country] for country in sorted(named - known) if country in latest)
            return


def _countries(units: Sequence[Unit], arcs: Arcs) -> Iterator[Span]:
    for unit in units:
        yield from (span for span in unit.targets if span.id in arcs.countries)


def _shared(head: Span, before: Sentences, arcs: Arcs) -> Iterator[str]:
    """The parties of the last instrument before the head in its sentence."""
    others = [
        unit.span for unit in before[-1] if unit.span is not None and unit.code == head.label and unit.end <= head.start
    ]
    if others:
        yield from arcs.arguments(others[-1].id, "party")


def _named(head: Span, before: Sentences, arcs: Arcs) -> Iterator[str]:  # noqa: ARG001 (the signature of fillers)
    """The nearest mention of the organisation in the head's name: 'APEC' of 'APEC Ministerial Meeting'."""
    for units in reversed(before):
        for unit in reversed(units):
            if unit.code == "ORG" and unit.span is not None and re.search(rf"\b{re.escape(unit.text)}\b", head.text):
                yield unit.span.id
                return


def _drop_chairs(arcs: Arcs) -> None:
    """Who chairs a meeting is not repeated as its participant."""
    for head, found in arcs.found.items():
        chairs = {arcs.thing(argument) for argument in arcs.arguments(head, "chair")}
        for key in [key for key in found if key[0] == "participant" and arcs.thing(key[1]) in chairs]:
            del found[key]


def _drop_regions(arcs: Arcs) -> None:
    """Where the city of a meeting is given, the country after its name is no second place."""
    regions = {
        arcs.thing(head): {arcs.thing(other) for other in arcs.arguments(head, "located_in")} for head in arcs.found
    }
    for found in arcs.found.values():
        places = [argument for role, argument in found if role == "place"]
        around = set().union(*(regions.get(arcs.thing(place), set()) for place in places))
        for key in [key for key in found if key[0] == "place" and arcs.thing(key[1]) in around]:
            del found[key]


_FILLERS: Mapping[str, Callable[[Span, Sentences, Arcs], Iterator[str]]] = MappingProxyType(
    {"bilateral": _pair, "shared": _shared, "named": _named}
)
CONTEXT_KINDS = tuple(_FILLERS)
