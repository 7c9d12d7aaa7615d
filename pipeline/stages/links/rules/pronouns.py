"""Phrases for one person: 'he', 'his country', 'who', 'his host', 'his predecessor'."""

import re
from collections.abc import Iterator, Sequence

from pipeline.records import Span
from pipeline.stages.links.rules.context import COUNTRY, REACH
from pipeline.stages.links.rules.scene import PERSON, Scene, pointer_rules

_FEMALE = frozenset({"she", "her"})
_MALE = frozenset({"he", "his", "him"})
_OWN = frozenset({"his", "her"})
_PREPOSITION = re.compile(
    r"\b(?:about|after|against|as|at|before|between|by|during|for|from|in|of|on|to|under|with)\s(?:(?!that\s)[^,])*$",
    re.IGNORECASE,
)
_OPENS_WITH_PREPOSITION = re.compile(
    r"(?:According|After|Ahead|As|At|Before|By|During|Earlier|For|In|On|Since|Under|Upon|With)\b"
)
_FRONTED = re.compile(r"(?:(?!\b(?:had|has|have|is|are|was|were|will|would|\w+ed)\b)[^,.;]){1,60},\s+(?:the\s+)?")
_FRONTED_LENGTH = 200
_APPOSED = frozenset({"TITLE", "NORP", "GPE", "ORG"})
_POSSESSIVE = re.compile(r"['’]s?\b|['’]")
_QUOTE = ('"', "“", "”", "''", "``")
_NEW_CLAUSE = re.compile(r"[,;]\s+(?:and|but)\b")
_TITLE_LENGTH = 80
"""How long a title before a name may be, in characters."""
_FAR = 3
"""How many sentences back the subject of a passage is looked for."""


def he(scene: Scene) -> Sequence[Span]:
    """The person whom a pronoun means: the only one so far in this sentence, of several the subject.

    Where the sentence has none yet: the name right after a fronted phrase ('For his part, …'), else the subject or
    the speaker of the last sentence that speaks of a person. Nobody is both he and she.
    """
    start = scene.start()
    here = scene.context.last_of_each(_people(scene, start, scene.position))
    found: Sequence[Span] = here
    if not here:
        found = _fronted(scene) or _last_subject(scene)
    elif len(here) > 1:
        relative = _relative(scene, start) if _is_nominative(scene) else ()
        found = relative or _subject(scene, start, scene.position)
    return [person for person in found if _fits(scene, person)]


def _is_nominative(scene: Scene) -> bool:
    return scene.match[0].casefold() in {"he", "she"}


def home(scene: Scene) -> Sequence[Span]:
    """'his country': the last mention of the country that the text gives the person, if it gives one."""
    return _home(scene, he(scene))


def whose_home(scene: Scene) -> Sequence[Span]:
    """'whose country': that of the person whom the relative pronoun follows."""
    return _home(scene, who(scene))


def _home(scene: Scene, people: Sequence[Span]) -> Sequence[Span]:
    context = scene.context
    homes = {code for person in people for code in scene.holders.homes.get(context.key(person), ())}
    before = [span for span in scene.past(COUNTRY) if context.key(span) in homes]
    return before[-1:] if len(homes) == 1 else ()


def who(scene: Scene) -> Sequence[Span]:
    """The name that the relative pronoun follows."""
    before = scene.context.within(scene.start(), scene.position, PERSON)[-1:]
    return before if before and scene.context.text[before[0].end : scene.position].strip() in ("", ",") else ()


def other(scene: Scene) -> Sequence[Span]:
    """'his host', 'her caller': the last person named before who is not the one of the pronoun."""
    context = scene.context
    owner = context.keys(he(scene))
    others = [person for person in scene.past(PERSON) if context.key(person) not in owner]
    near = [person for person in others if person.start >= scene.start(_FAR)]
    return near[-1:] if owner else ()


def predecessor(scene: Scene) -> Sequence[Span]:
    """'his predecessor': the last person who was said to be replaced in a sentence that names him."""
    context = scene.context
    replaced = pointer_rules().compile(pointer_rules().patterns["replaced"])
    owner = context.keys(he(scene))
    found: list[Span] = []
    for person in scene.past(PERSON):
        if replaced.search(context.text, max(0, person.start - _TITLE_LENGTH), person.start):
            beside = context.keys(context.in_sentence(context.sentence(person.start), PERSON))
            found += [person] if context.key(person) not in owner and not owner.isdisjoint(beside) else []
    return found[-1:]


