"""From scored candidates to arcs: each pair of things once, by its best mentions, in one role, as gold has it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.candidates import Candidate
from pipeline.records import Span, Timex, Value

_OF_VALUES = ("date", "change", "base", "source", "destination")
_SINGLE: Mapping[str, tuple[str, ...]] = {
    "VISIT": ("date", "duration", "host"),
    "MEETING": ("date", "duration", "edition", "body"),
    "AGREEMENT": ("date", "duration"),
    "APPOINTMENT": ("date", "organization", "predecessor"),
    "INDICATOR": ("date", "duration", "change", "base"),
    "TITLE": ("jurisdiction",),
    **dict.fromkeys(("MONEY", "QUANTITY", "PERCENT", "CARDINAL"), _OF_VALUES),
    **dict.fromkeys(("GPE", "FAC", "ORG", "LOC"), ("located_in",)),
}
"""Roles with one filler a mention: in at least 95 of 100 heads of the training gold that have any."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate in one of its roles: its log-odds, and how far they are above the threshold of the role."""

    candidate: Candidate
    role: str
    logit: float
    margin: float


def decode(scored: Iterable[Scored], things: Mapping[str, str]) -> Iterator[Scored]:
    """Those that become arcs, the surest first.

    What is above its threshold is taken, unless it repeats an arc between other mentions of the same two things, gives
    the two another role, or fills anew what can be filled once.
    """
    roles: dict[tuple[str, str], str] = {}
    filled: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for found in sorted((one for one in scored if one.margin >= 0), key=_rank):
        head, argument = found.candidate.head, found.candidate.argument
        pair = (things[head.id], things[argument.id])
        others = filled[head.id, found.role]
        single = found.role in _SINGLE.get(head.label, ()) and not _is_recurring(argument)
        if pair in roles or (others and single):
            continue
        roles[pair] = found.role
        if single:
            others.add(pair[1])
        yield found


def _is_recurring(span: Span) -> bool:
    """Whether a span is a date such as 'annual', which tells how often, and leaves the date open."""
    return isinstance(span, Value) and isinstance(span.norm, Timex) and span.norm.type == "SET"


def _rank(one: Scored) -> tuple[float, int, str, int, int]:
    candidate = one.candidate
    return (-one.margin, candidate.head.start, one.role, candidate.argument.start, candidate.place[0])
