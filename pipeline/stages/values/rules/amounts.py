"""Readers of MONEY, PERCENT, QUANTITY, ORDINAL and CARDINAL: from a rule's match to a normalized amount."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from pipeline.numerals import PATTERNS, parse_number, parse_range
from pipeline.records import Amount, Offsets
from pipeline.rules import Rule, alternation, load_rules, read_toml
from pipeline.stages.values.rules.comparators import Comparators, make_comparators
from pipeline.stages.values.rules.currencies import Currencies, load_currencies
from pipeline.stages.values.rules.reading import group
from pipeline.stages.values.rules.units import Units, load_units

NO_VALUE = "NONE"
"""The label of rules for what looks like a value and is none."""

_FILE = "values/amounts.toml"
_HOMONYMS = frozenset(
    {"won", "real", "mark", "sol", "som", "lev", "lek", "lat", "inti", "tala", "pula", "rand", "kina"}
)
_LEAST_HOMONYM = 10_000
_AROUND = 2_000
"""How many characters about an amount may tell whose money it is."""
_NEAR = 60
_REACH = 24
_POINTS = re.compile(r"(?i)points?$|\bp\.?p\.?t?s?$")
_WORD_BETWEEN = re.compile(r"[a-z]")
_PLACES = 4
_SHARES = MappingProxyType(
    {
        word: f"one {word}"
        for word in ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "hundredth")
    }
)
_LEAST_RANGE = 5
"""Behind a word of change, how many times the lower end the upper one is where they are no range ('fell 2 to 98')."""
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The rules of `amounts.toml` with what is needed to read their matches.

    `change` matches words of rise and fall that end where a number begins. `near` holds, by rule, what must stand close
    by for its matches to hold.
    """

    rules: tuple[Rule, ...]
    currencies: Currencies
    units: Units
    comparators: Comparators
    change: re.Pattern[str]
    near: Mapping[str, re.Pattern[str]]

    def read(self, rule: Rule, match: re.Match[str], sentence: Offsets) -> Amount | None:
        """The amount of a match; null where it is none after all (a falling range, an unknown currency)."""
        numbers = self._numbers(rule, match)
        if numbers is None:
            return None
        amount, upper = numbers
        comparator = self.comparators.of(match, rule.label, sentence)
        if rule.label == "MONEY":
            return Amount(amount, comparator, upper, currency=self._currency(match))
        if rule.label == "QUANTITY":
            name = rule.settings.get("unit") or group(match, "unit") or ""
            factor = self.units.factor(name)
            return Amount(amount * factor, comparator, upper and upper * factor, unit=self.units.symbol(name))
        points = rule.label == "PERCENT" and _POINTS.search(match[0]) is not None
        return Amount(amount, comparator, upper, counted="percentage point" if points else None)

    def find(self, rule: Rule, text: str, sentence: Offsets) -> Iterator[re.Match[str]]:
        """The matches of a rule that hold; of two numbers that are no range ('52 to 48') those of each."""
        for match in rule.find(text, *sentence):
            if self.holds(rule, match):
                yield match
                continue
            upper = match.start("upper") if match.groupdict().get("upper") else 0
            if upper and _WORD_BETWEEN.search(text, match.end("lower"), upper):
                second = next(rule.find(text, match.end("lower"), sentence[1]), None)
                alone = (*rule.find(text, match.start(), upper), second)
                yield from (part for part in alone if part and part.start() <= upper and self.holds(rule, part))

    def holds(self, rule: Rule, match: re.Match[str]) -> bool:
        """Whether a match is an amount after all: no falling range, no small sum of a homonym ('2022 marks')."""
        if rule.settings.get("vague") or rule.label == NO_VALUE:
            return True
        near = self.near.get(rule.name)
        if near and not near.search(match.string, max(0, match.start() - _NEAR), match.end() + _NEAR):
            return False
        return self._numbers(rule, match) is not None

    def _currency(self, match: re.Match[str]) -> str | None:
        around = match.string[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        part = group(match, "part")
        if part and (adjective := group(match, "whose")):
            return self.currencies.code(f"{adjective} dollar", around)
        if part:
            return self.currencies.part(part, around) if len(part) > 1 else "GBP"
        return self.currencies.code(group(match, "currency") or "", around)

    def _numbers(self, rule: Rule, match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
        """The number of a match, or both ends of its range."""
        lower, upper = rule.settings.get("number") or group(match, "lower"), group(match, "upper")
        if rule.label != "ORDINAL":
            lower = _SHARES.get((lower or "").lower(), lower)
        scale = f" {scale}" if (scale := group(match, "scale")) else ""
        if lower and upper:
            ends = parse_range(lower, upper + scale)
            return None if ends is None or self._is_change(match, *ends) else self._adjusted(match, *ends)
        number = parse_number((lower or "") + scale)
        return None if number is None else self._adjusted(match, number, None)

    def _is_change(self, match: re.Match[str], lower: Decimal, upper: Decimal) -> bool:
        """Whether the numbers are by how much and to what something rose or fell: 'down 3 pence to 97 pence'."""
        before = max(0, match.start() - _REACH), match.start()
        return upper > _LEAST_RANGE * lower and self.change.search(match.string, *before) is not None

    def _adjusted(
        self, match: re.Match[str], lower: Decimal, upper: Decimal | None
    ) -> tuple[Decimal, Decimal | None] | None:
        """The numbers of a match in whole units of its currency; null where it counts a homonym or is no share."""
        if (group(match, "currency") or "").lower().removesuffix("s") in _HOMONYMS and lower < _LEAST_HOMONYM:
            return None
        if group(match, "part"):
            return lower * _HUNDREDTH, None if upper is None else upper * _HUNDREDTH
        minor, base = parse_number(group(match, "minor") or ""), parse_number(group(match, "of") or "")
        if minor is not None:
            return (lower + minor * _HUNDREDTH, None) if minor < 100 else None  # noqa: PLR2004
        if base is not None:
            return (round(lower / base, _PLACES).normalize(), None) if lower < base else None
        return lower, upper


def load_amounts() -> Amounts:
    """The amount rules, with currencies from CLDR."""
    data = read_toml(_FILE)
    currencies, units = load_currencies(), load_units()
    given = {**PATTERNS, **currencies.patterns(), "unit": units.pattern, "per": units.per_pattern}
    rules = load_rules(_FILE, given=given).rules
    return Amounts(
        rules=rules,
        currencies=currencies,
        units=units,
        comparators=make_comparators(data),
        change=re.compile(rf"(?i)\b(?:{alternation(tuple(data['lists']['change']))})\s+(?:by\s+)?$"),
        near={rule.name: re.compile(rule.settings["near"]) for rule in rules if "near" in rule.settings},
    )
