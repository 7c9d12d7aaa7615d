"""What follows from who holds which office: where an office given is, who holds it then, whose state a signer is."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.records import Entity, Span
from pipeline.stages.relations.rules.arcs import Arcs
from pipeline.stages.relations.rules.units import Unit

_TAKES_OFFICE = re.compile(r"(?i)\b(?:sworn|swear|inaugurat|office)")
_REPEATS = re.compile(r"(?i)counterpart")
_PAIR = 2
_BETWEEN = frozenset({",", "on", "in", "has", "had", "have", "will", "would", "also", "then", "later", "DATE", "TIME"})
"""What may stand between who gives an office and the verb."""

Sentences = Sequence[Sequence[Unit]]


class Offices:
    """The offices of a document's persons, as the arcs found so far tell; `complete` adds what follows from them."""

    def __init__(self, sentences: Sentences, arcs: Arcs) -> None:
        self.sentences, self.arcs = sentences, arcs
        self.persons = {unit.span.id for units in sentences for unit in units if unit.span and unit.code == "PERSON"}
        self.titles: dict[str, list[str]] = defaultdict(list)
        for arc in arcs.all():
            if arc.label == "position_held":
                self.titles[arcs.thing(arc.head)].append(arc.argument)

    def complete(self) -> None:
        """Add arcs in place, sentence by sentence; what one adds the next may use."""
        for units in self.sentences:
            self._possessed(units)
        for units in self.sentences:
            spans = [unit.span for unit in units if unit.span is not None]
            for head in spans:
                if isinstance(head, Entity) and head.label == "APPOINTMENT" and head.status != "negated":
                    self._position(head, spans)
                    self._holders(head, spans)
                    self._jurisdiction(head, units)
                elif head.label == "AGREEMENT":
                    self._signers(head)
                elif head.label == "VISIT":
                    self._host(head, spans)

    def _country(self, person: str) -> str | None:
        """A mention of the one thing that the offices of a person are of; null if there are several."""
        titles = self.titles.get(self.arcs.thing(person), ())
        places = [place for title in titles for place in self.arcs.arguments(title, "jurisdiction")]
        return places[-1] if len({self.arcs.thing(place) for place in places}) == 1 else None

    def _possessed(self, units: Sequence[Unit]) -> None:
        """'his foreign minister' is minister where he holds his own office."""
        for owner, unit in pairwise(units):
            title = unit.span
            if title is None or title.label != "TITLE" or _REPEATS.search(title.text) or owner.span is not None:
                continue
            persons = [target for target in owner.targets if target.label == "PERSON"]
            place = self._country(persons[0].id) if persons else None
            if place is not None and not self.arcs.arguments(title.id, "jurisdiction"):
                self.arcs.put(title.id, "jurisdiction", place, found_by="title.jurisdiction.owner")

    def _position(self, head: Entity, spans: Sequence[Span]) -> None:
        """Who is sworn in or resigns, does so in the one office that the sentence gives him."""
        if self.arcs.arguments(head.id, "position") or not (head.phase == "end" or _TAKES_OFFICE.search(head.text)):
            return
        for person in self.arcs.arguments(head.id, "person"):
            here = {span.id for span in spans}
            titles = [title for title in self.titles.get(self.arcs.thing(person), ()) if title in here]
            if len(titles) == 1:
                self.arcs.put(head.id, "position", titles[0], found_by="appointment.position.held")

    def _holders(self, head: Entity, spans: Sequence[Span]) -> None:
        """Who is given an office holds it, who left it held it; of several persons and offices each has his own."""
        for person in self.arcs.arguments(head.id, "predecessor"):
            for title in self.arcs.arguments(head.id, "position")[:1]:
                self.arcs.put(person, "position_held", title, found_by="appointment.position_held")
        if head.status == "planned" and head.phase != "end":
            return
        here = {span.id: span.start for span in spans}
        persons, titles = (
            sorted((found for found in self.arcs.arguments(head.id, role) if found in here), key=here.__getitem__)
            for role in ("person", "position")
        )
        pairs = (
            [(persons[0], title) for title in titles] if len(persons) == 1 else list(zip(persons, titles, strict=False))
        )
        if len(persons) in (1, len(titles)):
            for person, title in pairs:
                self.arcs.put(person, "position_held", title, found_by="appointment.position_held")
                self.titles[self.arcs.thing(person)].append(title)

    def _jurisdiction(self, head: Entity, units: Sequence[Unit]) -> None:
        """An office that a president gives is in his country."""
        positions = [
            title
            for title in self.arcs.arguments(head.id, "position")
            if not self.arcs.arguments(title, "jurisdiction")
        ]
        place = self._appointer(head, units) if positions else None
        for title in positions:
            if place is not None:
                self.arcs.put(title, "jurisdiction", place, found_by="title.jurisdiction.appointer")

    def _appointer(self, head: Entity, units: Sequence[Unit]) -> str | None:
        """The country of who stands right before the verb, if he is not the one who gets or leaves the office."""
        known = {self.arcs.thing(person) for person in self.arcs.arguments(head.id, "person", "predecessor")}
        before = [unit for unit in units if unit.end <= head.start and unit.code not in _BETWEEN]
        if not before or len(before[-1].targets) != 1:
            return None
        target = before[-1].targets[0]
        if target.id in self.arcs.countries:
            return target.id
        return (
            self._country(target.id) if target.label == "PERSON" and self.arcs.thing(target.id) not in known else None
        )

    def _signers(self, head: Span) -> None:
        """Not the signers are parties but their states."""
        signers = [argument for argument in self.arcs.arguments(head.id, "party") if argument in self.persons]
        known = len(self.arcs.arguments(head.id, "party")) - len(signers)
        for signer in signers:
            arc = self.arcs.found[head.id].pop(("party", signer))
            place = self._country(signer)
            if place is not None and known < _PAIR:
                self.arcs.put(head.id, "party", place, found_by=arc.found_by or "")

    def _host(self, head: Span, spans: Sequence[Span]) -> None:
        """Who receives a visitor as president is so where the visitor goes."""
        here = {span.id for span in spans}
        places = [place for place in self.arcs.arguments(head.id, "destination") if place in self.arcs.countries]
        for host in self.arcs.arguments(head.id, "host") if len(places) == 1 else ():
            if self._country(host) is None:
                for title in here.intersection(self.arcs.arguments(host, "position_held")):
                    self.arcs.put(title, "jurisdiction", places[0], found_by="title.jurisdiction.host")
