"""Who holds which office, and whose: titles and countries that stand right beside a person's name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.countries import load_countries
from pipeline.records import Entity, Span
from pipeline.rules import load_rules
from pipeline.stages.links.rules.context import COUNTRY, Context, Pair, chain

_CHAIN = COUNTRY | {"PERSON", "TITLE", "ORG"}


@dataclass(frozen=True, slots=True)
class Holders:
    """By what a person's name stands for: the offices (lower case) that the text gives them, and their countries.

    `titles` has the TITLE spans by person and office.
    """

    titles: Mapping[tuple[str, str], Sequence[Span]]
    offices: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Gaps:
    """What may stand between a title, what it is qualified with, and a name."""

    title_name: re.Pattern[str]
    title_title: re.Pattern[str]
    owner_title: re.Pattern[str]
    apposition: re.Pattern[str]
    title_owner: re.Pattern[str]


@cache
def _gaps() -> _Gaps:
    book = load_rules("links/offices.toml")
    return _Gaps(**{name: book.compile(pattern) for name, pattern in book.patterns.items()})


def find_holders(context: Context) -> Holders:
    """Offices and countries of the persons of a document."""
    spans = [span for span in context.spans if span.label in _CHAIN]
    before = {i: list(_before(context, spans, i)) for i, span in enumerate(spans) if span.label == "PERSON"}
    taken = {span.id for qualifiers in before.values() for span in qualifiers}
    titles: dict[tuple[str, str], list[Span]] = {}
    offices: defaultdict[str, set[str]] = defaultdict(set)
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for index, left in before.items():
        person = context.key(spans[index])
        qualifiers = [*left, *_after(context, spans, index, taken)]
        for span in qualifiers:
            if span.label == "TITLE":
                titles.setdefault((person, office_of(span)), []).append(span)
                offices[person].add(office_of(span))
            homes[person].update(_home(context, span))
    return Holders(titles, _frozen(offices), _frozen(homes))


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in table.items()}


def office_of(title: Span) -> str:
    """The office that a TITLE stands for, in lower case."""
    norm = title.norm if isinstance(title, Entity) else None
    return (norm.office if norm is not None else title.text).casefold()


def title_pairs(holders: Holders) -> Iterator[Pair]:
    """TITLE mentions of one office of one holder."""
    for titles in holders.titles.values():
        yield from chain(titles)


def _before(context: Context, spans: Sequence[Span], index: int) -> Iterator[Span]:
    """What qualifies a name from the left: '[Lao] [Deputy Prime Minister] and [Foreign Minister] NAME'."""
    gaps = _gaps()
    right = spans[index]
    for left in (spans[i] for i in range(index - 1, -1, -1)):
        allowed = {
            ("TITLE", "PERSON"): gaps.title_name,
            ("TITLE", "TITLE"): gaps.title_title,
        }.get((left.label, right.label), gaps.owner_title if left.label != "PERSON" else None)
        if allowed is None or not allowed.fullmatch(context.gap(left, right)):
            return
        yield left
        right = left


def _after(context: Context, spans: Sequence[Span], index: int, taken: set[str]) -> Sequence[Span]:
    """What qualifies a name from the right: 'NAME, [president] of [Peru]'; not what belongs to the next name."""
    gaps = _gaps()
    found: list[Span] = []
    left = spans[index]
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
