"""Whether normal forms are well formed: real dates in order, known comparators, currencies and bases."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from babel import Locale
from babel.numbers import list_currencies

from pipeline.records import Amount, Change, Norm, Timex
from pipeline.schema import load_schema

_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?")
_ISO_DATE_LENGTH = len("2020-12-05")
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes of CLDR that stand for no country."""

Finding = tuple[str, str]
"""Place and message, within one document."""


def one_of(place: str, name: str, value: str, allowed: Iterable[str]) -> Iterator[Finding]:
    """A finding if the value is not one of the allowed ones."""
    if value not in allowed:
        yield place, f"{name} {value!r} is not one of {', '.join(sorted(allowed))}"


def check_norm(place: str, norm: Norm) -> Iterator[Finding]:
    """What is wrong with a normal form."""
    attributes = load_schema().attributes
    match norm:
        case Timex():
            yield from one_of(place, "type", norm.type, attributes["timex_type"])
            yield from _interval(place, norm)
        case Amount():
            yield from one_of(place, "comparator", norm.comparator, attributes["comparator"])
            if norm.upper is not None and norm.upper < norm.amount:
                yield place, f"upper {norm.upper} is less than amount {norm.amount}"
            if norm.currency is not None and norm.currency not in list_currencies():
                yield place, f"currency {norm.currency!r} is no ISO 4217 code"
        case Change(basis=str(basis)):
            yield from one_of(place, "basis", basis, attributes["basis"])


def _interval(place: str, norm: Timex) -> Iterator[Finding]:
    if norm.begin is None and norm.end is None:
        return
    times = [_real_time(bound) for bound in (norm.begin, norm.end)]
    for name, bound, time in zip(("begin", "end"), (norm.begin, norm.end), times, strict=True):
        if time is None:
            yield place, f"{name} {bound!r} is not a real date in ISO 8601; give both bounds or neither"
    if norm.begin and norm.end and None not in times:
        length = min(len(norm.begin), len(norm.end))
        if norm.begin[:length] > norm.end[:length]:
            yield place, f"begin {norm.begin} is after end {norm.end}"


def is_real_date(text: str) -> bool:
    """Whether the text is a date of the calendar, written YYYY-MM-DD."""
    return len(text) == _ISO_DATE_LENGTH and _real_time(text) is not None


def is_country(code: str) -> bool:
    """Whether CLDR knows the ISO 3166-1 alpha-2 code as a country or territory, Kosovo's XK included."""
    return code.isalpha() and code not in _NO_COUNTRIES and code in Locale("en").territories


def _real_time(text: str | None) -> datetime | None:
    if text is None or not _ISO_TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
