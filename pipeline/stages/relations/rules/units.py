"""A sentence as units: spans and other tokens; a pointer sits on the last token of its phrase."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.align import contains, index_at, token_range
from pipeline.records import Document, Offsets, Span, Timex, Value

POINTER = "POINTER"
ADVERBS = frozenset({"here", "there"})
"""Words that stand for a place and are adverbs in every grammar; they keep their code."""

NAMES_AND_DATES = frozenset(
    {"MONEY", "PERCENT", "QUANTITY", "PERSON", "GPE", "NORP", "LOC", "ORG", "FAC", "EVENT", "DATE", "TIME", POINTER}
)


_OFFSET = re.compile(r"\s+(?:after|before|later|earlier|ago|ahead|prior)\b")
"""What makes a length of time the distance from another event: 'two days | after' fills no role."""


_CONVERSION = re.compile(
    r"(?<!\S)(MONEY|QUANTITY) \( (?:(?:about|some|around|nearly|over|or|almost|roughly|more than) )?\1 \)(?!\S)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One step of a sentence.

    `code` is what surface patterns see: the label of a span, `POINTER`, or the word in lower case. `targets` are the
    spans that the unit stands for: the span itself, or those that the pointer points to.
    """

    start: int
    end: int
    text: str
    code: str
    span: Span | None = None
    targets: tuple[Span, ...] = ()

    @property
    def offsets(self) -> Offsets:
        """Where the unit stands in the text."""
        return (self.start, self.end)


class Codes:
    """The codes of some units in one string, separated by spaces, and the way back from its characters to the units."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self.text = " ".join(unit.code for unit in units)
        self._starts = [0]
        for unit in units:
            self._starts.append(self._starts[-1] + len(unit.code) + 1)

    def between(self, start: int, end: int) -> slice:
        """Which units the characters `start:end` of the string belong to."""
        return slice(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def offset(self, index: int) -> int:
        """Where unit `index` begins in the string."""
        return self._starts[index]


def split(document: Document) -> tuple[tuple[Unit, ...], ...]:
    """The units of every sentence, in text order; a dateline belongs to no sentence's grammar and is left out."""
    hidden = _dateline(document)
    units = tuple(unit for unit in _units(document) if not contains(hidden, unit.offsets))
    starts = [unit.start for unit in units]
    return tuple(units[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in document.sentences)


def split_dateline(document: Document) -> tuple[Unit, ...]:
    """The units of the dateline; none where there is no dateline."""
    place = _dateline(document)
    return tuple(unit for unit in _units(document) if contains(place, unit.offsets)) if any(place) else ()


def _dateline(document: Document) -> Offsets:
    zone = document.zone("dateline")
    return (zone.start, zone.end) if zone is not None else (0, 0)


def _units(document: Document) -> Iterator[Unit]:
    spans = document.spans()
    places = [span.offsets for span in spans]
    by_id = document.by_id()
    pointers = {
        _last_token(document, (pointer.start, pointer.end))[1]: tuple(by_id[target] for target in pointer.targets)
        for pointer in document.links.pointers
    }
    last: int | None = None
    for start, end in document.tokens:
        index = index_at(places, start)
        if index is not None and index != last:
            span = spans[index]
            offset = _is_duration(span) and _OFFSET.match(document.content, span.end) is not None
            others = pointers.get(span.end, ()) if span.label == "TITLE" else ()
            yield Unit(span.start, span.end, span.text, span.label, span, () if offset else (span, *others))
        elif index is None:
            text = document.content[start:end]
            targets = pointers.get(end, ())
            word = text.lower().replace("’", "'")
            yield Unit(start, end, text, POINTER if targets and word not in ADVERBS else word, None, targets)
        last = index


def _is_duration(span: Span) -> bool:
    return isinstance(span, Value) and isinstance(span.norm, Timex) and span.norm.type == "DURATION"


def _last_token(document: Document, place: Offsets) -> Offsets:
    first, end = token_range(document.tokens, place)
    return document.tokens[end - 1] if first < end else place


def join_conversions(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Make one unit, which stands for both, of a sum or quantity and its conversion: '5 euros (about 6 dollars)'."""
    codes = Codes(units)
    joined: list[Unit] = []
    done = 0
    for match in _CONVERSION.finditer(codes.text):
        place = codes.between(*match.span())
        first, *_, second, last = units[place]
        joined += units[done : place.start]
        joined.append(replace(first, end=last.end, targets=(*first.targets, *second.targets)))
        done = place.stop
    return (*joined, *units[done:])


def contract(units: Sequence[Unit], phrase: re.Pattern[str]) -> tuple[Unit, ...]:
    """Make one unit of every phrase whose codes match: it stands for its last unit.

    'visiting | Lao | Prime Minister | X' becomes X, 'more | than | 5 percent' 5 percent, 'co | - | chair' one word.
    """
    codes = Codes(units)
    contracted: list[Unit] = []
    done = 0
    for match in phrase.finditer(codes.text):
        place = codes.between(*match.span())
        head = units[place.stop - 1]
        start = place.start - 1 if _is_attribute(units, place.start - 1, head) else place.start
        contracted += units[done:start]
        text = head.text if head.targets else "".join(unit.text for unit in units[place])
        contracted.append(replace(head, start=units[start].start, text=text))
        done = place.stop
    return (*contracted, *units[done:])


def _is_attribute(units: Sequence[Unit], index: int, head: Unit) -> bool:
    """Whether a unit is 'visiting' before the office of a person, where it governs nothing."""
    return index >= 0 and head.code == "PERSON" and units[index].code == "VISIT" and units[index].text == "visiting"
