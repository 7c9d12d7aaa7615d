"""Which triggers are mentions of one event: a mention joins the nearest earlier event that it fits and points to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from pipeline.rules import read_toml
from pipeline.stages.links.rules.context import REACH, Context, Pair
from pipeline.stages.links.rules.mentions import Mention, find_mentions
from pipeline.stages.links.rules.phrases import Reader, event_rules

_LEAD_SENTENCES = 4
_BOTH = 2
_DAY = len("YYYY-MM-DD")
_JOURNEY = 10


@cache
def general_kinds() -> Mapping[tuple[str, str], frozenset[str]]:
    """Label and general kind → the kinds that it may take up, from `events.toml`."""
    table = read_toml("links/events.toml")["general"]
    return {(label, kind): frozenset(kinds) for label, wide in table.items() for kind, kinds in wide.items()}


def event_pairs(reader: Reader) -> Iterator[Pair]:
    """Pairs of triggers that are mentions of one event."""
    events: list[list[Mention]] = []
    for mention in find_mentions(reader):
        recent = ([other for other in event if mention.sentence - other.sentence <= REACH] for event in events)
        events = [event for event in recent if event]
        nearest = sorted(events, key=lambda event: _distance(event, mention))
        event = next((event for event in nearest if _joins(reader.context, mention, event)), None)
        if event is None:
            events.append([mention])
        else:
            yield event[-1].entity.id, mention.entity.id
            event.append(mention)


def _distance(event: Sequence[Mention], mention: Mention) -> tuple[bool, bool, int]:
    """Of two events that fit, the nearer; but rather one that had the same word ('trip … the trip').

    What took place does not take up a plan if there is something else.
    """
    names = mention.determiner == "definite" and mention.entity.label != "MEETING"
    renamed = names and all(earlier.head != mention.head for earlier in event)
    return event[-1].entity.status != mention.entity.status, renamed, -event[-1].entity.start


def _joins(context: Context, mention: Mention, event: Sequence[Mention]) -> bool:
    if any(_contradict(earlier, mention) for earlier in event):
        return False
    first_in_body = all(earlier.headline for earlier in event)
    return any(_in_one_clause(context, earlier, mention) or _repeats(earlier, mention) for earlier in event) or (
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
    visit, meeting = (later.entity.label == label for label in ("VISIT", "MEETING"))
    return (
        earlier.entity.phase != later.entity.phase
        or _differ(earlier.edition, later.edition, when=not (visit and earlier.sentence == later.sentence))
        or _differ(earlier.offices, later.offices, when=later.entity.label == "APPOINTMENT")
        or _differ(earlier.people, later.people, when=meeting and not _points_to(later, earlier))
        or _differ(earlier.pair, later.pair)
        or _unequal(earlier.visitor, later.visitor)
        or _elsewhere(earlier, later)
        or _apart(earlier, later)
        or _status_differs(earlier, later)
    )


def _points_to(later: Mention, earlier: Mention) -> bool:
    """'the meeting', 'the talks with Peru': what it is called with was named before."""
    known = earlier.sides | earlier.owners | earlier.places
    clear = not later.complement or bool(later.named)
    return later.determiner == "definite" and clear and later.owners | later.named <= known


def _differ(one: frozenset[str], other: frozenset[str], *, when: bool = True) -> bool:
    return when and bool(one) and bool(other) and one.isdisjoint(other)


def _unequal(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _elsewhere(earlier: Mention, later: Mention) -> bool:
    """Other places; one country is only a leg of a tour of several or of a region, which may be the same."""
    if not earlier.places or not later.places:
        return False
    tours = _is_tour(earlier), _is_tour(later)
    return tours[0] != tours[1] or (earlier.places.isdisjoint(later.places) and not all(tours))


def _is_tour(mention: Mention) -> bool:
    return len(mention.places) >= _BOTH or mention.regional


def _apart(earlier: Mention, later: Mention) -> bool:
    """Whether both are dated and no date of the one meets one of the other."""
    pairs = [(one, other) for one in earlier.dates for other in later.dates]
    days = _JOURNEY if _is_one_journey(earlier, later) else 0
    return bool(pairs) and all(_days_between(one, other) > days for one, other in pairs)


def _days_between(one: tuple[str, str], other: tuple[str, str]) -> int:
    """Days from the end of the earlier interval to the begin of the later; 0 where they meet."""
    (_, end), (begin, _) = sorted((one, other))
    return max(0, (date.fromisoformat(begin[:_DAY]) - date.fromisoformat(end[:_DAY])).days)


def _is_one_journey(earlier: Mention, later: Mention) -> bool:
    """Whether one person arrives at, stays in and leaves one place: days apart, but one visit."""
    known = earlier.visitor is not None and earlier.visitor == later.visitor
    return known and later.entity.label == "VISIT" and not earlier.places.isdisjoint(later.places)


def _status_differs(earlier: Mention, later: Mention) -> bool:
    """What is planned is not what took place; but a plan may be taken up in the plain form, and a headline be vague."""
    if earlier.entity.status == later.entity.status or (earlier.headline and _is_lead(earlier, later)):
        return False
    return later.entity.status != "asserted" or later.determiner != "definite"


def _is_lead(earlier: Mention, later: Mention) -> bool:
    return 0 < later.sentence - earlier.sentence < _LEAD_SENTENCES


def _takes_up(earlier: Mention, later: Mention) -> bool:
    """'the meeting' after 'talks', with no word or name that was not there before."""
    return (
        _may_be_called(earlier, later)
        and _points_to(later, earlier)
        and later.entity.label != "INDICATOR"
        and later.modifiers <= earlier.modifiers
    )


def _may_be_called(earlier: Mention, later: Mention) -> bool:
    """Whether the later head word may name what the earlier phrase described."""
    if earlier.kind == later.kind:
        same_head = earlier.head == later.head
        return same_head or later.entity.label != "MEETING" or earlier.modifiers <= _manner()
    if later.entity.label == "VISIT":
        return later.kind == "tour" and _is_tour(earlier)
    return earlier.kind in general_kinds().get((later.entity.label, later.kind), frozenset())


def _manner() -> frozenset[str]:
    return frozenset(event_rules().lists["manner"])


def _same_words(earlier: Mention, later: Mention) -> bool:
    """The same description of two words or more, which is not introduced anew."""
    if not later.modifiers or later.modifiers != earlier.modifiers or earlier.kind != later.kind:
        return False
    if later.entity.label == "INDICATOR" or (later.entity.label == "AGREEMENT" and later.complement):
        return False
    return later.determiner != "indefinite" or earlier.headline


def _in_one_clause(context: Context, earlier: Mention, later: Mention) -> bool:
    """'arrived … for a visit', 'received … for talks'."""
    label = later.entity.label
    if earlier.sentence != later.sentence or label not in {"VISIT", "MEETING"}:
        return False
    rules = event_rules()
    if label == "VISIT":
        opening, pattern = rules.lists["arrival"], rules.patterns["for_visit"]
        fits = later.kind != "tour" or _is_tour(earlier)
    else:
        opening, pattern = rules.lists["encounter"], rules.patterns["for_talks"]
        fits = rules.compile(rules.patterns["company"]).match(context.text, later.entity.end) is None
    opens = earlier.entity.text.split()[0].casefold() in opening
    return fits and opens and bool(rules.compile(pattern).search(context.gap(earlier.entity, later.entity)))


def _same_frame(earlier: Mention, later: Mention) -> bool:
    """One visitor at one place; the same persons or countries at a meeting; one person's appointment."""
    label = later.entity.label
    if earlier.kind != later.kind or label not in {"VISIT", "MEETING", "APPOINTMENT"}:
        return False
    if label == "APPOINTMENT":
        return not later.people.isdisjoint(earlier.people)
    if later.determiner == "indefinite":
        return False
    if label == "VISIT":
        attributive = "visiting" in {earlier.head, later.head} and not (earlier.places and later.places)
        known = later.determiner == "definite" or attributive or not later.places.isdisjoint(earlier.places)
        return later.visitor is not None and earlier.visitor == later.visitor and known
    same_people = len(later.people) >= _BOTH and later.people == earlier.people
    same_pair = bool(later.pair) and later.pair == earlier.pair
    return (same_people or same_pair) and _same_subject(earlier, later)


def _same_subject(earlier: Mention, later: Mention) -> bool:
    """No words say that one is about something else: 'bilateral talks' and 'meeting', not 'fishing talks'."""
    return (later.modifiers ^ earlier.modifiers) <= _manner()


def _restates(earlier: Mention, later: Mention) -> bool:
    """The lead says again what the headline or the caption said."""
    if not (earlier.headline and _is_lead(earlier, later)):
        return False
    if earlier.kind != later.kind:
        return later.entity.label == "VISIT" and _is_tour(earlier) and _is_tour(later)
    if later.entity.label == "INDICATOR":
        return not later.figures.isdisjoint(earlier.figures)
    if later.entity.label == "VISIT" and earlier.visitor is not None and earlier.visitor == later.visitor:
        return True
    if later.entity.label == "MEETING" and earlier.owners:
        return earlier.owners <= later.sides
    return len(earlier.sides & later.sides) >= min(_BOTH, max(1, len(earlier.sides)))
