"""Triggers of VISIT, MEETING, AGREEMENT and APPOINTMENT: the rules' own examples, extents, invariants."""

import pytest

from pipeline.rules import Rule
from pipeline.stages.entities.rules.triggers import trigger_rules
from tests.stages.entities.trigger_examples import cases, expected, found, given, shown

_CASES = cases(rule.rule for rule in trigger_rules())


@pytest.mark.parametrize(("rule", "line"), _CASES, ids=[f"{rule.name}: {line}" for rule, line in _CASES])
def test_examples_and_rejects(rule: Rule, line: str) -> None:
    made = given(line)
    triggers = [trigger for trigger in found(made) if trigger.label != "INDICATOR"]
    assert shown(triggers) == shown(expected(made))
    if "phase" in rule.settings:
        assert {trigger.phase for trigger in triggers} <= {rule.settings["phase"]}
