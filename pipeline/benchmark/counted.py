"""factwire's values as quantities in the sense of CQE (Almasian et al. 2023): counted nouns, rates, and changes.

SCHEMA.md gives a unit to what is measured alone, and keeps changes on arcs. CQE's sets give one to everything ('40
workers', '2.50 dollars a share', '72 years old'), and say of a figure itself that it rises or falls. This view is made
from our spans and the words beside them, without parser or gold; the values layer stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pipeline.numerals import PATTERNS, parse_number
from pipeline.records import Amount, Document, Offsets, Timex, Value
from pipeline.rules import alternation, read_toml
from pipeline.stages.values.rules.nouns import Nouns, load_nouns

_FILE = "benchmark/quantities.toml"
_LABELS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_PERIOD = r"year|month|week|weekend|day|hour|minute|second|decade|century|centurie|quarter|night"
_LENGTH = re.compile(rf"(?P<number>{PATTERNS['number']})[\s-]+(?P<unit>{_PERIOD}|yr|hr|min|sec)s?\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?i)(?P<by>tens|hundreds)?(?:\s+of\s+)?(?P<scale>dozen|hundred|thousand|million|billion|trillion)s?$"
)
_AGE = re.compile(r"\s*-?\s*(?P<unit>year|month|week|day)s?(?:\s?-\s?|\s+)(?:olds?\b|of\s+age\b)|\s?(?P<short>y\.?o)\b")
_AGED = re.compile(
    r"\b(?:aged?|age\s+of|aged\s+between|turn(?:s|ed|ing)?)\s+(?:(?:about|around|under|over|nearly)\s+)?$"
)
_AVERAGE = re.compile(r"\baverag(?:es?|ed|ing)\s+(?:of\s+)?$")
_AS_MUCH = re.compile(r"\bas\s+(?:much|many)\s+as\s+$")
_TO = re.compile(r"\s+to\s+")
_FROM = re.compile(
    r"(?i)^(?!.*\b(?:ris|rose|f[ae]ll|grow|grew|increas|climb|jump|surg|soar|expand|rais|lift|boost|up\b|cut|drop|advanc|doubl|tripl|improv"
    r"|swell|slow|widen|edg|accelerat|hik|gain|mov|went)).*\bfrom\s+(?:about\s+|around\s+|just\s+)?$",
    re.DOTALL,
)
_PENNY = frozenset({"penny", "pence", "pennies", "p"})
_REACH = 48
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = re.compile(r"\b[A-Z][\w.’'-]+,\s+$")
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class View:
    """The words of `quantities.toml`, compiled."""

    nouns: Nouns
    bases: Mapping[str, str]
    names: Mapping[str, str]
    rate: re.Pattern[str]
    noun_rate: re.Pattern[str]
    before: Mapping[str, re.Pattern[str]]
    percent_before: Mapping[str, tuple[re.Pattern[str], ...]]
    phrasal: re.Pattern[str]

    def quantities(self, document: Document) -> Iterator[dict[str, Any]]:
        """The quantities of a document in text order, as values; `comparator` may be `up` or `down`."""
        for value in _with_ranges(document):
            bounds = next(
                (each for each in document.sentences if each[0] <= value.start < each[1]), (0, len(document.content))
            )
            for lower, upper, unit, sign in self._read(value, document.content, bounds):
                comparator = self._change(value, sign, document.content, bounds)
                norm = {
                    "amount": str(lower),
                    "upper": None if upper is None else str(upper),
                    "unit": unit,
                    "comparator": comparator,
                }
                yield {"start": value.start, "end": value.end, "label": "QUANTITY", "norm": norm}

    def _read(
        self, value: Value, text: str, bounds: Offsets
    ) -> Iterator[tuple[Decimal, Decimal | None, str | None, str]]:
        norm = value.norm
        if isinstance(norm, Amount) and value.label in _LABELS:
            lower, upper, unit = self._measured(value, norm, text, bounds)
            yield lower, upper, unit, {">=": ">", "<=": "<"}.get(norm.comparator, norm.comparator)
        elif isinstance(norm, Timex):
            yield from _lengths(value, norm, text)
        elif value.label == "CARDINAL" and (vague := _VAGUE.search(value.text)):
            number = parse_number(f"one {vague['scale'].lower()}") or Decimal(1)
            number *= {"tens": 10, "hundreds": 100}.get((vague["by"] or "").lower(), 1)
            noun = self.nouns.after(text, value.end, bounds[1], number)
            if noun:
                yield number, None, self._named(noun), "="

    def _measured(
        self, value: Value, norm: Amount, text: str, bounds: Offsets
    ) -> tuple[Decimal, Decimal | None, str | None]:
        """The numbers as written and the unit: of its own, an age, or the noun that is counted."""
        lower, upper = _exact(norm.amount), norm.upper
        unit = "percentage" if value.label == "PERCENT" else norm.currency or norm.unit
        if value.found_by == "money.part" and (
            part := re.search(r"(?i)(?:\d|[\s-])(cents?|pence|penny|pennies|p)$", value.text)
        ):
            unit = "penny" if part[1].lower() in _PENNY else "cent"
            lower, upper = lower * 100, upper and upper * 100
        if value.label == "CARDINAL":
            return lower, upper, self._age(value, text) or self._noun(value, norm, text, bounds)
        rate = self.rate.match(text, value.end, bounds[1])
        return lower, upper, f"{unit} per {rate['by'].lower()}" if rate and unit else unit

    def _age(self, value: Value, text: str) -> str | None:
        after = _AGE.match(text, value.end)
        if after:
            return f"{after['unit'] or 'year'} of age"
        start = max(0, value.start - _REACH)
        named = value.text.isdigit() and int(value.text) < _OLDEST and text[value.end : value.end + 1] == ","
        before = _AGED.search(text, start, value.start) or (named and _NAMED.search(text, start, value.start))
        return "year of age" if before else None

    def _noun(self, value: Value, norm: Amount, text: str, bounds: Offsets) -> str | None:
        hyphen = text[value.end : value.end + 1] == "-"  # CQE's unit is all of it, 'door version' in 'two-door version'
        noun = self._named(self.nouns.after(text, value.end, bounds[1], norm.amount) if hyphen else norm.counted)
        rate = self.noun_rate.match(text, value.end, bounds[1]) if noun else None
        if 0 < norm.amount < 1 and value.text.isascii() and not value.text[0].isdigit():
            return f"% {noun or '-'}"
        return f"{noun} per {rate['by'].lower()}" if rate else noun

    def _named(self, counted: str | None) -> str | None:
        """What is counted, as CQE writes it: 'largest port' is 'large port', 'times' are 'count'."""
        if counted is None or counted == "time":
            return counted and "count"
        *words, noun = counted.split(" ")
        return " ".join((*(self.bases.get(word.lower(), word) for word in words), self.names.get(noun, noun)))

    def _change(self, value: Value, sign: str, text: str, bounds: Offsets) -> str:
        """The comparator in CQE's sense: `up` or `down` for what nothing bounds, averages are about it."""
        if isinstance(value.norm, Timex):
            return sign
        before = max(bounds[0], value.start - _REACH), value.start
        if sign == "=" and _AVERAGE.search(text, *before):
            return "~"
        return self._direction(value, text, before) if sign == "=" or _AS_MUCH.search(text, *before) else sign

    def _direction(self, value: Value, text: str, before: Offsets) -> str:
        """`up`, `down` or `=` by the sign or the word of change before the value."""
        if text[: value.start].endswith("+"):
            return "up"
        for change in ("up", "down"):
            found = self.before[change].search(text, *before)
            if found and not self._other_sense(found, value, text):
                return change
            percent = value.label == "PERCENT"
            if percent and any(each.search(text, *before) for each in self.percent_before[change]):
                return change
        return "="

    def _other_sense(self, found: re.Match[str], value: Value, text: str) -> bool:
        """Whether a word of change means something else: 'set up 20 camps', 'lost 5 million dollars'."""
        word = (found["word"] or "").lower()
        if word in {"up", "down"} and value.label != "PERCENT":
            return self.phrasal.search(text, max(0, found.start() - _REACH), found.start()) is not None
        return word in {"lost", "loses"} and (value.label == "MONEY" or found[0].rstrip().endswith("by"))


