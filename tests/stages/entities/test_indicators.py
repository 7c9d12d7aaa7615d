"""Indicators: the rules' own examples."""

import pytest

from pipeline.rules import Rule
from pipeline.stages.entities.rules.indicators import indicator_rules
from tests.stages.entities.trigger_examples import cases, expected, found, given, shown

_CASES = cases(indicator_rules())


@pytest.mark.parametrize(("rule", "line"), _CASES, ids=[f"{rule.name}: {line}" for rule, line in _CASES])
def test_examples_and_rejects(rule: Rule, line: str) -> None:
    made = given(line)
    triggers = [trigger for trigger in found(made) if trigger.label == rule.label]
    assert shown(triggers) == shown(expected(made))
