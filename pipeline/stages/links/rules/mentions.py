"""What the text right around a trigger says: its determiner, edition, dates, place and persons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.countries import load_countries
from pipeline.records import Entity, Pointer, Span
from pipeline.rules import RuleBook, load_rules, read_toml
from pipeline.stages.links.rules.context import PARTIES, Context, interval
from pipeline.stages.links.rules.offices import office_of

_RESOURCE = "links/events.toml"
_TRIGGERS = frozenset({"VISIT", "MEETING", "AGREEMENT", "APPOINTMENT", "INDICATOR"})
_PERSON = frozenset({"PERSON"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_OWNERS = frozenset({"GPE", "NORP", "ORG", "LOC"})
_DATES = frozenset({"DATE", "TIME"})
_FIGURES = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_PREMODIFIERS = _OWNERS | {"ORDINAL", "CARDINAL", "DATE"}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LEFT = re.compile(r"(?:(?P<word>[A-Za-z]+)|(?P<possessive>['’]s?)|[-–/])\s*$")
_VERBAL = re.compile(r"\b(?:to|will|would|shall|may|can|not)\s+$")
_NEAR = 100
_PRONOUNS = frozenset({"his", "her", "its", "their"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A trigger with what tells it from other events of its kind; empty and null mean: not said.

    `kind` is shared by head words of one meaning; `head` is the head word, `modifiers` the other words of the span.
    `determiner` is `definite`, `indefinite` or null, `other` says that the phrase sets itself apart ('another visit'),
    `complement` that a preposition follows. `owners` are the parties in the noun phrase itself, `people` the persons
    and `sides` all parties of the sentence. `visitor` is that of a VISIT; a capital's `place` is its country.
    """

    entity: Entity
    sentence: int
    headline: bool
    kind: str
    head: str
    modifiers: frozenset[str]
    determiner: str | None
    other: bool
    complement: bool
    edition: frozenset[str]
    owners: frozenset[str]
    dates: Sequence[tuple[str, str]]
    sides: frozenset[str]
    people: frozenset[str]
    offices: frozenset[str]
    figures: frozenset[str]
    visitor: str | None
    place: str | None

    @property
    def bare(self) -> bool:
        """Whether it can only be understood from what was said before: 'the meeting'."""
        return self.determiner == "definite" and not self.complement


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The noun phrase to the left of its trigger; `possessors` are the spans that own it, null without a possessive."""

    spans: Sequence[Span]
    words: Sequence[str]
    determiner: str | None = None
    possessors: Sequence[Span] | None = None


@cache
def event_rules() -> RuleBook:
    """Lists and patterns of the event rules."""
    return load_rules(_RESOURCE)


@cache
def _kinds() -> Mapping[tuple[str, str], str]:
    table = read_toml(_RESOURCE)["kind"]
    return {(label, word): kind for label, kinds in table.items() for kind, words in kinds.items() for word in words}


def find_mentions(context: Context, pointers: Sequence[Pointer]) -> Iterator[Mention]:
    """The triggers of a document with their features, in text order."""
    pointed = {pointer.end: pointer for pointer in pointers}
    for entity in context.spans:
        if isinstance(entity, Entity) and entity.label in _TRIGGERS:
            yield _mention(context, entity, pointed)


def _mention(context: Context, entity: Entity, pointers: Mapping[int, Pointer]) -> Mention:
    sentence = context.sentence(entity.start)
    phrase = _phrase(context, entity, pointers)
    words = [word.casefold() for word in _WORD.findall(entity.text)] or [entity.text]
    rules = event_rules()
    return Mention(
        entity=entity,
        sentence=sentence,
        headline=context.in_zone(entity.start, "title", "caption"),
        kind=_kinds().get((entity.label, words[-1]), words[-1]),
        head=words[-1],
        modifiers=frozenset(words[:-1]),
        determiner=phrase.determiner,
        other=not set(phrase.words).isdisjoint(rules.lists["other"]),
        complement=bool(rules.compile(rules.patterns["complement"]).match(context.text, entity.end)),
        edition=_norms(span for span in phrase.spans if span.label == "ORDINAL"),
        owners=_owners(context, entity, phrase),
        dates=[dated for span in _own_dates(context, entity) if (dated := interval(span))],
        sides=context.keys(context.in_sentence(sentence, PARTIES)),
        people=context.keys(context.in_sentence(sentence, _PERSON)),
        offices=frozenset(office_of(title) for title in context.in_sentence(sentence, {"TITLE"})),
        figures=_norms(context.in_sentence(sentence, _FIGURES)),
        visitor=_visitor(context, entity, phrase),
        place=_place(context, entity, phrase),
    )


def _owners(context: Context, entity: Entity, phrase: _Phrase) -> frozenset[str]:
    """The parties named in the phrase; whose visit it is has a feature of its own."""
    possessors = [] if entity.label == "VISIT" else phrase.possessors or []
    return context.keys(span for span in (*phrase.spans, *possessors) if span.label in PARTIES | _OWNERS)


def _norms(spans: Iterator[Span] | Sequence[Span]) -> frozenset[str]:
    return frozenset(f"{span.label} {getattr(span, 'norm', None) or span.text}" for span in spans)


def _phrase(context: Context, entity: Entity, pointers: Mapping[int, Pointer]) -> _Phrase:
    """What stands between a trigger's determiner and its span: numbers, dates, countries, words of time and status.

    A possessor that is no name and points to none ('the ministers' meeting') identifies nothing.
    """
    lists = event_rules().lists
    spans: list[Span] = []
    words: list[str] = []
    low = context.document.sentences[context.sentence(entity.start)][0] if context.sentence(entity.start) >= 0 else 0
    position = entity.start
    while True:
        position = low + len(context.text[low:position].rstrip())
        span = context.by_end.get(position)
        left = _LEFT.search(context.text, low, position)
        if span is not None and span.label in _PREMODIFIERS:
            spans.append(span)
            position = span.start
        elif left is None:
            return _Phrase(spans, words)
        elif left["possessive"]:
            owners = _standing_at(context, low + len(context.text[low : left.start()].rstrip()), pointers)
            return _Phrase(spans, words, "definite" if owners else None, owners)
        else:
            word = (left["word"] or "").casefold()
            if word in lists["definite"]:
                owned = word in _PRONOUNS
                owners = _standing_at(context, left.end("word"), pointers)
                return _Phrase(spans, words, "definite", owners if owned else None)
            if word in lists["indefinite"]:
                return _Phrase(spans, [*words, word], "indefinite")
            if word and word not in (*lists["other"], *lists["status"]):
                return _Phrase(spans, words)
            words.append(word)
            position = left.start()


def _standing_at(context: Context, end: int, pointers: Mapping[int, Pointer]) -> Sequence[Span]:
    """The name that ends here, or what the pointer that ends here stands for."""
    if end in context.by_end:
        return [context.by_end[end]]
    return [context.by_id[target] for target in pointers[end].targets] if end in pointers else []


def _own_dates(context: Context, entity: Entity) -> Iterator[Span]:
    """The dates of the sentence that are nearer to this trigger than to any other."""
    sentence = context.sentence(entity.start)
    triggers = context.in_sentence(sentence, _TRIGGERS)
    for date in context.in_sentence(sentence, _DATES):
        nearest = min(triggers, key=lambda trigger: max(trigger.start - date.end, date.start - trigger.end))
        if nearest is entity:
            yield date


def _visitor(context: Context, entity: Entity, phrase: _Phrase) -> str | None:
    """The person whose visit it is: the possessor, else the only person before, for a verb the nearest one."""
    if phrase.possessors is not None:
        people = context.keys(span for span in phrase.possessors if span.label == "PERSON")
        return next(iter(people)) if len(people) == 1 else None
    if phrase.determiner == "definite" or context.sentence(entity.start) < 0:
        return None
    start = context.document.sentences[context.sentence(entity.start)][0]
    before = context.within(start, entity.start, _PERSON)
    verbal = entity.text.endswith(("ed", "ing")) or _VERBAL.search(context.text, start, entity.start)
    return context.key(before[-1]) if before and (verbal or len(context.keys(before)) == 1) else None


def _place(context: Context, entity: Entity, phrase: _Phrase) -> str | None:
    rules = event_rules()
    after = rules.compile(rules.patterns["to_place"]).match(context.text, entity.end)
    places = context.within(after.end(), after.end() + _NEAR, _PLACES)[:1] if after else []
    places = [place for place in places if after and place.start == after.end()]
    if entity.label == "VISIT":
        places += [span for span in phrase.spans if span.label in {"GPE", "LOC"}]
    for place in places:
        if place.id in context.countries or place.label == "LOC":
            return context.key(place)
        return load_countries().capitals.get(place.text)
    return None
