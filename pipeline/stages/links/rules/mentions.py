"""What the text right around a trigger says: its determiner, edition, dates, place and persons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Entity, Span
from pipeline.rules import read_toml
from pipeline.stages.links.rules.context import PARTIES, Context, interval
from pipeline.stages.links.rules.offices import office_of
from pipeline.stages.links.rules.phrases import OWNERS, PLACES, Phrase, Reader, event_rules

_TRIGGERS = frozenset({"VISIT", "MEETING", "AGREEMENT", "APPOINTMENT", "INDICATOR"})
_DATES = frozenset({"DATE", "TIME"})
_FIGURES = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_NAMED = PARTIES | PLACES
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ARTICLE = re.compile(r"\s+(?:the\s+)?")
_SINCE = re.compile(r"\bsince\s+$")
_VERBAL = re.compile(r"\b(?:to|will|would|shall|may|can|not)\s+$")
_NEAR = 20
_LONG = 90
_OF = re.compile(r"\s+(?:of|on|for)\s")
_BOTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A trigger with what tells it from other events of its kind; empty and null mean: not said.

    `kind` is shared by head words of one meaning; `head` is the head word, `modifiers` the other words of the span.
    `determiner` is `definite`, `indefinite` or null, `other` says that the phrase sets itself apart ('another visit'),
    `complement` that a preposition follows, `named` what it names. `owners` are the parties in the noun phrase itself,
    `pair` the two countries whose event it is, `people` the persons and `sides` all parties of the sentence. `visitor`
    is that of a VISIT; `places` are countries and regions, a capital's is its country; `regional`: one of
    them is a region.
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
    named: frozenset[str]
    pair: frozenset[str]
    dates: Sequence[tuple[str, str]]
    sides: frozenset[str]
    people: frozenset[str]
    offices: frozenset[str]
    figures: frozenset[str]
    visitor: str | None
    places: frozenset[str]
    regional: bool


@cache
def event_kinds() -> Mapping[tuple[str, str], str]:
    """Label and head word → the kind of event, from `events.toml`."""
    table = read_toml("links/events.toml")["kind"]
    return {(label, word): kind for label, kinds in table.items() for kind, words in kinds.items() for word in words}


def find_mentions(reader: Reader) -> Iterator[Mention]:
    """The triggers of a document with their features, in text order; none from what is no sentence."""
    for entity in reader.context.spans:
        if isinstance(entity, Entity) and entity.label in _TRIGGERS and reader.context.sentence(entity.start) >= 0:
            yield _mention(reader, entity)


def _mention(reader: Reader, entity: Entity) -> Mention:
    context = reader.context
    sentence = context.sentence(entity.start)
    start, end = context.document.sentences[sentence] if sentence >= 0 else entity.offsets
    phrase = reader.phrase(entity)
    words = [word.casefold() for word in _WORD.findall(_OF.split(entity.text, maxsplit=1)[0])] or [entity.text]
    rules = event_rules()
    people = frozenset(reader.people(start, end))
    places = _places(reader, entity, phrase)
    return Mention(
        entity=entity,
        sentence=sentence,
        headline=context.in_zone(entity.start, "title", "caption"),
        kind=_kind(entity, words),
        head=words[-1],
        modifiers=frozenset(words[:-1]),
        determiner=phrase.determiner,
        other=not set(phrase.words).isdisjoint(rules.lists["other"]),
        complement=_complement(context, entity) is not None,
        edition=_norms(span for span in phrase.spans if span.label == "ORDINAL"),
        owners=_owners(context, entity, phrase),
        named=_named(reader, entity),
        pair=_pair(reader, entity, phrase),
        dates=[dated for span in _own_dates(context, entity) if (dated := interval(span))],
        sides=context.keys(context.in_sentence(sentence, PARTIES)) | people,
        people=people,
        offices=frozenset(office_of(title) for title in context.in_sentence(sentence, {"TITLE"})),
        figures=_norms(context.in_sentence(sentence, _FIGURES)),
        visitor=_visitor(reader, entity, phrase) if entity.label == "VISIT" else None,
        places=frozenset(country for place in places if (country := reader.country(place))),
        regional=any(place.label == "LOC" for place in places),
    )


def _kind(entity: Entity, words: Sequence[str]) -> str:
    if entity.label == "APPOINTMENT":
        return entity.phase or "begin"
    forms = (" ".join(words[-_BOTH:]), words[-1])
    return next((kind for form in forms if (kind := event_kinds().get((entity.label, form)))), words[-1])


def _owners(context: Context, entity: Entity, phrase: Phrase) -> frozenset[str]:
    """The parties named in the phrase; whose visit it is has a feature of its own."""
    possessors = [] if entity.label == "VISIT" else phrase.possessors or []
    return context.keys(span for span in (*phrase.spans, *possessors) if span.label in PARTIES | OWNERS)


def _complement(context: Context, entity: Entity) -> re.Match[str] | None:
    """The preposition after a noun that tells it from others of its kind."""
    rules = event_rules()
    pattern = rules.patterns["complement_of_visit" if entity.label == "VISIT" else "complement"]
    return rules.compile(pattern).match(context.text, entity.end)


def _named(reader: Reader, entity: Entity) -> frozenset[str]:
    """What is named right after the preposition that follows: 'talks with Peru'."""
    after = _complement(reader.context, entity)
    article = _ARTICLE.match(reader.context.text, after.end()) if after else None
    found = reader.starting_at(article.end(), _NAMED) if article else None
    return frozenset({reader.context.key(found[1])}) if found else frozenset()


def _pair(reader: Reader, entity: Entity, phrase: Phrase) -> frozenset[str]:
    """The two countries whose event it is: 'Norway-Peru talks', 'their talks', 'talks between Norway and Peru'."""
    context = reader.context
    for spans in ([*phrase.spans, *(phrase.possessors or ())], reader.pair_between(entity)):
        countries = frozenset(context.countries[span.id] for span in spans if span.id in context.countries)
        if len(countries) == _BOTH:
            return countries
    return frozenset()


def _norms(spans: Iterator[Span] | Sequence[Span]) -> frozenset[str]:
    return frozenset(f"{span.label} {getattr(span, 'norm', None) or span.text}" for span in spans)


def _own_dates(context: Context, entity: Entity) -> Iterator[Span]:
    """The dates of the sentence that are nearer to this trigger than to any other; not since when something holds."""
    sentence = context.sentence(entity.start)
    triggers = context.in_sentence(sentence, _TRIGGERS)
    for date in context.in_sentence(sentence, _DATES):
        nearest = min(triggers, key=lambda trigger: max(trigger.start - date.end, date.start - trigger.end))
        if nearest is entity and not _SINCE.search(context.text, max(0, date.start - _NEAR), date.start):
            yield date


def _visitor(reader: Reader, entity: Entity, phrase: Phrase) -> str | None:
    """The person whose visit it is: the possessor, else a person before it in its sentence.

    That is the nearest for verbs, after 'who' and after an invitation, else the only one.
    """
    context = reader.context
    if entity.text == "visiting" and (guest := _guest(reader, entity)) is not None:
        return guest
    if phrase.possessors is not None:
        people = {person for span in phrase.possessors if (person := reader.person(span))}
        return people.pop() if len(people) == 1 else None
    if phrase.determiner == "definite" or context.sentence(entity.start) < 0:
        return None
    start = context.document.sentences[context.sentence(entity.start)][0]
    before = reader.people(start, entity.start)
    verbal = entity.text.endswith(("ed", "ing")) or _VERBAL.search(context.text, start, entity.start)
    return before[-1] if before and (verbal or len(set(before)) == 1) else None


def _guest(reader: Reader, entity: Entity) -> str | None:
    """Whom 'visiting' describes: 'visiting Peruvian minister Ana Rojas'."""
    context = reader.context
    low, high = entity.end, min(entity.end + _LONG, context.document.sentences[context.sentence(entity.start)][1])
    spans = context.within(low, high, OWNERS | {"PERSON", "TITLE"})
    persons = [span for span in spans[1:] if span.label == "PERSON"]
    return context.key(persons[0]) if persons else None


def _places(reader: Reader, entity: Entity, phrase: Phrase) -> Sequence[Span]:
    rules = event_rules()
    after = rules.compile(rules.patterns["to_place"]).match(reader.context.text, entity.end)
    places = list(reader.places(after.end())) if after else []
    if entity.label == "VISIT":
        places += [span for span in phrase.spans if span.label in {"GPE", "LOC"}]
    return places
