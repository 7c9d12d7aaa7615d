"""Status: an example's triggers take the rule's status, a reject's do not."""

import pytest

from pipeline.rules import Rule
from pipeline.stages.entities.rules.status import status_rules
from tests.stages.entities.trigger_examples import cases, expected, found, given, shown

_CASES = cases(status_rules())


@pytest.mark.parametrize(("rule", "line"), _CASES, ids=[f"{rule.name}: {line}" for rule, line in _CASES])
def test_examples_and_rejects(rule: Rule, line: str) -> None:
    made = given(line, zone="title" if "title" in rule.settings else rule.settings.get("zone"))
    triggers = found(made)
    assert shown(triggers) == shown(expected(made))
    assert (line in rule.rejects) == (rule.label not in {trigger.status for trigger in triggers})


def test_settings_are_known() -> None:
    for rule in status_rules():
        assert set(rule.settings) <= {"part", "labels", "zone", "title"}
        assert set(rule.settings["part"]) <= {"noun", "base", "present", "past", "figure"}
        assert rule.label in {"asserted", "planned", "negated"}
