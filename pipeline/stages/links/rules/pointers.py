"""Phrases that are no spans but stand for named things: 'the two countries', 'the latter', 'the Lao leader', 'his'.

A rule of `resources/links/pointers.toml` finds the phrase; its label names the function here that finds the targets.
A phrase whose targets are not clear is no pointer.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.align import contains, overlaps
from pipeline.countries import load_countries
from pipeline.records import Offsets, Pointer, Span
from pipeline.rules import Rule, load_rules
from pipeline.stages.links.rules.context import COUNTRY, Context
from pipeline.stages.links.rules.offices import Holders

_PERSON = frozenset({"PERSON"})
_ORG = frozenset({"ORG"})
_GPE = frozenset({"GPE"})
_GROUPS = (_PERSON, COUNTRY, _ORG)
_PAIR = 2
_COORDINATION = re.compile(r"\s*(?:and|&|[-–,])\s*(?:the\s+)?")
_ENUMERATION = re.compile(r"\s*,?\s*(?:and|&|[-–,])\s*(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a resolver may look at: the document, its offices, and the pointers found so far (to the left)."""

    context: Context
    holders: Holders
    found: Sequence[Pointer]


_Resolver = Callable[[_Scene, re.Match[str]], Sequence[Span]]


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules("links/pointers.toml").rules


def find_pointers(context: Context, holders: Holders) -> tuple[Pointer, ...]:
    """The pointers of a document in text order, without overlaps; of two that overlap the longer stays."""
    matches = [(rule, match) for rule in _rules() for match in rule.find(context.text)]
    matches.sort(key=lambda found: (found[1].start(), -found[1].end()))
    pointers: list[Pointer] = []
    for rule, match in matches:
        if _is_taken(context, match.span(), pointers):
            continue
        targets = _RESOLVERS[rule.label](_Scene(context, holders, pointers), match)
        if targets:
            pointers.append(Pointer(match.start(), match.end(), tuple(span.id for span in targets)))
    return tuple(pointers)


def _is_taken(context: Context, phrase: Offsets, pointers: Sequence[Pointer]) -> bool:
    if context.in_zone(phrase[0], "date_line", "dateline") or context.sentence(phrase[0]) < 0:
        return True
    overlapped = pointers and overlaps((pointers[-1].start, pointers[-1].end), phrase)
    return bool(overlapped) or any(contains(span.offsets, phrase) for span in context.spans)


def _start_of_sentence(context: Context, position: int, back: int = 0) -> int:
    return context.document.sentences[max(0, context.sentence(position) - back)][0]