def _with_ranges(document: Document) -> Iterator[Value]:
    """The values, both ends of 'from A to B' as one range: CQE takes them so, but those of a rise or fall."""
    rest = list(document.values)
    while rest:
        value, *rest = rest
        lower, upper = value.norm, rest[0].norm if rest else None
        if isinstance(lower, Amount) and isinstance(upper, Amount) and _is_range(value, rest[0], document.content):
            value, *rest = (replace(rest[0], norm=replace(upper, amount=lower.amount, upper=upper.amount)), *rest[1:])
        yield value


def _is_range(lower: Value, upper: Value, text: str) -> bool:
    ends = [each.norm for each in (lower, upper) if isinstance(each.norm, Amount)]
    same = ends[0].unit in {None, ends[1].unit} and ends[0].currency == ends[1].currency
    if not same or any(end.upper for end in ends) or ends[0].amount >= ends[1].amount:
        return False
    before = text[max(0, lower.start - _REACH) : lower.start]
    return _TO.fullmatch(text, lower.end, upper.start) is not None and _FROM.search(before) is not None


def _lengths(value: Value, norm: Timex, text: str) -> Iterator[tuple[Decimal, Decimal | None, str | None, str]]:
    """The lengths of time that a date or duration counts: 'the first nine months of 2023' are 9 of the unit month."""
    found = [
        (number, match["unit"].lower())
        for match in _LENGTH.finditer(value.text)
        if (number := parse_number(match["number"])) is not None and not _YEAR.fullmatch(match["number"])
    ]
    age = _AGE.match(text, value.end - len(_unit_at_end(value.text))) if found else None
    for number, unit in found:
        name = {"centurie": "century", "yr": "year", "hr": "hour", "min": "minute", "sec": "second"}.get(unit, unit)
        yield number, None, f"{name} of age" if age else name, "~" if norm.mod == "APPROX" else _bound(norm.mod)


