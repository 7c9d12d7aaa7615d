from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from pipeline.evaluation import Score
from pipeline.evaluation.facts import match_facts, score_facts, score_slots
from pipeline.evaluation.matching import Pair
from pipeline.records import Amount, Document, Fact, Links, Office, Timex
from pipeline.stages.facts.assembly import assemble
from tests.builders import document
from tests.evaluation.corpora import documents

MAY = Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31")
TEXT = "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] in [DATE:May] ; [PERSON:Ruiz] liked [NORP:Peruvian] [DATE:May] ."
#       e1                e2              e3            v1          e4                   e5              v2


def with_facts(given: Document) -> Document:
    return replace(given, facts=assemble(given))


def visit(*arcs: tuple[str, str, str], norms: dict[str, Timex | Amount] | None = None) -> Document:
    norms = {"v1": MAY, "v2": MAY} if norms is None else norms
    countries = {"e3": "PE", "e5": "PE"}
    return with_facts(document(TEXT, norms=norms, countries=countries, clusters=(("e1", "e4"),), arcs=arcs))


GOLD = visit(("e2", "visitor", "e1"), ("e2", "destination", "e3"), ("e2", "date", "v1"))


def test_equal_by_cluster_country_and_normal_form() -> None:
    predicted = visit(("e2", "visitor", "e4"), ("e2", "destination", "e5"), ("e2", "date", "v2"))
    assert score_facts(Pair(GOLD, predicted)) == {"VISIT": Score(1, 1, 1)}
    assert score_slots(Pair(GOLD, predicted)) == {"VISIT": Score(3, 3, 3)}


def test_the_trigger_may_be_another_word() -> None:
    moved = replace(GOLD.entities[1], start=GOLD.entities[1].start + 1, text="isited")
    predicted = replace(GOLD, entities=(GOLD.entities[0], moved, *GOLD.entities[2:]))
    assert score_facts(Pair(GOLD, predicted)) == {"VISIT": Score(1, 1, 1)}


def test_a_missing_or_an_extra_argument_breaks_the_fact_and_costs_a_slot() -> None:
    fewer = visit(("e2", "visitor", "e1"), ("e2", "destination", "e3"))
    assert score_facts(Pair(GOLD, fewer)) == {"VISIT": Score(1, 1, 0)}
    assert score_slots(Pair(GOLD, fewer)) == {"VISIT": Score(3, 2, 2)}
    assert score_slots(Pair(fewer, GOLD)) == {"VISIT": Score(2, 3, 2)}


def test_a_value_is_known_by_its_normal_form_alone() -> None:
    june = replace(MAY, value="2020-06", begin="2020-06-01", end="2020-06-30")
    predicted = visit(*((arc.head, arc.label, arc.argument) for arc in GOLD.relations), norms={"v1": june})
    assert score_slots(Pair(GOLD, predicted)) == {"VISIT": Score(3, 3, 2)}
    unresolved = visit(*((arc.head, arc.label, arc.argument) for arc in GOLD.relations), norms={})
    assert score_slots(Pair(GOLD, unresolved)) == {"VISIT": Score(3, 3, 2)}
    assert score_facts(Pair(unresolved, unresolved)) == {"VISIT": Score(1, 1, 1)}


@pytest.mark.parametrize("changes", [{"status": "planned"}, {"phase": "end"}, {"type": "MEETING"}])
def test_type_status_and_phase_count(changes: dict[str, str]) -> None:
    (fact,) = GOLD.facts
    predicted = replace(GOLD, facts=(changed(fact, changes),))
    assert sum(score.right for score in score_facts(Pair(GOLD, predicted)).values()) == 0


def changed(fact: Fact, changes: dict[str, str]) -> Fact:
    return replace(
        fact,
        type=changes.get("type", fact.type),
        status=changes.get("status", fact.status),
        phase=changes.get("phase", fact.phase),
    )


def test_titles_are_known_by_office_or_mention() -> None:
    text = "[TITLE:Premier] [PERSON:Ruiz] met , and [TITLE:Prime Minister] [PERSON:Ruiz] left."
    office = Office("Prime Minister")
    plain = document(text)
    titled = replace(
        plain, entities=tuple(replace(e, norm=office) if e.label == "TITLE" else e for e in plain.entities)
    )
    first, second = (
        with_facts(replace(titled, relations=document(text, arcs=(arc,)).relations))
        for arc in (("e2", "position_held", "e1"), ("e4", "position_held", "e3"))
    )
    assert score_facts(Pair(first, second)) == {"position_held": Score(1, 1, 1)}


def test_slots_pair_the_facts_that_share_most() -> None:
    text = (
        "[INDICATOR:Exports] : [MONEY:5 dollars] in [DATE:May] , [MONEY:4 dollars] in [DATE:April] , [MONEY:3 dollars]"
    )
    april = Timex("DATE", "2020-04", None, "2020-04-01", "2020-04-30")
    norms = {f"v{i}": Amount(Decimal(i)) for i in (1, 3, 5)} | {"v2": MAY, "v4": april}
    values = tuple(("e1", "value", value) for value in ("v1", "v3", "v5"))
    gold = with_facts(document(text, norms=norms, arcs=(*values, ("v1", "date", "v2"), ("v3", "date", "v4"))))
    crossed = with_facts(document(text, norms=norms, arcs=(*values, ("v1", "date", "v4"), ("v3", "date", "v2"))))
    assert score_slots(Pair(gold, crossed)) == {"INDICATOR": Score(5, 5, 3)}
    assert score_facts(Pair(gold, crossed)) == {"INDICATOR": Score(3, 3, 1)}


def test_a_prediction_twice_is_right_once() -> None:
    twice = replace(GOLD, facts=GOLD.facts * 2, links=Links(GOLD.links.clusters, GOLD.links.countries))
    assert score_facts(Pair(GOLD, twice)) == {"VISIT": Score(1, 2, 1)}


def test_dates_are_compared_by_what_they_mean() -> None:
    arcs = (("e2", "date", "v1"),)
    half = Timex("DATE", "2020-H1", None, "2020-01-01", "2020-06-30")
    gold = visit(*arcs, norms={"v1": half})
    same, early, month = replace(half, value="2020-01/2020-06"), replace(half, mod="START"), MAY
    found = {
        norm: score_facts(Pair(gold, visit(*arcs, norms={"v1": norm})))["VISIT"].right for norm in (same, early, month)
    }
    assert found == {same: 1, early: 0, month: 0}


def test_every_fact_of_either_side_is_right_missed_or_wrong_once() -> None:
    other = replace(GOLD.facts[0], id="f2", status="negated")
    gold, predicted = replace(GOLD, facts=(*GOLD.facts, other)), replace(GOLD, facts=(*GOLD.facts, *GOLD.facts))
    match = match_facts(Pair(gold, predicted))
    assert [(mine.id, theirs.id) for mine, theirs in match.right] == [("f1", "f1")]
    assert (match.missed, match.wrong) == ((other,), GOLD.facts)


@settings(max_examples=40, deadline=None)
@given(documents(), documents())
def test_the_match_counts_as_the_score_does(gold: Document, predicted: Document) -> None:
    pair = Pair(gold, predicted)
    match = match_facts(pair)
    assert len(match.right) == sum(score.right for score in score_facts(pair).values())
    assert len(match.right) + len(match.missed) == len(gold.facts)
    assert len(match.right) + len(match.wrong) == len(predicted.facts)
