"""The noun phrase around a trigger, and who is named or pointed to near it."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.countries import load_countries
from pipeline.records import Entity, Pointer, Span
from pipeline.rules import RuleBook, load_rules
from pipeline.stages.links.rules.context import COUNTRY, Context

OWNERS = frozenset({"GPE", "NORP", "ORG", "LOC"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
_PREMODIFIERS = OWNERS | {"ORDINAL", "CARDINAL", "DATE"}
_LEFT = re.compile(r"(?:(?P<word>[A-Za-z]+)|(?P<possessive>['’]s?)|[-–/])\s*$")
_COMPOUND = re.compile(r"(?<![\w-])\w+-(?:\w+-)*[a-z]+\s*$")  # 'six-party', 'NATO-led'
_ENUMERATED = re.compile(r"\s*(?P<comma>,)?\s*(?P<and>and\s+)?(?:the\s+)?")
_PRONOUNS = frozenset({"his", "her", "its", "their"})
_PAIR = 2
_NEAR = 100
"""How long a list of names may be, in characters."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase to the left of its trigger; `possessors` are the spans that own it, null without a possessive."""

    spans: Sequence[Span]
    words: Sequence[str]
    determiner: str | None = None
    possessors: Sequence[Span] | None = None


@cache
def event_rules() -> RuleBook:
    """Lists and patterns of the event rules."""
    return load_rules("links/events.toml")


@dataclass(frozen=True, slots=True)
class Reader:
    """A document with its pointers, and the persons whom titles without a name describe, by id of the TITLE."""

    context: Context
    pointers: Sequence[Pointer]
    by_end: Mapping[int, Pointer]
    described: Mapping[str, str]

    @classmethod
    def of(cls, context: Context, pointers: Sequence[Pointer], described: Mapping[str, str]) -> "Reader":
        """The reader of a document whose pointers are known."""
        return cls(context, pointers, {pointer.end: pointer for pointer in pointers}, described)

    def pointed(self, start: int, end: int) -> Sequence[Pointer]:
        """The pointers in a stretch."""
        first = bisect_left(self.pointers, start, key=lambda pointer: pointer.start)
        last = bisect_left(self.pointers, end, key=lambda pointer: pointer.start)
        return self.pointers[first:last]

    def targets(self, pointer: Pointer) -> Sequence[Span]:
        """What a pointer stands for."""
        return [self.context.by_id[target] for target in pointer.targets]

    def person(self, span: Span) -> str | None:
        """The person whom a name or a title without a name means."""
        return self.context.key(span) if span.label == "PERSON" else self.described.get(span.id)

    def people(self, start: int, end: int) -> Sequence[str]:
        """The persons named, described or pointed to in a stretch, in text order."""
        spans = [(span.start, span) for span in self.context.within(start, end, {"PERSON", "TITLE"})]
        for pointer in self.pointed(start, end):
            spans += [(pointer.start, target) for target in self.targets(pointer) if target.label == "PERSON"]
        found = (self.person(span) for _, span in sorted(spans, key=lambda entry: entry[0]))
        return [person for person in found if person is not None]

    def starting_at(self, position: int, labels: frozenset[str]) -> tuple[int, Span] | None:
        """The name of these labels that starts here, or the pointer to one, with its end."""
        for span in self.context.within(position, position + _NEAR, labels)[:1]:
            if span.start == position:
                return span.end, span
        for pointer in self.pointed(position, position + 1):
            found = [span for span in self.targets(pointer) if span.label in labels]
            return (pointer.end, found[0]) if len(found) == 1 else None
        return None

    def places(self, position: int) -> Sequence[Span]:
        """The places enumerated from here on: 'Chad, Mali and Peru', 'Lima, Peru'; of other lists the first."""
        run: list[Span] = []
        closed = False
        while found := self.starting_at(position, PLACES):
            run.append(found[1])
            gap = _ENUMERATED.match(self.context.text, found[0])
            if gap is None or closed or not (gap["comma"] or gap["and"]):
                break
            closed = gap["and"] is not None
            position = gap.end()
        city = bool(run) and run[0].id not in self.context.countries
        return run if closed else run[: _PAIR if city else 1]

    def country(self, place: Span) -> str | None:
        """The country or region that a place is or is the capital of; null for other cities."""
        if place.id in self.context.countries or place.label == "LOC":
            return self.context.key(place)
        return load_countries().capitals.get(place.text)

    def pair_between(self, entity: Entity) -> Sequence[Span]:
        """The countries of 'between A and B' after a trigger."""
        rules = event_rules()
        after = rules.compile(rules.patterns["between"]).match(self.context.text, entity.end)
        if after is None:
            return ()
        for pointer in self.pointed(after.end(), after.end() + 1):
            return self.targets(pointer)
        return self.context.named(after.end(), after.end() + _NEAR, COUNTRY)[:_PAIR]

    def phrase(self, entity: Entity) -> Phrase:
        """What stands between a trigger's determiner and its span: numbers, dates, countries, words of time and status.

        A possessor that is no name and points to none ('the ministers' meeting') identifies nothing.
        """
        lists = event_rules().lists
        context = self.context
        spans: list[Span] = []
        words: list[str] = []
        low = (
            context.document.sentences[context.sentence(entity.start)][0] if context.sentence(entity.start) >= 0 else 0
        )
        position = entity.start
        while True:
            position = low + len(context.text[low:position].rstrip())
            span = context.by_end.get(position)
            left = _LEFT.search(context.text, low, position)
            compound = _COMPOUND.search(context.text, max(low, position - _NEAR), position)
            if span is not None and span.label in _PREMODIFIERS:
                spans.append(span)
                position = span.start
            elif compound is not None:
                position = compound.start()
            elif left is None:
                return Phrase(spans, words)
            elif left["possessive"]:
                owners = self.standing_at(low + len(context.text[low : left.start()].rstrip()))
                return Phrase(spans, words, "definite" if owners else None, owners)
            else:
                word = (left["word"] or "").casefold()
                if word in lists["definite"]:
                    owned = word in _PRONOUNS
                    owners = self.standing_at(left.end("word"))
                    return Phrase(spans, words, "definite", owners if owned else None)
                if word in lists["indefinite"]:
                    return Phrase(spans, [*words, word], "indefinite")
                if word and word not in (*lists["other"], *lists["status"]):
                    return Phrase(spans, words)
                words.append(word)
                position = left.start()

    def standing_at(self, end: int) -> Sequence[Span]:
        """The name that ends here, or what the pointer that ends here stands for."""
        if end in self.context.by_end:
            return [self.context.by_end[end]]
        return self.targets(self.by_end[end]) if end in self.by_end else []