def _unit_at_end(text: str) -> str:
    match = re.search(rf"(?i)[\s-]*(?:{_PERIOD})s?(?:[\s-]+old)?$", text)
    return match[0] if match else ""


def _bound(mod: str | None) -> str:
    return {"MORE_THAN": ">", "EQUAL_OR_MORE": ">", "LESS_THAN": "<", "EQUAL_OR_LESS": "<"}.get(mod or "", "=")


def _exact(number: Decimal) -> Decimal:
    """A fraction that was rounded to four decimals, to more of them."""
    fraction = Fraction(number).limit_denominator(20)
    if not 0 < number < 1 or number.as_tuple().exponent != -4 or abs(fraction - Fraction(number)) > Fraction(1, 10_000):  # noqa: PLR2004
        return number
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


@lru_cache
def load_view() -> View:
    """The view by the words of `resources/benchmark/quantities.toml`."""
    data = read_toml(_FILE)
    change = data["change"]
    by = rf"(?:\s+(?:{_any(change['between'])}))*\s+$"
    rates = _any(data["rates"]["by"])
    link = r"(?:\s+per\s+|\s*[-–]?\s*\ban?(?:\s+|\s?-\s?)|\s?/\s?)"
    return View(
        nouns=load_nouns(),
        bases=data["bases"],
        names=data["names"],
        rate=re.compile(
            rf"(?i)(?:\s+(?:in|of)\s+(?:[a-z-]+\s+){{1,4}}?)?{link}(?P<by>{rates})s?\b(?!\s+(?:earlier|ago|before|later))"
        ),
        noun_rate=re.compile(
            rf"(?i)(?:\s+[a-z-]+){{1,4}}\s+(?:per|an?)\s+(?P<by>{rates})\b(?!\s+(?:earlier|ago|before|later))"
        ),
        before={
            way: re.compile(rf"(?i)\b(?:(?P<word>{_any(change[way])}){by}|(?:{_any(change[f'{way}_by'])})\s+by{by})")
            for way in ("up", "down")
        },
        percent_before={
            way: (
                re.compile(rf"(?i)\b(?:{_any(change[f'{way}_by'])}){by}"),
                re.compile(rf"(?i)\b(?:{_any(change[f'{way}_noun'])})s?\s+of{by}"),
            )
            for way in ("up", "down")
        },
        phrasal=re.compile(rf"(?i)\b(?:{_any(change['phrasal'])})\s+$"),
    )


def _any(words: Sequence[str]) -> str:
    return alternation(tuple(words))
