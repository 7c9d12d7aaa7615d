"""Who holds which office, and whose: titles and countries that stand right beside a person's name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from pipeline.countries import load_countries
from pipeline.records import Entity, Span
from pipeline.rules import load_rules
from pipeline.stages.links.rules.context import COUNTRY, Context, Pair, chain
from pipeline.stages.links.rules.office_names import same_office

_CHAIN = COUNTRY | {"PERSON", "TITLE", "ORG"}
_OWNERS = COUNTRY | {"ORG"}


@dataclass(frozen=True, slots=True)
class Holders:
    """By what a person's name stands for: the offices (`same_office`) that the text gives them, and their countries.

    `titles` has the TITLE spans by person and office; `described` gives the person whom a title without a name means
    ('the Peruvian president') by the id of the TITLE; `seats` the country codes and bodies whose office a TITLE is.
    """

    titles: Mapping[tuple[str, str], Sequence[Span]]
    offices: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]
    described: Mapping[str, str]
    seats: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Gaps:
    """What may stand between a title, what it is qualified with, and a name."""

    title_name: re.Pattern[str]
    title_title: re.Pattern[str]
    owner_title: re.Pattern[str]
    apposition: re.Pattern[str]
    title_owner: re.Pattern[str]
    name_owner: re.Pattern[str]


@cache
def office_gaps() -> _Gaps:
    """The patterns of `offices.toml` between an office and its holder."""
    book = load_rules("links/offices.toml")
    return _Gaps(**{name: book.compile(pattern) for name, pattern in book.patterns.items()})


@cache
def shared_offices() -> frozenset[str]:
    """Offices that several hold at a time, so that two mentions of one need not be the same."""
    return frozenset(load_rules("links/offices.toml").lists["several"])


def find_holders(context: Context) -> Holders:
    """Offices and countries of the persons of a document."""
    spans = [span for span in context.spans if span.label in _CHAIN]
    before = {i: list(_before(context, spans, i)) for i, span in enumerate(spans) if span.label == "PERSON"}
    taken = {span.id for qualifiers in before.values() for span in qualifiers}
    titles: dict[tuple[str, str], list[Span]] = {}
    offices: defaultdict[str, set[str]] = defaultdict(set)
    homes: defaultdict[str, set[str]] = defaultdict(set)
    posts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    seats: defaultdict[str, set[str]] = defaultdict(set)
    for index, left in before.items():
        person = context.key(spans[index])
        qualifiers = [*left, *_after(context, spans, index, taken)]
        taken.update(span.id for span in qualifiers)
        held = [span for span in qualifiers if span.label == "TITLE"]
        for title in held:
            titles.setdefault((person, office_of(title)), []).append(title)
            offices[person].add(office_of(title))
        for span in qualifiers:
            homes[person].update(_home(context, span))
        for title, owner in product(held, (span for span in qualifiers if span.label in _OWNERS)):
            posts[office_of(title), context.key(owner)].add(person)
            seats[title.id].update(_home(context, owner) if owner.label in COUNTRY else [context.key(owner)])
    described: dict[str, str] = {}
    for title, owner in _alone(context, [span for span in spans if span.id not in taken]):
        seats[title.id].update(_home(context, owner) if owner.label in COUNTRY else [context.key(owner)])
        holders = posts.get((office_of(title), context.key(owner)), set())
        if len(holders) == 1:
            described[title.id] = next(iter(holders))
            titles[described[title.id], office_of(title)].append(title)
    return Holders(titles, _frozen(offices), _frozen(homes), described, _frozen(seats))


def _alone(context: Context, spans: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Titles that stand alone beside whose they are: '[Peruvian] president'."""
    gaps = office_gaps()
    for left, right in pairwise(spans):
        if right.label == "TITLE" and left.label in _OWNERS and gaps.owner_title.fullmatch(context.gap(left, right)):
            yield right, left
        elif left.label == "TITLE" and right.label in _OWNERS and gaps.name_owner.fullmatch(context.gap(left, right)):
            yield left, right


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in table.items()}


def office_of(title: Span) -> str:
    """The office that a TITLE stands for, in one way of writing."""
    norm = title.norm if isinstance(title, Entity) else None
    return same_office(norm.office if norm is not None else title.text)


def title_pairs(context: Context, holders: Holders) -> Iterator[Pair]:
    """TITLE mentions of one office of one state, body or holder, and the headline's with those of the body."""
    titles = [span for span in context.spans if span.label == "TITLE"]
    for held in holders.titles.values():
        yield from chain(held)
    posts: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for title in (title for title in titles if office_of(title) not in shared_offices()):
        for seat in holders.seats.get(title.id, ()):
            posts[office_of(title), seat].append(title)
    for mentions in posts.values():
        yield from chain(mentions)
    yield from _headline_pairs(context, holders, titles)


def _headline_pairs(context: Context, holders: Holders, titles: Sequence[Span]) -> Iterator[Pair]:
    """A headline's title without a holder, with the first of that office if one person at most holds it."""
    holder = {title.id: person for (person, _), held in holders.titles.items() for title in held}
    body: defaultdict[str, list[Span]] = defaultdict(list)
    headlines: list[Span] = []
    for title in titles:
        if not context.in_zone(title.start, "title"):
            body[office_of(title)].append(title)
        elif title.id not in holder:
            headlines.append(title)
    for title in headlines:
        same = body.get(office_of(title), ())
        if same and len({holder[other.id] for other in same if other.id in holder}) <= 1:
            yield title.id, same[0].id


def _before(context: Context, spans: Sequence[Span], index: int) -> Iterator[Span]:
    """What qualifies a name from the left: '[Peruvian] [Vice President] and [Trade Minister] NAME'."""
    gaps = office_gaps()
    right = spans[index]
    for left in (spans[i] for i in range(index - 1, -1, -1)):
        allowed = {
            ("TITLE", "PERSON"): gaps.title_name,
            ("TITLE", "TITLE"): gaps.title_title,
            ("TITLE", "GPE"): gaps.name_owner,
        }.get((left.label, right.label), gaps.owner_title if left.label != "PERSON" else None)
        if allowed is None or not allowed.fullmatch(context.gap(left, right)):
            return
        yield left
        right = left


def _after(context: Context, spans: Sequence[Span], index: int, taken: set[str]) -> Sequence[Span]:
    """What qualifies a name from the right: 'NAME, [president] of [Peru]'; not what belongs to the next name."""
    gaps = office_gaps()
    found: list[Span] = []
    left = spans[index]
    following = spans[index + 1] if index + 1 < len(spans) else left
    if following.label == "GPE" and gaps.name_owner.fullmatch(context.gap(left, following)):
        return [following]
    for right in (spans[i] for i in range(index + 1, len(spans))):
        allowed = gaps.apposition if left.label == "PERSON" else gaps.title_owner
        if right.label == "PERSON" or right.id in taken or not allowed.fullmatch(context.gap(left, right)):
            break
        found.append(right)
        left = right
    return found if any(span.label == "TITLE" for span in found) else ()


def _home(context: Context, span: Span) -> Iterator[str]:
    """The country of a qualifier: its own, or the one that an organisation's name begins with."""
    if span.id in context.countries:
        yield context.countries[span.id]
    elif span.label == "ORG":
        code = load_countries().code(span.text.split()[0])
        if code:
            yield code
