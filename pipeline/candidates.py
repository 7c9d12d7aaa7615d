"""The one generator of head–argument pairs, for training and prediction alike.

In a sentence every mention is a candidate, and what a pointer ('the two sides') stands for. Of what the sentence of the
head does not name, the nearest mention is one: the last before the head, else the first after it (SCHEMA, section 2).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from pipeline.align import index_at
from pipeline.records import Document, Offsets, Span
from pipeline.schema import Roles, load_schema

REACH = 12
"""How many sentences away a name is looked for; farther back it is found in the first sentences only."""

LEAD = 3
"""The first sentences, title included, whose names are candidates for every head after them."""

NEXT = 1
"""How many sentences away a value, an office or a trigger is looked for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of spans that the schema allows to be joined, under one of `roles`.

    `place` is where the sentence speaks of the argument: its mention, or the pointer to it. `distance` is the number of
    sentences from the head to the place, negative where the argument stands before. `pointed` tells a pointer.
    """

    head: Span
    argument: Span
    place: Offsets
    roles: tuple[str, ...]
    distance: int = 0
    pointed: bool = False


def things(document: Document) -> dict[str, str]:
    """Span id → one name for all mentions of what it mentions: its country, else its cluster."""
    links = document.links
    found = {span.id: span.id for span in document.spans()}
    found |= {member: cluster[0] for cluster in links.clusters for member in cluster}
    return found | dict(links.countries)


def joint_roles(roles: Mapping[str, Roles], head: str, argument: str) -> tuple[str, ...]:
    """The roles that a span labelled `argument` may fill of one labelled `head`, in alphabetical order."""
    return tuple(sorted(role for role, labels in roles.get(head, {}).items() if argument in labels))


def candidates(document: Document, roles: Mapping[str, Roles] | None = None) -> Iterator[Candidate]:
    """All candidates, by heads in text order; spans outside every sentence have none.

    `roles` says which label may fill which role of which head, as `Schema.roles` does; null means our schema.
    """
    allowed = load_schema().roles if roles is None else roles
    index = _Index(document, allowed)
    for number, spans in enumerate(index.sentences):
        for head in spans:
            if head.label in allowed:
                yield from index.near(head, number)
                yield from index.far(head, number)


class _Index:
    """The spans of every sentence, the pointers in it, and the mentions of every thing."""

    def __init__(self, document: Document, roles: Mapping[str, Roles]) -> None:
        self.joint_roles = cache(partial(joint_roles, roles))
        self.things = things(document)
        self.sentences: list[list[Span]] = [[] for _ in document.sentences]
        self.mentions: dict[str, list[tuple[int, Span]]] = defaultdict(list)
        self.pointed: dict[int, list[tuple[Offsets, Span]]] = defaultdict(list)
        for span in document.spans():
            number = index_at(document.sentences, span.start)
            if number is not None:
                self.sentences[number].append(span)
                self.mentions[self.things[span.id]].append((number, span))
        spans = document.by_id()
        for pointer in document.links.pointers:
            number = index_at(document.sentences, pointer.start)
            if number is not None:
                place = (pointer.start, pointer.end)
                self.pointed[number] += [(place, spans[target]) for target in pointer.targets]

    def near(self, head: Span, number: int) -> Iterator[Candidate]:
        """Candidates in the sentence of the head."""
        for argument in self.sentences[number]:
            roles = self._roles(head, argument)
            if roles:
                yield Candidate(head, argument, argument.offsets, roles)
        for place, argument in self.pointed[number]:
            roles = self._roles(head, argument)
            if roles and argument.id != head.id:
                yield Candidate(head, argument, place, roles, pointed=True)

    def _roles(self, head: Span, argument: Span) -> tuple[str, ...]:
        """What one thing may be of another; of itself, by another name, it is the short name."""
        roles = self.joint_roles(head.label, argument.label)
        if self.things[argument.id] != self.things[head.id]:
            return roles
        return ("short_name",) if "short_name" in roles and head.text != argument.text else ()

    def far(self, head: Span, number: int) -> Iterator[Candidate]:
        """The nearest mention of everything that the sentence of the head neither names nor points to."""
        here = {self.things[span.id] for span in self.sentences[number]}
        here |= {self.things[span.id] for _, span in self.pointed[number]}
        for thing, mentions in self.mentions.items():
            if thing in here:
                continue
            place, argument = _nearest(mentions, number)
            roles = self.joint_roles(head.label, argument.label)
            if roles and _is_in_reach(argument.label, place, number):
                yield Candidate(head, argument, argument.offsets, roles, distance=place - number)


def _nearest(mentions: Sequence[tuple[int, Span]], number: int) -> tuple[int, Span]:
    """The last mention before a sentence, else the first after it."""
    before = [mention for mention in mentions if mention[0] < number]
    return before[-1] if before else mentions[0]


def _is_in_reach(label: str, place: int, number: int) -> bool:
    if label not in _FAR:
        return abs(place - number) <= NEXT
    return abs(place - number) <= REACH or place < LEAD


_FAR: Mapping[str, None] = dict.fromkeys(("GPE", "NORP", "ORG", "PERSON"))
