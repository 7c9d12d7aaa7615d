"""What short words stand for that no pointer resolves: an office for who holds it, 'here' and 'there' for a place."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.records import Document, Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.units import Unit, split_dateline

HERE, THERE = "here", "there"
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_EXISTENTIAL = frozenset({"is", "are", "was", "were", "will", "would", "has", "have", "had", "could", "may", "should"})


def resolve(sentences: Sequence[Sequence[Unit]], document: Document, arcs: Arcs) -> tuple[tuple[Unit, ...], ...]:
    """The sentences with targets for offices without a name, for 'here' and for 'there'."""
    holders = _holders(document, arcs)
    dateline = next((unit.targets for unit in split_dateline(document) if unit.code == "GPE"), ())
    return tuple(
        tuple(_resolved(units, index, holders, dateline) for index in range(len(units))) for units in sentences
    )


def _resolved(units: Sequence[Unit], index: int, holders: Mapping[str, Span], dateline: tuple[Span, ...]) -> Unit:
    unit = units[index]
    if unit.code == HERE and not unit.targets:
        return replace(unit, targets=dateline)
    if unit.code == THERE and not unit.targets and not _is_existential(units, index):
        places = (earlier.targets for earlier in reversed(units[:index]) if earlier.code in _PLACES)
        return replace(unit, targets=next(places, ()))
    if unit.span is not None and unit.targets == (unit.span,) and unit.span.id in holders:
        return replace(unit, targets=(unit.span, holders[unit.span.id]))
    return unit


def _is_existential(units: Sequence[Unit], index: int) -> bool:
    return index == 0 or (index + 1 < len(units) and units[index + 1].code in _EXISTENTIAL)


def _holders(document: Document, arcs: Arcs) -> dict[str, Span]:
    """By id of a TITLE that stands without a name: the nearest mention of the one person who holds that office."""
    held: dict[str, set[str]] = defaultdict(set)
    named = set()
    for arc in arcs.all():
        if arc.label == "position_held":
            named.add(arc.argument)
            held[arcs.thing(arc.argument)].add(arcs.thing(arc.head))
    persons: dict[str, list[Span]] = defaultdict(list)
    for span in document.entities:
        if span.label == "PERSON":
            persons[arcs.thing(span.id)].append(span)
    holders = {}
    for span in document.entities:
        holding = held.get(arcs.thing(span.id), set()) if span.label == "TITLE" and span.id not in named else set()
        if len(holding) == 1:
            holders[span.id] = _nearest(persons[next(iter(holding))], span)
    return holders


def _nearest(mentions: Sequence[Span], span: Span) -> Span:
    """The last of the mentions before a span, else the first after it."""
    return mentions[max(0, bisect_left(mentions, span.start, key=lambda mention: mention.start) - 1)]
