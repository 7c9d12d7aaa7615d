"""What a figure has from the figures before it, in other sentences: whose trade it is, and with whom.

Trade figures that follow one another are of one country until another is named; exports and imports beside the trade
of two countries go from one of them to the other.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.records import Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.units import Unit

_SAME = ("source", "destination", "party")
_TRADERS = {
    "destination": re.compile(r"(?i)\b(?:imports?|purchases)$"),
    "source": re.compile(r"(?i)\b(?:exports?|sales|shipments|trade surplus|trade deficit|surplus|deficit)$"),
}
"""The role of the country whose trade it is, by what is counted."""

_PARTNERS = {"source": "destination", "destination": "source"}
_PAIR = 2

Sentences = Sequence[Sequence[Unit]]


def carry(sentences: Sentences, arcs: Arcs) -> None:
    """Complete the trade figures of a document, in place: owners first, then partners."""
    _carry_owners(sentences, arcs)
    _carry_partners(sentences, arcs)


def _figures(sentences: Sentences) -> Iterator[tuple[int, Span, str | None]]:
    """Every INDICATOR with the number of its sentence and, of exports and imports, the role of their owner."""
    for number, units in enumerate(sentences):
        for head in (unit.span for unit in units if unit.span is not None and unit.code == "INDICATOR"):
            yield number, head, next((role for role, words in _TRADERS.items() if words.search(head.text)), None)


def _carry_owners(sentences: Sentences, arcs: Arcs) -> None:
    """Give exports and imports without an owner that of the trade figure before them, one sentence back at most."""
    owner, place = None, -2
    for number, head, role in _figures(sentences):
        if role is None or arcs.arguments(head.id, "party"):
            continue
        known = {arcs.thing(other) for other in arcs.arguments(head.id, *_SAME)}
        owners = arcs.arguments(head.id, role)
        if owners:
            owner, place = owners[0], number
        elif owner is not None and number - place <= 1 and arcs.thing(owner) not in known:
            if arcs.arguments(head.id, "value", "change"):
                arcs.put(head.id, role, owner, found_by=f"indicator.{role}.carried")
            place = number


def _carry_partners(sentences: Sentences, arcs: Arcs) -> None:
    """Give exports and imports of one of two trading countries the other, where their trade stands right before."""
    pair: list[str] = []
    place = -2
    for number, head, role in _figures(sentences):
        parties = arcs.arguments(head.id, "party")
        if len(parties) == _PAIR:
            pair, place = parties, number
        elif role is not None and number - place <= 1 and arcs.arguments(head.id, "value", "change"):
            owners = {arcs.thing(owner) for owner in arcs.arguments(head.id, role)}
            others = [party for party in pair if arcs.thing(party) not in owners]
            if len(others) == 1 and not arcs.arguments(head.id, _PARTNERS[role]):
                arcs.put(head.id, _PARTNERS[role], others[0], found_by=f"indicator.{_PARTNERS[role]}.carried")
