"""Words without which a rule cannot match: looked for before the rule is tried, for that is many times cheaper.

    [triggers]
    unit = ["day", "week", "month"]         # parts of words, in lower case
    [[rule]]
    name = "date.ago"
    needs = ["unit", "ago"]                 # one of each list must be in the sentence

A rule that needs nothing is always tried.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.errors import RuleError
from pipeline.records import Offsets
from pipeline.rules import Rule

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triggered:
    """Rules in their order, each with the names of the lists that it needs a word of."""

    rules: tuple[tuple[Rule, tuple[str, ...]], ...]
    lists: Mapping[str, Words]

    def rules_for(self, text: str, sentence: Offsets) -> Iterator[Rule]:
        """The rules that may match in a sentence."""
        lowered = text[slice(*sentence)].lower()
        there = {name for name, words in self.lists.items() if _holds_any(lowered, words)}
        return (rule for rule, needs in self.rules if there.issuperset(needs))


def _holds_any(text: str, words: Words) -> bool:
    for word in words:  # noqa: SIM110 (no generator: this is most of the time of a sentence without dates)
        if word in text:
            return True
    return False


def trigger(rules: Iterable[Rule], lists: Mapping[str, Iterable[str]]) -> Triggered:
    """Rules with the lists that their `needs` name. Raises RuleError where there is no such list."""
    rules = tuple(rules)
    for rule in rules:
        unknown = sorted(set(rule.settings.get("needs", ())) - set(lists))
        if unknown:
            raise RuleError(f"rule {rule.name!r} needs {', '.join(unknown)}; the triggers are: {', '.join(lists)}")
    return Triggered(
        tuple((rule, tuple(rule.settings.get("needs", ()))) for rule in rules),
        {name: tuple(words) for name, words in lists.items()},
    )
