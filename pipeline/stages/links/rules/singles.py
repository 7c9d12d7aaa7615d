"""Phrases for one thing: 'his', 'the Lao leader', 'the bloc', 'the ministry', 'the country', 'here'."""

import re
from collections.abc import Sequence

from pipeline.countries import load_countries
from pipeline.records import Span
from pipeline.stages.links.rules.context import COUNTRY, REACH
from pipeline.stages.links.rules.scene import ORG, PERSON, Scene, pointer_rules

_FEMALE = frozenset({"she", "her"})
_PREPOSITION = re.compile(r"\b(?:about|against|at|between|by|for|from|in|of|on|to|under|with)\s[^,]*$", re.IGNORECASE)
_FRONTED = re.compile(r"[^,.;]{1,60},\s+(?:the\s+)?")
_FRONTED_LENGTH = 200
_APPOSED = frozenset({"TITLE", "NORP", "GPE", "ORG"})


def he(scene: Scene) -> Sequence[Span]:
    """The person whom a pronoun means: the only one so far in this sentence, of several the first, the subject.

    Where the sentence has none yet: the name right after a fronted phrase ('For his part, …'), else the subject of
    the last sentence. Nobody is both he and she.
    """
    start = scene.start()
    named = scene.context.within(start, scene.position, PERSON)
    pointed = [targets[0] for _, targets in scene.pointed(start, scene.position) if targets[0].label == "PERSON"]
    here = scene.context.last_of_each([*named, *pointed])
    found: Sequence[Span] = here
    if not here:
        found = _fronted(scene) or _last_subject(scene)
    elif len(here) > 1:
        found = _subject(scene, start, scene.position)
    return [person for person in found if _fits(scene, person)]


def home(scene: Scene) -> Sequence[Span]:
    """'his country': the last mention of the country that the text gives the person, if it gives one."""
    context = scene.context
    homes = {code for person in he(scene) for code in scene.holders.homes.get(context.key(person), ())}
    before = [span for span in scene.past(COUNTRY) if context.key(span) in homes]
    return before[-1:] if len(homes) == 1 else ()


def _fits(scene: Scene, person: Span) -> bool:
    context = scene.context
    female = scene.match[0].split()[0].casefold() in _FEMALE
    pronouns = frozenset({"he", "his", "him"}) if female else _FEMALE
    earlier = (
        context.key(targets[0])
        for pointer, targets in scene.pointed(scene.start(REACH), scene.position)
        if context.text[pointer.start : pointer.end].casefold() in pronouns
    )
    return context.key(person) not in set(earlier)


def _subject(scene: Scene, start: int, end: int) -> Sequence[Span]:
    """The first person of a sentence of the body, if the name does not hang on a preposition."""
    context = scene.context
    first = context.within(start, end, PERSON)[:1]
    if not first or context.in_zone(start, "title", "caption"):
        return ()
    return () if _PREPOSITION.search(context.text[start : first[0].start]) else first


def _last_subject(scene: Scene) -> Sequence[Span]:
    start, before = scene.start(), scene.start(1)
    pointed = [(pointer, targets) for pointer, targets in scene.pointed(before, start) if pointer.start == before]
    if pointed and pointed[0][1][0].label == "PERSON" and len(pointed[0][1]) == 1:
        return pointed[0][1]
    return _subject(scene, before, start)


def _fronted(scene: Scene) -> Sequence[Span]:
    """The name that begins the main clause after the phrase in which the pronoun stands."""
    context = scene.context
    clause = _FRONTED.match(context.text, scene.match.end())
    if clause is None:
        return ()
    position = clause.end()
    for span in context.within(position, position + _FRONTED_LENGTH, _APPOSED | PERSON):
        if span.start == position and span.label == "PERSON":
            return [span]
        if span.start == position and span.label in _APPOSED:
            position = span.end + 1
    return ()


def who(scene: Scene) -> Sequence[Span]:
    """The name that the relative pronoun follows."""
    before = scene.context.within(scene.start(), scene.position, PERSON)[-1:]
    return before if before and scene.context.text[before[0].end : scene.position].strip() in ("", ",") else ()


def leader(scene: Scene) -> Sequence[Span]:
    """The nearest person before the phrase of that country and office: 'the Lao leader', 'the Chinese president'."""
    context = scene.context
    code = load_countries().code(scene.match["country"])
    at_home = [
        person for person in scene.past(PERSON) if code and code in scene.holders.homes.get(context.key(person), ())
    ]
    return [person for person in at_home if scene.holds(person, scene.match["office"].casefold())][-1:]


def officer(scene: Scene) -> Sequence[Span]:
    """The holder of a bare office ('the president'), if nobody else so far holds one of that name."""
    office = scene.match["office"].casefold()
    holders = scene.context.last_of_each(person for person in scene.past(PERSON) if scene.holds(person, office))
    return holders if len(holders) == 1 else ()


def bloc(scene: Scene) -> Sequence[Span]:
    """The last bloc of states named before the phrase."""
    blocs = pointer_rules().lists["bloc"]
    return [org for org in scene.past(ORG) if org.text in blocs][-1:]


def body(scene: Scene) -> Sequence[Span]:
    """The organisation whose name ends with these words (for one word: has it), if there is only one."""
    context = scene.context
    words = scene.match["words"].casefold()
    end = "$" if re.search(r"[\s-]", words) else r"\b"
    tail = re.compile(rf"(?:^|[\s-]){re.escape(words)}{end}")
    named = [org for org in scene.around(ORG) if tail.search(org.text.casefold())]
    if len(context.keys(named)) != 1:
        return ()
    before = [org for org in named if org.end <= scene.position]
    return [before[-1] if before else named[0]]


def country(scene: Scene) -> Sequence[Span]:
    """The only country so far in this sentence, else in the last one."""
    context = scene.context
    for back in (0, 1):
        near = context.last_of_each(context.named(scene.start(back), scene.position, COUNTRY))
        if near:
            return near if len(near) == 1 else ()
    return ()


def capital(scene: Scene) -> Sequence[Span]:
    """The nearest mention of the capital of that country, rather before the phrase than after it."""
    code = load_countries().code(scene.match["country"])
    cities = [city for city in scene.around({"GPE"}) if code and load_countries().capitals.get(city.text) == code]
    cities.sort(key=lambda city: (city.start > scene.position, abs(city.start - scene.position)))
    return cities[:1]


def here(scene: Scene) -> Sequence[Span]:
    """The place of the dateline."""
    dateline = scene.context.document.zone("dateline")
    if dateline is None or scene.position < dateline.end:
        return ()
    return scene.context.within(dateline.start, dateline.end, {"GPE"})[:1]
