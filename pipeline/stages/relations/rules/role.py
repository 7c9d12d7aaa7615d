"""One rule for one role: a pattern over codes or paths, with conditions on the two spans that it may join."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import RuleError
from pipeline.records import Span
from pipeline.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The settings of a rule in `pipeline/resources/relations/`; every one that is set must hold.

    `words` and `not_words`: the head's text has (none) of these at the start of a word. `arguments`: labels of the
    argument; `argument_text`: the whole argument matches. `unless`, `needs`: roles that the head must not, or must,
    have filled before. `head_country`, `argument_country`: whether the span, if a GPE, is a country. `sign`: of a
    change.
    """

    role: str
    kind: str = "path"
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    argument_text: str | None = None
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    head_country: bool | None = None
    argument_country: bool | None = None
    sign: int | None = None

    def allow(self, head: Span, argument: Span, countries: Mapping[str, str]) -> bool:
        """Whether the rule may join the two spans."""
        return (
            (not self.words or _has_word(head, self.words))
            and not _has_word(head, self.not_words)
            and (not self.arguments or argument.label in self.arguments)
            and (self.argument_text is None or re.fullmatch(self.argument_text, argument.text) is not None)
            and self.head_country in (None, head.id in countries)
            and (argument.label != "GPE" or self.argument_country in (None, argument.id in countries))
        )


def _has_word(span: Span, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{word}", span.text.lower()) for word in words)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A rule's name, the label of its heads (any for surface rules), its pattern and conditions."""

    name: str
    label: str
    pattern: re.Pattern[str]
    conditions: Conditions


def role_rule(rule: Rule) -> RoleRule:
    """The rule with its settings checked. Raises RuleError for an unknown or missing setting."""
    settings: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in rule.settings.items()
    }
    if rule.pattern is None:
        raise RuleError(f"rule {rule.name!r} has no pattern; relations need one")
    try:
        conditions = Conditions(**settings)
    except TypeError as error:
        raise RuleError(f"rule {rule.name!r}: {error}; see Conditions for the settings that there are") from error
    return RoleRule(rule.name, rule.label, rule.pattern, conditions)
