"""Signed changes: the sign is the rule's, the basis is what the sentence compares with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.records import Amount, Change, Span, Value
from pipeline.rules import RuleBook

_BASES = {
    "year_on_year": "year-on-year",
    "month_on_month": "month-on-month",
    "quarter_on_quarter": "quarter-on-quarter",
}
_LEVEL = re.compile(
    r"(?i)(?<!\bup )(?<!\bdue )\bto\s+"
    r"(?:(?:about|some|around|nearly|almost|over|more|less|than|just|only|a|an|the|record)\s+)*$"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The text of a sentence, where it begins in the document, and the pattern of every basis of comparison."""

    text: str
    start: int
    bases: Mapping[str, re.Pattern[str]]
    falls: re.Pattern[str]

    def norm(self, argument: Span, sign: int | None) -> Change | None:
        """The normal form of `argument` as a change: its sign is given, else that of the word before it."""
        if not isinstance(argument, Value) or not isinstance(argument.norm, Amount):
            return None
        amount = argument.norm.amount
        unit = "%" if argument.label == "PERCENT" else argument.norm.currency or argument.norm.unit or ""
        return Change(-amount if self._is_fall(argument, sign) else amount, unit, self._basis(argument))

    def is_level(self, argument: Span) -> bool:
        """Whether the words before say that it is what something changed to, not by how much it did."""
        return _LEVEL.search(self.text[: argument.start - self.start]) is not None

    def _is_fall(self, argument: Span, sign: int | None) -> bool:
        if sign is not None:
            return sign < 0
        return self.falls.search(self.text[: argument.start - self.start]) is not None

    def _basis(self, argument: Span) -> str | None:
        """The basis named nearest after the change, else nearest before it."""
        position = argument.end - self.start
        found = [(match.start(), name) for name, pattern in self.bases.items() for match in pattern.finditer(self.text)]
        after = [(start, name) for start, name in found if start >= position]
        if after:
            return min(after)[1]
        return max(found)[1] if found else None


def basis_patterns(book: RuleBook) -> dict[str, re.Pattern[str]]:
    """By the name of each basis of comparison the words for it, from lists of the book."""
    return {name: book.compile(f"(?i){{{key}}}") for key, name in _BASES.items()}
