"""No pattern of the value rules may backtrack badly: seen in the patterns themselves, so that no clock is needed."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from pipeline.rules import Rule
from pipeline.stages.values.rules import build

_PARSER: Any = import_module("re._parser")
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
RULES = {
    rule.name: rule for profile in ("schema", "timeml", "whole") for rule in (build(profile=profile)).calendar.rules
}
RULES |= {rule.name: rule for rule in build().amounts.rules}


def nested(tree: Any, *, inside: bool = False) -> Iterator[str]:
    """The endless repeats that stand within another one: `(a+)*` can be divided in exponentially many ways."""
    for operation, argument in tree:
        endless = str(operation) in _REPEATS and argument[1] == _PARSER.MAXREPEAT
        if endless and inside:
            yield str(operation)
        for body in bodies(argument):
            yield from nested(body, inside=inside or endless)


def bodies(argument: Any) -> Iterator[Any]:
    """The patterns within the argument of an operation."""
    parts = argument if isinstance(argument, tuple | list) else (argument,)
    for part in parts:
        if isinstance(part, _PARSER.SubPattern):
            yield part
        elif isinstance(part, list):
            yield from (each for each in part if isinstance(each, _PARSER.SubPattern))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_no_endless_repeat_within_another(rule: Rule) -> None:
    assert rule.pattern is not None
    assert not list(nested(_PARSER.parse(rule.pattern.pattern, rule.pattern.flags & ~re.UNICODE)))


@pytest.mark.parametrize(("pattern", "count"), [("(a+)*b", 1), ("a+b*", 0), ("(?:x|(?:a*)+)", 1), ("(a+){0,5}", 0)])
def test_what_is_looked_for_is_found(pattern: str, count: int) -> None:
    assert len(list(nested(_PARSER.parse(pattern)))) == count
