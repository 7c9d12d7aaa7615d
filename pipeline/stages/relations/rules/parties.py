"""Parties of agreements that no grammar joins to them: the countries or the bloc that the text speaks of."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.context import country_mentions
from pipeline.stages.relations.rules.units import Codes, Unit

_HEAD, _ROLE = "AGREEMENT", "party"
_PAIR = 2
_REACH = 4
"""How many sentences back a bloc is looked for; farther back the story is another one."""
_NAME = re.compile(r"[A-Z]\w+ .*[A-Z]\w+")
"""A treaty that is called by its name may be anybody's."""

_PLACING = frozenset({"in", "at", "near", "southern", "northern", "eastern", "western", "central"})

Sentences = Sequence[Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class BlocRules:
    """What shows that members of an organisation act (`bloc`, over codes), or of one named before (`members`).

    `meeting` is found in the text of a meeting of members.
    """

    bloc: re.Pattern[str]
    meeting: re.Pattern[str]
    members: re.Pattern[str]


class Parties:
    """Adds parties where an agreement has one country or none.

    These are the bloc whose members or meeting the sentence names; else the two countries that it names; else, where
    members act, the bloc named last. Organisations and persons that are parties tell that the agreement is none
    between states. (Pairs of countries from other sentences were right in two of five cases only.)
    """

    def __init__(self, rules: BlocRules, sentences: Sentences, arcs: Arcs) -> None:
        self.rules, self.sentences, self.arcs = rules, sentences, arcs
        self.parties: dict[str, set[str]] = defaultdict(set)
        for arc in arcs.all():
            if arc.label == _ROLE:
                self.parties[arcs.thing(arc.head)].add(arcs.thing(arc.argument))

    def complete(self) -> None:
        """Add arcs in place, sentence by sentence; what one mention gets, the others of its event have."""
        states = set(self.arcs.countries.values())
        for number, units in enumerate(self.sentences):
            for head in (unit.span for unit in units if unit.span is not None and unit.code == _HEAD):
                known = self.parties[self.arcs.thing(head.id)]
                if len(known) < _PAIR and known <= states:
                    for filler in self._fillers(head, number, known):
                        self.arcs.put(head.id, _ROLE, filler, found_by="agreement.party.context")
                        known.add(self.arcs.thing(filler))

    def _fillers(self, head: Span, number: int, known: set[str]) -> Sequence[str]:
        units = self.sentences[number]
        own = _named(units, self.arcs)
        bloc = None if known else self._bloc(units)
        if bloc is not None:
            return (bloc,)
        if len(own) == _PAIR and known <= set(own) and not _NAME.search(head.text):
            return _nearest(own, head)
        if own or known or not self.rules.members.search(Codes(units).text):
            return ()
        earlier = reversed(self.sentences[max(0, number - _REACH) : number])
        return tuple(bloc for bloc in map(self._bloc, earlier) if bloc is not None)[:1]

    def _bloc(self, units: Sequence[Unit]) -> str | None:
        """A mention of the bloc whose members act or meet in a sentence."""
        codes = Codes(units)
        for match in self.rules.bloc.finditer(codes.text):
            parts = {name: codes.units[codes.between(*match.span(name))] for name in match.groupdict() if match[name]}
            meetings = [unit.text for name, (unit, *_) in parts.items() if name.startswith("meeting")]
            if all(self.rules.meeting.search(text) for text in meetings):
                return next(unit.targets[0].id for name, (unit, *_) in parts.items() if name.startswith("bloc"))
        return None


def _named(units: Sequence[Unit], arcs: Arcs) -> Mapping[str, list[Span]]:
    """Mentions of countries in a sentence, by code; 'in Peru' says where only."""
    named: dict[str, list[Span]] = defaultdict(list)
    for before, unit in pairwise((None, *units)):
        if unit is not None and (before is None or before.code not in _PLACING):
            for span in country_mentions((unit,), arcs):
                named[arcs.countries[span.id]].append(span)
    return named


def _nearest(named: Mapping[str, Sequence[Span]], head: Span) -> Sequence[str]:
    """Of every country its last mention before the head, else its first after it."""
    before = {country: [span.id for span in spans if span.start < head.start] for country, spans in named.items()}
    return [before[country][-1] if before[country] else named[country][0].id for country in sorted(named)]
