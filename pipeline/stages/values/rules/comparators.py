"""Words beside an amount that bound it: 'at least 40', 'not exceeding 5 percent', '300 or more', '~5 million'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pipeline.records import Offsets
from pipeline.rules import alternation
from pipeline.stages.values.rules.reading import group

_REACH = 32
_PREPOSITIONS = frozenset({"around", "over", "above", "under", "below", "about"})
_FEW = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"})
_AT_END = r"(?=\s*(?:$|[.,;:)]|\b(?:an?|each|per|in|on|for|to)\b))"


@dataclass(frozen=True, slots=True)
class Comparators:
    """The comparator (`= ~ > >= < <=`) by what stands before or behind an amount.

    `before` and `after` match it in a group `words`; `signs` maps what they find, as `_key` writes it.
    """

    signs: Mapping[str, str]
    before: re.Pattern[str]
    after: re.Pattern[str]

    def of(self, match: re.Match[str], label: str, sentence: Offsets) -> str:
        """The comparator of an amount, `=` if nothing bounds it."""
        if label == "ORDINAL":
            return "="  # 'handing over the fifth' compares nothing
        text = match.string
        found = self.before.search(text, max(match.start() - _REACH, sentence[0]), match.start())
        if found and found["words"].lower() in _PREPOSITIONS and label == "CARDINAL" and match[0].lower() in _FEW:
            return "="  # 'under three governments' counts them
        found = found or self.after.match(text, match.end(), sentence[1])
        return "=" if found is None else self.signs[_key(group(found, "words") or "")]


def make_comparators(data: Mapping[str, Any]) -> Comparators:
    """The words of the tables `comparators`, `comparators_after` and `comparators_later` of `amounts.toml`."""
    tables = [data[name] for name in ("comparators", "comparators_after", "comparators_later")]
    before, after, later = (alternation(tuple(chain.from_iterable(table.values()))) for table in tables)
    return Comparators(
        signs={_key(word): sign for table in tables for sign, words in table.items() for word in words},
        before=re.compile(rf"(?<!\w)(?P<words>(?i:{before})(?=(?:\s+an?)?\s+$)|[~≈≃<>≤≥](?=\s?$))"),
        after=re.compile(
            rf"(?:\s+|-)(?P<words>(?i:{after}))\b|(?:\s+[a-z]+){{0,2}}?\s+(?P<words_2>(?i:{later})){_AT_END}"
        ),
    )


def _key(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())
