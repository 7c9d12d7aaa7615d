"""What the figures of a sentence share and what each has for itself, once the rules have found their arcs.

An INDICATOR with several values gives what belongs to one of them to that value; a figure without a date has that of
the figure before it in the sentence; a share ('equal to 9 percent of Y's exports') is of the same trade, and shares in
a list ('a third of the population, 60 percent of GDP') are of the same country.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from pipeline.records import Arc, Span, Timex, Value
from pipeline.stages.relations.rules.arcs import Arcs, is_timex
from pipeline.stages.relations.rules.units import Codes, Unit

_OWN = ("date", "source", "destination")
_MOVING = ("change", "base")
_SAME = ("source", "destination", "party")
_YEAR, _QUARTER, _MONTH = 12, 3, 1
_LENGTHS = {_MONTH: range(27, 32), _QUARTER: range(88, 93)}


@dataclass(frozen=True, slots=True)
class Observations:
    """Patterns over codes.

    `compared` ends with the DATE that a change is reckoned from, `aside` with that of something else, `equal` with the
    INDICATOR of a share, `listed` with that of the next share in a list.
    """

    compared: re.Pattern[str]
    aside: re.Pattern[str]
    equal: re.Pattern[str]
    listed: re.Pattern[str]

    def reserve(self, units: Sequence[Unit], arcs: Arcs) -> None:
        """Keep dates of comparison and of other things from being dates of the figure."""
        arcs.dated.update(span.id for rule in (self.compared, self.aside) for span in _last_spans(rule, units))

    def complete(self, units: Sequence[Unit], arcs: Arcs) -> None:
        """Share and divide the arcs of the INDICATORs of one sentence, in place; then say what changes compare with."""
        heads = [unit.span for unit in units if unit.span is not None and unit.code == "INDICATOR"]
        equal = {span.id for rule in (self.equal, self.listed) for span in _last_spans(rule, units)}
        for earlier, head in pairwise(heads):
            if arcs.arguments(head.id, "value"):
                _share_date(earlier, head, units, arcs)
                if head.id in equal:
                    _share(earlier, head, _SAME, arcs)
        compared = _last_spans(self.compared, units)
        for head in heads:
            _divide(head, units, arcs)
            _compare(head, compared, units, arcs)


def _last_spans(pattern: re.Pattern[str], units: Sequence[Unit]) -> list[Span]:
    """The span at the end of every match."""
    codes = Codes(units)
    last = [codes.units[codes.between(*match.span())][-1].span for match in pattern.finditer(codes.text)]
    return [span for span in last if span is not None]


def _share_date(earlier: Span, head: Span, units: Sequence[Unit], arcs: Arcs) -> None:
    """Give a figure the date of the one before it, unless a date after it waits for a head."""
    values = arcs.arguments(head.id, "value")
    if arcs.arguments(head.id, "date") or any(arcs.arguments(value, "date") for value in values):
        return
    free = [unit for unit in units if unit.code == "DATE" and unit.start > head.start]
    if all(unit.span is None or unit.span.id in arcs.dated for unit in free):
        _share(earlier, head, ("date",), arcs)


def _share(earlier: Span, head: Span, roles: Sequence[str], arcs: Arcs) -> None:
    for role in roles:
        if not arcs.arguments(head.id, role):
            for argument in arcs.arguments(earlier.id, role):
                arcs.put(head.id, role, argument, found_by=f"indicator.{role}.shared")


def _divide(head: Span, units: Sequence[Unit], arcs: Arcs) -> None:
    """Move to the values of a head what belongs to one of them alone."""
    values = arcs.arguments(head.id, "value")
    split = [role for role in _OWN if any(arcs.arguments(value, role) for value in values)]
    if len(values) == 1 or not split:
        return
    for role in split:
        lacking = [value for value in values if not arcs.arguments(value, role)]
        known = {arcs.thing(argument) for value in values for argument in arcs.arguments(value, role)}
        for argument in arcs.arguments(head.id, role):
            if arcs.thing(argument) in known:
                del arcs.found[head.id][role, argument]
            elif len(lacking) == 1:
                _move(head.id, lacking[0], role, argument, arcs)
    places = {span.id: unit.start for unit in units for span in unit.targets}
    for role in _MOVING:
        for argument in arcs.arguments(head.id, role):
            before = [value for value in values if places.get(value, 0) < places.get(argument, 0)]
            _move(head.id, max(before, key=lambda value: places.get(value, 0), default=values[0]), role, argument, arcs)


def _move(head: str, value: str, role: str, argument: str, arcs: Arcs) -> None:
    arc: Arc = arcs.found[head].pop((role, argument))
    arcs.found[value][role, argument] = replace(arc, head=value)


def _compare(head: Span, compared: Sequence[Span], units: Sequence[Unit], arcs: Arcs) -> None:
    """Fill in what a change is compared with, where the sentence says it by dates alone."""
    spans = {span.id: span for unit in units for span in unit.targets}
    for owner in (head.id, *arcs.arguments(head.id, "value")):
        for argument in arcs.arguments(owner, "change"):
            arc = arcs.found[owner]["change", argument]
            later = [spans[other] for other in _dates(head.id, owner, arcs) if other in spans]
            earlier = [span for span in compared if span.start > spans[argument].start]
            for base in (*arcs.arguments(owner, "base"), *arcs.arguments(head.id, "base")):
                earlier += [spans[other] for other in arcs.arguments(base, "date") if other in spans]
            if arc.norm is not None and arc.norm.basis is None and later and earlier:
                norm = replace(arc.norm, basis=_basis(earlier[0], later[0]))
                arcs.found[owner]["change", argument] = replace(arc, norm=norm)


def _dates(head: str, owner: str, arcs: Arcs) -> Iterator[str]:
    yield from arcs.arguments(owner, "date")
    yield from arcs.arguments(head, "date")


def _basis(earlier: Span, later: Span) -> str | None:
    """The basis of comparison of two periods, null where one is not known or is later than it should be."""
    first, second = _interval(earlier), _interval(later)
    if first is None or second is None:
        return None
    months = (second[0].year - first[0].year) * 12 + second[0].month - first[0].month
    days = (second[1] - second[0]).days
    if months == _YEAR:
        return "year-on-year"
    if months in _LENGTHS and days in _LENGTHS[months]:
        return "month-on-month" if months == _MONTH else "quarter-on-quarter"
    return "from-base" if months > _YEAR else None


def _interval(span: Span) -> tuple[date, date] | None:
    norm = span.norm if isinstance(span, Value) and is_timex(span, "DATE") else None
    if not isinstance(norm, Timex) or norm.begin is None or norm.end is None:
        return None
    return date.fromisoformat(norm.begin), date.fromisoformat(norm.end)
