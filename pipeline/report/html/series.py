"""What the facts report of each indicator, gathered over all documents and brought into the order of time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from pipeline.records import Amount, Argument, Document, Fact, Timex
from pipeline.report.html.browser import fact_key
from pipeline.report.html.fillers import group_digits, labels_of
from pipeline.report.norms import describe_argument, format_norm

_WHOSE = ("party", "source", "destination")
_LARGEST = Decimal("1e30")


@dataclass(frozen=True, slots=True)
class Observation:
    """A value that a fact gives an indicator; `period` is closed, and null where the fact says no time.

    `whose` holds the parties, the source and the destination; `series` is what makes observations one series.
    """

    indicator: str
    whose: str
    unit: str
    amount: Amount
    words: str
    period: tuple[date, date] | None
    time: str
    change: str
    status: str | None
    href: str
    document: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """At least two dated observations of one indicator, with the same parties and unit, at different times."""

    title: str
    whose: str
    unit: str
    points: tuple[Observation, ...]


def observe(keyed: Iterable[tuple[str, Document]]) -> tuple[Observation, ...]:
    """Every value of the indicators of the documents, given with their anchors; by indicator, parties and time."""
    found = [seen for key, document in keyed for seen in _observations(key, document)]
    return tuple(sorted(found, key=_order))


def build_series(observations: Sequence[Observation]) -> tuple[tuple[Series, ...], tuple[Observation, ...]]:
    """The series that can be drawn, the longest first, and the observations that stand alone."""
    series: list[Series] = []
    alone: list[Observation] = []
    for _, group in groupby(observations, key=lambda seen: seen.series):
        points = tuple(group)
        dated = tuple(point for point in points if _can_be_drawn(point))
        if len({point.period for point in dated}) > 1:
            series.append(Series(dated[0].indicator, dated[0].whose, dated[0].unit, dated))
            alone += [point for point in points if not _can_be_drawn(point)]
        else:
            alone += points
    return tuple(sorted(series, key=lambda s: -len(s.points))), tuple(alone)


def _can_be_drawn(seen: Observation) -> bool:
    largest = max(abs(seen.amount.amount), abs(seen.amount.upper or seen.amount.amount))
    return seen.period is not None and largest <= _LARGEST


def _order(seen: Observation) -> tuple[tuple[str, ...], date, date, Decimal, str]:
    begin, end = seen.period or (date.max, date.max)
    return seen.series, begin, end, seen.amount.amount, seen.href


@dataclass(frozen=True, slots=True)
class _Place:
    href: str
    document: str


def _observations(key: str, document: Document) -> Iterator[Observation]:
    labels = labels_of(document)
    for number, fact in enumerate(document.facts):
        if fact.type == "INDICATOR" and fact.trigger:
            for value in fact.arguments.get("value", ()):
                if isinstance(value.norm, Amount):
                    place = _Place(f"#{fact_key(key, number)}", document.title or document.id)
                    yield _observation(fact, value.norm, labels.get(value.id), place)


def _observation(fact: Fact, amount: Amount, label: str | None, place: _Place) -> Observation:
    words = fact.trigger.text if fact.trigger else ""
    unit = amount.currency or amount.unit or ("%" if label == "PERCENT" else "")
    dates = fact.arguments.get("date", ())
    return Observation(
        indicator=words,
        whose=_whose(fact.arguments),
        unit=unit,
        amount=amount,
        words=group_digits(format_norm(amount, label)),
        period=next((period for period in map(_period, dates) if period), None),
        time=", ".join(_time(argument) for argument in dates),
        change=", ".join(describe_argument(argument) for argument in fact.arguments.get("change", ())),
        status=None if fact.status == "asserted" else fact.status,
        href=place.href,
        document=place.document,
        series=(" ".join(words.casefold().split()), unit, *_series_key(fact.arguments)),
    )


def _time(argument: Argument) -> str:
    return describe_argument(argument) or argument.text


def _period(argument: Argument) -> tuple[date, date] | None:
    norm = argument.norm
    if not isinstance(norm, Timex) or norm.begin is None or norm.end is None:
        return None
    try:
        begin, end = (date.fromisoformat(day[: len("2020-12-05")]) for day in (norm.begin, norm.end))
    except ValueError:
        return None
    return (begin, end) if begin <= end else None


def _whose(arguments: Mapping[str, Sequence[Argument]]) -> str:
    """'Laos – Vietnam' for parties, 'Laos → Vietnam' from source to destination."""
    party, source, destination = (", ".join(a.text for a in arguments.get(role, ())) for role in _WHOSE)
    direction = " → ".join((source or "…", destination)) if destination else source
    between = " – ".join(sorted(a.text for a in arguments.get("party", ())))
    return "; ".join(part for part in (between if party else "", direction) if part)


def _series_key(arguments: Mapping[str, Sequence[Argument]]) -> Iterator[str]:
    """Countries by code, others by their words, role by role and whatever their order."""
    for role in _WHOSE:
        yield "|".join(sorted(a.country or " ".join(a.text.casefold().split()) for a in arguments.get(role, ())))
