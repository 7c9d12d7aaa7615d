"""What only the whole document tells: countries of a bilateral thing, parties of a list, bodies in names, chairs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from pipeline.records import Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.role import RoleRule
from pipeline.stages.relations.rules.units import Unit

_TWO = 2

_NEAR = 4
"""Among how many sentences the one country is looked for whose figure it is."""

_REACH = 50
"""How many sentences back countries are looked for; farther back is no context, and the work stays linear."""

Sentences = Sequence[Sequence[Unit]]


def complete(rules: Sequence[RoleRule], sentences: Sentences, arcs: Arcs) -> None:
    """Fill roles in place: `bilateral` and `single` rules from the text before, `shared` ones from an earlier trigger.

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
    """Nearest mentions of the two countries that the text speaks of, if the head's own party is one of them.

    These are the two named most often before the head, if no third is named as often, else those last named together.
    """
    known = {arcs.countries.get(argument) for argument in arcs.arguments(head.id, "party")}
    earlier = [span for units in before for span in country_mentions(units, arcs) if span.start < head.start]
    latest = {arcs.countries[span.id]: span.id for span in earlier}
    together = ({arcs.countries[span.id] for span in country_mentions(units, arcs)} for units in reversed(before))
    pairs = [_most_named(earlier, arcs), *together]
    pair = next((pair for pair in pairs if len(pair) == _TWO and known <= pair), set())
    yield from (latest[country] for country in sorted(pair - known) if country in latest)


def _most_named(spans: Sequence[Span], arcs: Arcs) -> set[str]:
    """The two countries that the spans name most often; more where a third is named as often, fewer where there are."""
    counts = Counter(arcs.countries[span.id] for span in spans)
    least = min(sorted(counts.values())[-_TWO:], default=0)
    return {country for country, count in counts.items() if count >= least}


def _single(head: Span, before: Sentences, arcs: Arcs) -> Iterator[str]:
    """The one country that the last sentence with a country names, a few sentences back at most."""
    for units in reversed(before[-_NEAR:]):
        named = [span for span in country_mentions(units, arcs) if span.start < head.start]
        if named:
            if len({arcs.countries[span.id] for span in named}) == 1:
                yield named[-1].id
            return


def country_mentions(units: Sequence[Unit], arcs: Arcs) -> Iterator[Span]:
    """Mentions of countries in a sentence, those included that its pointers stand for."""
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
    {"bilateral": _pair, "shared": _shared, "named": _named, "single": _single}
)
CONTEXT_KINDS = tuple(_FILLERS)
