"""Triggers of VISIT, MEETING, AGREEMENT and APPOINTMENT: the rules' own examples, extents, invariants."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from pipeline.records import Document, Parse
from pipeline.rules import Rule
from pipeline.schema import load_schema
from pipeline.stages.entities.rules.triggers import find_triggers, trigger_rules
from tests.builders import document
from tests.stages.entities.trigger_examples import cases, expected, found, given, shown

_CASES = cases(rule.rule for rule in trigger_rules())


@pytest.mark.parametrize(("rule", "line"), _CASES, ids=[f"{rule.name}: {line}" for rule, line in _CASES])
def test_examples_and_rejects(rule: Rule, line: str) -> None:
    made = given(line)
    triggers = [trigger for trigger in found(made) if trigger.label != "INDICATOR"]
    assert shown(triggers) == shown(expected(made))
    if "phase" in rule.settings:
        assert {trigger.phase for trigger in triggers} <= {rule.settings["phase"]}


def test_settings_are_known() -> None:
    known = {"kind", "before", "needs", "plural", "edition", "tags", "phase", "repeats"}
    for rule in (entry.rule for entry in trigger_rules()):
        assert set(rule.settings) <= known
        assert rule.settings["kind"] in {"noun", "verb", "either"}
        assert ("phase" in rule.settings) == (rule.label == "APPOINTMENT")


def test_a_capitalised_name_is_one_trigger_with_its_organisation() -> None:
    made = given("[PERSON:Khai] left the [ORDINAL:14th] [MEETING:APEC Economic Leaders' Meeting] in [GPE:Lima] .")
    names = given("[PERSON:Khai] left the 14th [ORG:APEC] Economic Leaders' Meeting in [GPE:Lima] .")
    assert shown(found(replace(made, entities=names.entities))) == shown(expected(made))


def test_a_verb_whose_object_the_noun_is_stays_outside() -> None:
    made = given("[PERSON:Khai] left after holding [MEETING:talks] with [PERSON:Soto] .")
    tags = ("NNP", "VBD", "IN", "VBG", "NNS", "IN", "NNP", ".")
    relations = ("nsubj", "ROOT", "prep", "pcomp", "dobj", "prep", "pobj", "punct")
    parse = Parse(tags, ("",) * len(tags), (1,) * len(tags), relations)
    assert shown(found(replace(made, parse=parse))) == shown(expected(made))


def test_without_any_argument_in_its_sentence_a_mention_is_no_trigger() -> None:
    assert found(given("The meeting was long .\n[PERSON:Khai] slept .")) == []


def test_a_name_is_never_cut_by_a_trigger_word_inside() -> None:
    assert found(given("[GPE:Peru] is in the [ORG:Peru-Chile Meeting Committee] .")) == []


def test_a_mention_may_open_the_text() -> None:
    assert shown(found(given("and [MEETING:session] opened in [GPE:Lima] ."))) == []


_PIECES = [line for _, line in _CASES]


@for_all(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4))
def test_triggers_are_flat_in_order_and_inside_sentences(lines: list[str]) -> None:
    made = given("\n".join(lines))
    triggers = found(made)
    assert all(first.end <= second.start for first, second in pairwise(triggers))
    for trigger in triggers:
        assert made.content[trigger.start : trigger.end] == trigger.text
        assert any(start <= trigger.start and trigger.end <= end for start, end in made.sentences)
        assert trigger.label in load_schema().triggers
        assert trigger.status in load_schema().attributes["status"]


@for_all(st.text(alphabet="a TheVisit's-–.,\n’\"9Ⓖ▮°", max_size=60))
def test_any_text_is_read(text: str) -> None:
    made = document(text)
    assert find_triggers(made, []) == find_triggers(made, [])


def test_an_empty_document_has_none() -> None:
    assert find_triggers(Document(id="empty", text=""), []) == []
