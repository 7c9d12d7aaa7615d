"""Phrases for two things: 'the two countries', 'the two ministers', 'the latter', 'their'."""

import re
from collections.abc import Iterator, Sequence

from pipeline.records import Span
from pipeline.stages.links.rules.context import COUNTRY, REACH, Context
from pipeline.stages.links.rules.scene import ORG, PERSON, Scene, pointer_rules

_PAIR = 2
_KINDS = (PERSON, COUNTRY, ORG)
_ENUMERATION = re.compile(r"\s*,?\s*(?:and|&|[-–,])\s*(?:the\s+)?")
_RELATIVE = re.compile(r"\b(?:who|whom|whose)\b")
_FRONT = 20
"""Up to where a phrase begins a sentence ('At their meeting'), in characters."""
_SUBJECT_LENGTH = 40
"""Where the subject of a sentence ends at the latest, in characters."""


def country_pair(scene: Scene) -> Sequence[Span]:
    """The last mentions before the phrase of the two countries in question; of all the text's, if it begins with it.

    In question are the only two so far; of more, the two that are coordinated in this sentence, or those of the last
    such phrase, if one of them was named since, or the two that are coordinated or alone in this or the last sentence,
    else the two of the title. A bloc in the title counts as a country.
    """
    context = scene.context
    so_far = context.last_of_each(_states(scene, scene.start(REACH), scene.position))
    if len(so_far) < _PAIR:
        return _exactly_two(context.last_of_each(context.named(0, len(context.text), COUNTRY)))
    if len(so_far) == _PAIR:
        return so_far
    here, near = (list(_states(scene, scene.start(back), scene.position)) for back in (0, 1))
    title = context.document.zone("title")
    in_title = context.keys(_states(scene, title.start, title.end)) if title else frozenset()
    return (
        _last_coordinated(context, here)
        or _of_keys(context, so_far, _last_pair(scene, near))
        or _exactly_two(context.last_of_each(here))
        or _last_coordinated(context, near)
        or _exactly_two(context.last_of_each(near))
        or _of_keys(context, so_far, in_title)
    )


def _last_pair(scene: Scene, near: Sequence[Span]) -> frozenset[str]:
    """The countries of the last phrase for two, if one of them is among the spans near by."""
    context = scene.context
    pointed = scene.pointed(scene.start(REACH), scene.position)
    pairs = [context.keys(targets) for _, targets in pointed if _are_states(context, targets)]
    return pairs[-1] if pairs and not pairs[-1].isdisjoint(context.keys(near)) else frozenset()


def _are_states(context: Context, targets: Sequence[Span]) -> bool:
    return len(targets) == _PAIR and all(span.id in context.countries for span in targets)


def _of_keys(context: Context, spans: Sequence[Span], keys: frozenset[str]) -> Sequence[Span]:
    return _exactly_two([span for span in spans if context.key(span) in keys])


def _states(scene: Scene, start: int, end: int) -> Iterator[Span]:
    context = scene.context
    title = context.document.zone("title")
    blocs = pointer_rules().lists["bloc"]
    sides = (
        {context.key(org) for org in context.within(title.start, title.end, ORG) if org.text in blocs} if title else ()
    )
    for span in context.named(start, end, COUNTRY | ORG):
        if span.label != "ORG" or context.key(span) in sides:
            yield span


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


def person_pair(scene: Scene) -> Sequence[Span]:
    """The two persons of the nearest sentence that has several, if they are two and hold the office."""
    context = scene.context
    office = scene.match["office"].casefold().removesuffix("s")
    for back in range(REACH):
        persons = context.within(scene.start(back), scene.position, PERSON)
        persons = context.last_of_each(person for person in persons if scene.holds(person, office))
        if len(persons) >= _PAIR:
            return _exactly_two(persons)
    return ()


def latter(scene: Scene) -> Sequence[Span]:
    """The last named of the pair before the phrase."""
    return _named_pair(scene)[1:]


def former(scene: Scene) -> Sequence[Span]:
    """The first named of the pair before the phrase."""
    return _named_pair(scene)[:1]


def _named_pair(scene: Scene) -> Sequence[Span]:
    """The last two things of one kind in this sentence, else in the last one; the kind that was named last."""
    context = scene.context
    for back in (0, 1):
        near = [context.named(scene.start(back), scene.position, kind) for kind in _KINDS]
        pairs = [pair for spans in near if len(pair := context.last_of_each(spans)[-_PAIR:]) == _PAIR]
        if pairs:
            return max(pairs, key=lambda pair: (not _is_home_of_one(scene, pair, near[0]), pair[-1].start))
    return ()


def _is_home_of_one(scene: Scene, pair: Sequence[Span], persons: Sequence[Span]) -> bool:
    """Whether the last of the pair only tells where one of the persons comes from."""
    key = scene.context.key(pair[-1])
    return any(key in scene.holders.homes.get(scene.context.key(person), ()) for person in persons)


def they(scene: Scene) -> Sequence[Span]:
    """What the last plural phrase or pair of this sentence stands for, else the pair after a fronted phrase.

    Else the subject of the last sentence, or the two persons of a sentence in which two persons meet.
    """
    start, before = scene.start(), scene.start(1)
    at_front = scene.position <= start + _FRONT
    here = _plural_before(scene, start, scene.position) or (_fronted_pair(scene) if at_front else ())
    if here or not at_front or before == start:
        return here
    return _plural_before(scene, before, min(start, before + _SUBJECT_LENGTH)) or _met(scene, before, start)


def _fronted_pair(scene: Scene) -> Sequence[Span]:
    """The two persons who begin the main clause: 'At their meeting, Berg and Diaz …'."""
    context = scene.context
    comma = context.text.find(",", scene.match.end(), scene.match.end() + _SUBJECT_LENGTH)
    named = context.within(comma, comma + _PAIR * _SUBJECT_LENGTH, PERSON) if comma >= 0 else []
    return _last_coordinated(context, named[:_PAIR])


def _met(scene: Scene, start: int, end: int) -> Sequence[Span]:
    context = scene.context
    people = context.last_of_each(context.within(start, end, PERSON))
    return _exactly_two(people) if context.within(start, end, {"MEETING"}) else ()


def _plural_before(scene: Scene, start: int, end: int) -> Sequence[Span]:
    """Targets of the last plural pointer in the stretch or of its last pair, unless something else came between.

    Two persons in between are meant themselves; one person or a relative clause makes the phrase unclear.
    """
    context = scene.context
    found = [(pointer.end, targets) for pointer, targets in scene.pointed(start, end) if len(targets) >= _PAIR]
    pairs = [_last_coordinated(context, context.named(start, end, kind)) for kind in _KINDS]
    found += [(pair[-1].end, pair) for pair in pairs if pair]
    position, targets = max(found, key=lambda entry: entry[0], default=(start, ()))
    between = context.last_of_each(context.within(position, end, PERSON))
    if between or not found:
        return _exactly_two(between)
    return () if _RELATIVE.search(context.text, position, end) else targets
