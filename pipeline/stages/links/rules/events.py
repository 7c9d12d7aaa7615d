"""Which triggers are mentions of one event: a mention joins the nearest earlier event that it fits and points to."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.records import Pointer
from pipeline.rules import read_toml
from pipeline.stages.links.rules.context import REACH, Context, Pair
from pipeline.stages.links.rules.mentions import Mention, event_rules, find_mentions

_LEAD_SENTENCES = 4
_BOTH = 2


@cache
def _general() -> Mapping[tuple[str, str], frozenset[str]]:
    table = read_toml("links/events.toml")["general"]
    return {(label, kind): frozenset(kinds) for label, wide in table.items() for kind, kinds in wide.items()}


def event_pairs(context: Context, pointers: Sequence[Pointer]) -> Iterator[Pair]:
    """Pairs of triggers that are mentions of one event."""
    events: list[list[Mention]] = []
    for mention in find_mentions(context, pointers):
        recent = ([other for other in event if mention.sentence - other.sentence <= REACH] for event in events)
        events = [event for event in recent if event]
        # Of two events that fit, the nearer; but what took place does not take up a plan if there is something else.
        nearest = sorted(events, key=lambda event: (event[-1].entity.status != mention.entity.status, -_end(event)))
        event = next((event for event in nearest if _joins(context, mention, event)), None)
        if event is None:
            events.append([mention])
        else:
            yield event[-1].entity.id, mention.entity.id
            event.append(mention)


def _end(event: Sequence[Mention]) -> int:
    return event[-1].entity.start


def _joins(context: Context, mention: Mention, event: Sequence[Mention]) -> bool:
    if any(_contradict(earlier, mention) for earlier in event):
        return False
    first_in_body = all(earlier.headline for earlier in event)
    return any(_one_trip(context, earlier, mention) or _repeats(earlier, mention) for earlier in event) or (
        first_in_body and any(_restates(earlier, mention) for earlier in event)
    )


def _repeats(earlier: Mention, later: Mention) -> bool:
    """Whether a later sentence speaks of the event again; one sentence seldom names one event twice."""
    if later.sentence == earlier.sentence:
        return False
    return _takes_up(earlier, later) or _same_words(earlier, later) or _same_frame(earlier, later)


def _contradict(earlier: Mention, later: Mention) -> bool:
    """Whether what is said of the two cannot be said of one event."""
    if earlier.entity.label != later.entity.label or earlier.other or later.other:
        return True
    return (
        earlier.entity.phase != later.entity.phase
        or _differ(earlier.edition, later.edition)
        or _differ(earlier.offices, later.offices, when=later.entity.label == "APPOINTMENT")
        or _differ(earlier.people, later.people, when=later.entity.label == "MEETING" and not later.bare)
        or _unequal(earlier.visitor, later.visitor)
        or _unequal(earlier.place, later.place)
        or _apart(earlier, later)
        or _status_differs(earlier, later)
    )


def _differ(one: frozenset[str], other: frozenset[str], *, when: bool = True) -> bool:
    return when and bool(one) and bool(other) and one.isdisjoint(other)


def _unequal(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _apart(earlier: Mention, later: Mention) -> bool:
    """Whether both are dated and no date of the one meets one of the other."""
    pairs = [(one, other) for one in earlier.dates for other in later.dates]
    return bool(pairs) and all(one[1] < other[0] or other[1] < one[0] for one, other in pairs)


def _status_differs(earlier: Mention, later: Mention) -> bool:
    """What is planned is not what took place; but a plan may be taken up in the plain form, and a headline be vague."""
    if earlier.entity.status == later.entity.status or (earlier.headline and _is_lead(earlier, later)):
        return False
    return later.entity.status != "asserted" or later.determiner != "definite"


def _is_lead(earlier: Mention, later: Mention) -> bool:
    return 0 < later.sentence - earlier.sentence < _LEAD_SENTENCES


def _takes_up(earlier: Mention, later: Mention) -> bool:
    """'the meeting' after 'talks', with no word or name that was not there before."""
    known = earlier.sides | earlier.owners
    return (
        _may_be_called(earlier, later)
        and later.bare
        and later.entity.label != "INDICATOR"
        and later.modifiers <= earlier.modifiers
        and later.owners <= known
        and later.place in (None, earlier.place)
    )


def _may_be_called(earlier: Mention, later: Mention) -> bool:
    """Whether the later head word may name what the earlier phrase described."""
    if earlier.kind == later.kind:
        same_head = earlier.head == later.head
        return same_head or later.entity.label != "MEETING" or earlier.modifiers <= set(event_rules().lists["manner"])
    return earlier.kind in _general().get((later.entity.label, later.kind), frozenset())


def _same_words(earlier: Mention, later: Mention) -> bool:
    """The same description of two words or more, which is not introduced anew."""
    if not later.modifiers or later.modifiers != earlier.modifiers or earlier.kind != later.kind:
        return False
    if later.entity.label == "INDICATOR" or (later.entity.label == "AGREEMENT" and later.complement):
        return False
    return later.determiner != "indefinite" or earlier.headline


def _one_trip(context: Context, earlier: Mention, later: Mention) -> bool:
    """'arrived … for a visit'."""
    rules = event_rules()
    if later.entity.label != "VISIT" or earlier.sentence != later.sentence:
        return False
    between = context.gap(earlier.entity, later.entity)
    arrives = earlier.entity.text.split()[0].casefold() in rules.lists["arrival"]
    return arrives and bool(rules.compile(rules.patterns["for_visit"]).search(between))


def _same_frame(earlier: Mention, later: Mention) -> bool:
    """One visitor at one place; the same persons at a meeting; one person's appointment."""
    label = later.entity.label
    if earlier.kind != later.kind and label != "APPOINTMENT":
        return False
    if label == "VISIT":
        known = later.place is not None and earlier.place == later.place
        return (
            later.visitor is not None and earlier.visitor == later.visitor and (known or later.determiner == "definite")
        )
    if label == "MEETING":
        return len(later.people) >= _BOTH and later.people == earlier.people and later.determiner != "indefinite"
    return label == "APPOINTMENT" and not later.people.isdisjoint(earlier.people)


def _restates(earlier: Mention, later: Mention) -> bool:
    """The lead says again what the headline or the caption said."""
    if not (earlier.headline and _is_lead(earlier, later) and earlier.kind == later.kind):
        return False
    if later.entity.label == "INDICATOR":
        return not later.figures.isdisjoint(earlier.figures)
    return len(earlier.sides & later.sides) >= min(_BOTH, max(1, len(earlier.sides)))
