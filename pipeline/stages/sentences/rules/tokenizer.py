"""Tokens after the conventions of the Penn Treebank and OntoNotes: one regular expression, made from `tokens.toml`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.records import Offsets
from pipeline.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """`cuts[i]` and `keeps[i]` belong to group i of the pattern: how much to cut off, and the words that stay whole."""

    pattern: re.Pattern[str]
    cuts: tuple[int, ...]
    keeps: tuple[frozenset[str], ...]

    def tokenize(self, text: str, stretch: Offsets) -> Iterator[Offsets]:
        """The tokens of a stretch of text, in order; every character that is no white space is in one of them."""
        cuts = self.cuts
        for match in self.pattern.finditer(text, *stretch):
            start, end = match.span()
            cut = cuts[match.lastindex or 0]
            if cut and text[start : end - cut] not in self.keeps[match.lastindex or 0]:
                if start < end - cut:
                    yield start, end - cut
                yield end - cut, end
            else:
                yield start, end


def build_tokenizer(book: RuleBook, abbreviations: Iterable[str]) -> Tokenizer:
    """The tokenizer from a rule book of `tokens.toml`; `abbreviations` stand without their last full stop."""
    lists = {**book.lists, "abbreviation": tuple(abbreviations)}
    rules = [rule for rule in book.rules if rule.pattern is not None]
    return Tokenizer(
        pattern=re.compile("|".join(f"({rule.pattern.pattern})" for rule in rules if rule.pattern is not None)),
        cuts=(0, *(rule.settings.get("cut", 0) for rule in rules)),
        keeps=(frozenset(), *(frozenset(lists.get(rule.settings.get("unless", ""), ())) for rule in rules)),
    )
