"""Facts in words: fillers with their normal forms, headings, evidence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.records import Argument, Document, Fact
from pipeline.report.norms import describe_argument

_LONG_NUMBER = re.compile(r"(?<!\d)(?<!\d\.)[0-9]{5,100}(?!\d)")
_GROUP_START = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler of a role: its words, and its country or normal form where that says more."""

    text: str
    norm: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a fact: its trigger's words (none for a static fact), and status and phase in words.

    `notable` leaves out what goes without saying, `asserted` and `begin`.
    """

    trigger: str | None
    status: str
    notable: str


def labels_of(document: Document) -> dict[str, str]:
    """Span id → label."""
    return {key: span.label for key, span in document.by_id().items()}


def describe_filler(argument: Argument, labels: Mapping[str, str]) -> Filler:
    """The words of a filler, and what they stand for."""
    norm = describe_argument(argument, labels.get(argument.id))
    return Filler(argument.text, "" if norm in (argument.text, argument.text.replace(",", "")) else group_digits(norm))


def group_digits(text: str) -> str:
    """Whole numbers of five digits and more in groups of three, with narrow no-break spaces (ISO 80000-1)."""
    return _LONG_NUMBER.sub(lambda match: _GROUP_START.sub("\u202f", match[0]), text)


def describe_heading(fact: Fact) -> Heading:
    """Trigger, status and phase; the phase `begin` is never said."""
    phase = "end" if fact.phase == "end" else None
    status, notable = (
        ", ".join(part for part in (status, phase) if part)
        for status in (fact.status, None if fact.status == "asserted" else fact.status)
    )
    return Heading(fact.trigger.text if fact.trigger else None, status, notable)


def span_ids(facts: Iterable[Fact]) -> list[str]:
    """The ids of the spans that the facts stand on, each once, in the order of the facts."""
    found: dict[str, None] = {}
    for fact in facts:
        if fact.trigger:
            found[fact.trigger.id] = None
        found.update((argument.id, None) for arguments in fact.arguments.values() for argument in arguments)
    return list(found)