def country_pair(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The last mentions before the phrase of the two countries in question; the first two of the text if it starts it.

    In question are the only two so far; of more, the two that are coordinated or alone in this or the last sentence,
    else the two of the title.
    """
    context, position = scene.context, match.start()
    so_far = context.last_of_each(context.named(0, position, COUNTRY))
    if len(so_far) < _PAIR:
        return _exactly_two(context.last_of_each(context.named(0, len(context.text), COUNTRY)))
    if len(so_far) == _PAIR:
        return so_far
    for back in (0, 1):
        near = context.named(_start_of_sentence(context, position, back), position, COUNTRY)
        chosen = _last_coordinated(context, near) or _exactly_two(context.last_of_each(near))
        if chosen:
            return chosen
    title = context.document.zone("title")
    in_title = context.keys(context.named(title.start, title.end, COUNTRY)) if title else ()
    return _exactly_two([span for span in so_far if context.key(span) in in_title])


def _exactly_two(spans: Sequence[Span]) -> Sequence[Span]:
    return spans if len(spans) == _PAIR else ()


def _last_coordinated(context: Context, spans: Sequence[Span]) -> Sequence[Span]:
    """The last 'A and B' among the spans that is no part of a longer list."""
    runs: list[list[Span]] = []
    for span in spans:
        if runs and _ENUMERATION.fullmatch(context.gap(runs[-1][-1], span)):
            runs[-1].append(span)
        else:
            runs.append([span])
    pairs = [run for run in runs if len(run) == _PAIR and len(context.keys(run)) == _PAIR]
    return pairs[-1] if pairs else ()


def person_pair(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The two persons of the nearest sentence that has several, if they are two and hold the office."""
    context, position = scene.context, match.start()
    office = match.group("office").casefold().removesuffix("s")
    for back in range(context.sentence(position) + 1):
        persons = context.within(_start_of_sentence(context, position, back), position, _PERSON)
        persons = context.last_of_each(person for person in persons if _holds(scene, person, office))
        if len(persons) >= _PAIR:
            return _exactly_two(persons)
    return ()


def _holds(scene: _Scene, person: Span, office: str) -> bool:
    """Whether the text gives the person an office of that name; 'leader' and 'official' say no more than a title."""
    offices = scene.holders.offices(scene.context.key(person))
    if office in _lists()["general"]:
        return True
    return any(held == office or held.endswith(f" {office}") or held.startswith(f"{office} of ") for held in offices)


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    return load_rules("links/pointers.toml").lists


def latter(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The last named of the pair before the phrase."""
    return _named_pair(scene, match)[1:]


def former(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The first named of the pair before the phrase."""
    return _named_pair(scene, match)[:1]


def _named_pair(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The last two things of one kind in this sentence, else in the last one; the kind that was named last."""
    context, position = scene.context, match.start()
    for back in (0, 1):
        start = _start_of_sentence(context, position, back)
        pairs = [context.last_of_each(context.named(start, position, group))[-_PAIR:] for group in _GROUPS]
        pairs = [pair for pair in pairs if len(pair) == _PAIR]
        if pairs:
            return max(pairs, key=lambda pair: pair[-1].start)
    return ()


def they(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """What the last plural pointer or pair of this sentence, else the subject of the last sentence, stands for."""
    context, position = scene.context, match.start()
    start = _start_of_sentence(context, position)
    here = _plural_before(scene, start, position)
    if here or position > start:
        return here
    before = _start_of_sentence(context, position, 1)
    return _plural_before(scene, before, min(start, before + _SUBJECT_LENGTH)) if before < start else ()


_SUBJECT_LENGTH = 40
"""Where the subject of a sentence ends at the latest, in characters."""


def _plural_before(scene: _Scene, start: int, end: int) -> Sequence[Span]:
    """Targets of the last plural pointer in the stretch or of its last pair; none behind a relative clause."""
    context = scene.context
    spans = {span.id: span for span in context.spans}
    found: list[tuple[int, Sequence[Span]]] = [
        (pointer.end, [spans[target] for target in pointer.targets])
        for pointer in scene.found
        if start <= pointer.start and pointer.end <= end and len(pointer.targets) >= _PAIR
    ]
    for group in _GROUPS:
        pair = _last_coordinated(context, context.named(start, end, group))
        if pair:
            found.append((pair[-1].end, pair))
    if not found:
        return ()
    position, targets = max(found, key=lambda entry: entry[0])
    return () if _RELATIVE.search(context.text, position, end) else targets


_RELATIVE = re.compile(r"\b(?:who|whom|whose)\b")


def he(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The only person so far in this sentence, else (where it has none yet) the first of the last sentence."""
    context, position = scene.context, match.start()
    start = _start_of_sentence(context, position)
    here = context.last_of_each(context.within(start, position, _PERSON))
    if here:
        return here if len(here) == 1 else _subject(context, start, position)
    before = _start_of_sentence(context, position, 1)
    return _subject(context, before, start)


def _subject(context: Context, start: int, end: int) -> Sequence[Span]:
    """The first person of a sentence, if the name does not hang on a preposition."""
    first = context.within(start, end, _PERSON)[:1]
    if not first or context.in_zone(start, "title", "caption"):
        return ()
    return () if _PREPOSITION.search(context.text[start : first[0].start]) else first


_PREPOSITION = re.compile(r"\b(?:about|against|at|between|by|for|from|in|of|on|to|under|with)\s[^,]*$", re.IGNORECASE)


def who(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The name that the relative pronoun follows."""
    context = scene.context
    before = context.within(_start_of_sentence(context, match.start()), match.start(), _PERSON)[-1:]
    return before if before and context.text[before[0].end : match.start()].strip() in ("", ",") else ()


def leader(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The nearest person before the phrase of that country and office: 'the Lao leader', 'the Chinese president'."""
    context = scene.context
    code = load_countries().code(match.group("country"))
    persons = context.within(0, match.start(), _PERSON)
    at_home = [person for person in persons if code and code in scene.holders.homes.get(context.key(person), ())]
    return [person for person in at_home if _holds(scene, person, match.group("office").casefold())][-1:]


def officer(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The nearest holder of a bare office ('the president'), if no other holds one of that name in the document."""
    context = scene.context
    office = match.group("office").casefold()
    persons = context.within(0, match.start(), _PERSON)
    holders = context.last_of_each(person for person in persons if _holds(scene, person, office))
    return holders if len(holders) == 1 else ()


def bloc(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The last bloc of states named before the phrase."""
    return [org for org in scene.context.within(0, match.start(), _ORG) if org.text in _lists()["bloc"]][-1:]


def body(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The organisation whose name ends with (or, for one word, has) these words, if there is only one."""
    context = scene.context
    words = match.group("words").casefold()
    tail = re.compile(rf"(?:^|[\s-]){re.escape(words)}" + ("$" if re.search(r"[\s-]", words) else r"\b"))
    named = [org for org in context.spans if org.label == "ORG" and tail.search(org.text.casefold())]
    before = [org for org in named if org.end <= match.start()]
    if len(context.keys(named)) != 1:
        return ()
    return [before[-1] if before else named[0]]


def country(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The only country so far in this sentence, else in the last one."""
    context, position = scene.context, match.start()
    for back in (0, 1):
        near = context.last_of_each(context.named(_start_of_sentence(context, position, back), position, COUNTRY))
        if near:
            return near if len(near) == 1 else ()
    return ()


def capital(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The nearest mention of the capital of that country."""
    code = load_countries().code(match.group("country"))
    cities = [span for span in scene.context.spans if span.label == "GPE"]
    cities = [city for city in cities if code and load_countries().capitals.get(city.text) == code]
    return (
        [min(cities, key=lambda city: (city.start > match.start(), abs(city.start - match.start())))] if cities else ()
    )


def here(scene: _Scene, match: re.Match[str]) -> Sequence[Span]:
    """The place of the dateline."""
    dateline = scene.context.document.zone("dateline")
    if dateline is None or match.start() < dateline.end:
        return ()
    return scene.context.within(dateline.start, dateline.end, _GPE)[:1]


_RESOLVERS: Mapping[str, _Resolver] = {
    resolver.__name__.upper(): resolver
    for resolver in (
        bloc,
        body,
        capital,
        country,
        country_pair,
        former,
        he,
        here,
        latter,
        leader,
        officer,
        person_pair,
        they,
        who,
    )
}
