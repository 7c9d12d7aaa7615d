"""Readers of MONEY, PERCENT, QUANTITY, ORDINAL and CARDINAL: from a rule's match to a normalized amount."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.numerals import PATTERNS, parse_number, parse_range
from pipeline.records import Amount
from pipeline.rules import Rule, alternation, load_rules, read_toml
from pipeline.stages.values.rules.currencies import Currencies, load_currencies
from pipeline.stages.values.rules.reading import group

NO_VALUE = "NONE"
"""The label of rules for what looks like a value and is none."""

_FILE = "values/amounts.toml"
_REACH = 24
_PREPOSITIONS = frozenset({"around", "over", "above", "under", "below", "about"})
_FEW = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"})
_HOMONYMS = frozenset({"won", "real", "mark", "sol", "som"})
_LEAST_HOMONYM = 10_000


@dataclass(frozen=True, slots=True)
class Amounts:
    """The rules of `amounts.toml` with what is needed to read their matches."""

    rules: tuple[Rule, ...]
    currencies: Currencies
    units: Mapping[str, str]
    comparators: Mapping[str, str]
    before: re.Pattern[str]
    after: re.Pattern[str]

    def read(self, rule: Rule, match: re.Match[str], sentence: tuple[int, int]) -> Amount | None:
        """The amount of a match; null where it is none after all (a falling range, an unknown currency)."""
        numbers = self._numbers(rule, match)
        if numbers is None:
            return None
        amount, upper = numbers
        comparator = self._comparator(rule, match, sentence)
        if rule.label == "MONEY":
            return Amount(amount, comparator, upper, currency=self.currencies.code(match["currency"], match.string))
        if rule.label == "QUANTITY":
            unit = rule.settings.get("unit") or self.units[_key(match["unit"])]
            return Amount(amount, comparator, upper, unit=unit)
        return Amount(amount, comparator, upper)

    def holds(self, rule: Rule, match: re.Match[str]) -> bool:
        """Whether a match is an amount after all: no falling range, no small sum of a homonym ('2022 marks')."""
        return bool(rule.settings.get("vague")) or rule.label == NO_VALUE or self._numbers(rule, match) is not None

    def _numbers(self, rule: Rule, match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
        """The number of a match, or both ends of its range."""
        lower, upper = rule.settings.get("number") or group(match, "lower"), group(match, "upper")
        if lower and upper:
            return parse_range(lower, upper)
        number = parse_number(lower or "")
        homonym = rule.label == "MONEY" and match["currency"].removesuffix("s") in _HOMONYMS
        return None if number is None or (homonym and number < _LEAST_HOMONYM) else (number, None)

    def _comparator(self, rule: Rule, match: re.Match[str], sentence: tuple[int, int]) -> str:
        if rule.label == "ORDINAL":
            return "="  # 'handing over the fifth' compares nothing
        text = match.string
        found = self.before.search(text, max(match.start() - _REACH, sentence[0]), match.start())
        if found and found["words"].lower() in _PREPOSITIONS and rule.label == "CARDINAL" and match[0].lower() in _FEW:
            return "="  # 'under three governments' counts them
        found = found or self.after.match(text, match.end(), sentence[1])
        return "=" if found is None else self.comparators[_key(found["words"])]


def load_amounts() -> Amounts:
    """The amount rules, with currencies from CLDR."""
    data = read_toml(_FILE)
    currencies = load_currencies(data["currencies"])
    units = {_key(word): unit for unit, words in data["units"].items() for word in words}
    words = tuple(word for names in data["units"].values() for word in names)
    given = {**PATTERNS, **currencies.patterns(), "unit": alternation(words).replace(r"\s+", r"[\s-]+")}
    before, after = data["comparators"], data["comparators_after"]
    return Amounts(
        rules=load_rules(_FILE, given=given).rules,
        currencies=currencies,
        units=units,
        comparators={_key(word): sign for table in (before, after) for sign, words in table.items() for word in words},
        before=re.compile(rf"(?<!\w)(?P<words>(?i:{_any_of(before)}))(?:\s+an?)?\s+(?:the\s+)?$"),
        after=re.compile(rf"\s+(?P<words>(?i:{_any_of(after)}))\b"),
    )


def _any_of(table: Mapping[str, list[str]]) -> str:
    return alternation(tuple(word for words in table.values() for word in words))


def _key(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words if len(words) <= 3 else words.lower())  # noqa: PLR2004