def _people(scene: Scene, start: int, end: int) -> list[Span]:
    """The persons named or pointed to in a stretch."""
    named = scene.context.within(start, end, PERSON)
    pointed = [targets[0] for _, targets in scene.pointed(start, end) if targets[0].label == "PERSON"]
    return [*named, *pointed]


def _fits(scene: Scene, person: Span) -> bool:
    """Whether neither earlier pronouns nor words beside the name say that the person is of the other sex."""
    context = scene.context
    female = scene.match[0].split()[0].casefold() in _FEMALE
    key = context.key(person)
    opposite = _MALE if female else _FEMALE
    earlier = (
        context.key(targets[0])
        for pointer, targets in scene.pointed(scene.start(REACH), scene.position)
        if context.text[pointer.start : pointer.end].casefold().split()[0] in opposite
    )
    words = pointer_rules().lists["male" if female else "female"]
    offices = (office.split() for office in scene.holders.offices.get(key, ()))
    before = context.text[max(0, person.start - 20) : person.start].split()
    said = {word for office in offices for word in office} | {word.casefold() for word in before[-1:]}
    return key not in set(earlier) and said.isdisjoint(words)


def _relative(scene: Scene, start: int) -> Sequence[Span]:
    """The person of the relative clause in which the pronoun stands."""
    text = scene.context.text
    for pointer, targets in reversed(scene.pointed(start, scene.position)):
        if text[pointer.start : pointer.end] == "who":
            return () if _NEW_CLAUSE.search(text, pointer.end, scene.position) else targets
    return ()


def _subject(scene: Scene, start: int, end: int) -> Sequence[Span]:
    """Who is pointed to by the first word of a sentence of the body, else its first person.

    It is nobody if the name hangs on a preposition.
    """
    context = scene.context
    opened = start + (context.text[start] in _QUOTE)
    first = [targets for pointer, targets in scene.pointed(start, end) if pointer.start == opened]
    if first and len(first[0]) == 1 and first[0][0].label == "PERSON":
        return first[0]
    if context.in_zone(start, "title", "caption"):
        return ()
    named = context.within(start, end, PERSON)
    fronted = _OPENS_WITH_PREPOSITION.match(context.text, start) is not None
    for person in named if fronted else named[:1]:
        if not _PREPOSITION.search(context.text[start : person.start]):
            return [person]
    return _only_owner(scene, start, end)


def _only_owner(scene: Scene, start: int, end: int) -> Sequence[Span]:
    """The only person of a sentence, if something is said to be theirs: 'Berg's tour', 'his tour'."""
    text = scene.context.text
    people = _people(scene, start, end)
    named = any(_POSSESSIVE.match(text, person.end) for person in people if start <= person.start < end)
    pointed = any(text[pointer.start : pointer.end].casefold() in _OWN for pointer, _ in scene.pointed(start, end))
    return people[-1:] if len(scene.context.keys(people)) == 1 and (named or pointed) else ()


def _last_subject(scene: Scene) -> Sequence[Span]:
    """The subject of the last sentence, beyond quotations without persons.

    'He' at the beginning, if not of a quotation, and 'he said' mean its speaker first.
    """
    text = scene.context.text
    says = pointer_rules().compile(pointer_rules().patterns["says"])
    speaks = scene.position == scene.start() or says.match(text, scene.match.end())
    by_speaker = _is_nominative(scene) and speaks
    for back in range(1, _FAR + 1):
        start, end = scene.start(back), scene.start(back - 1)
        if start == end:
            return ()
        found = (list(_speakers(scene, start, end))[-1:] if by_speaker else ()) or _subject(scene, start, end)
        if found or _people(scene, start, end) or not any(mark in text[start:end] for mark in _QUOTE):
            return found
    return ()


def _speakers(scene: Scene, start: int, end: int) -> Iterator[Span]:
    rules = pointer_rules()
    says, said = (rules.compile(rules.patterns[name]) for name in ("says", "said_by"))
    text = scene.context.text
    for person in scene.context.within(start, end, PERSON):
        if says.match(text, person.end, end) or said.search(
            text, max(start, person.start - _TITLE_LENGTH), person.start
        ):
            yield person


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
