"""Cards of missed and wrong facts, and where they stand."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from pipeline.blame import Charge, Waterfall
from pipeline.evaluation import Score
from pipeline.evaluation.confusion import match_spans
from pipeline.evaluation.facts import match_facts
from pipeline.evaluation.matching import Pair
from pipeline.records import Amount, Argument, Change, Document, Norm, Timex
from pipeline.report.html.cards import Card, compare, index_charges
from pipeline.report.html.fillers import describe_filler, describe_heading
from pipeline.report.html.gallery import show_errors
from pipeline.stages.facts.assembly import assemble
from tests.builders import document
from tests.evaluation.corpora import documents

MAY = Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31")
TEXT = "[PERSON:Ruiz] [VISIT:visited] [GPE:Peru] in [DATE:May] . [PERSON:Diaz] [VISIT:toured] [GPE:Chile] ."
#       e1            e2              e3            v1          e4            e5             e6
FIRST = (("e2", "visitor", "e1"), ("e2", "destination", "e3"), ("e2", "date", "v1"))
SECOND = (("e5", "visitor", "e4"), ("e5", "destination", "e6"))


def visits(*arcs: tuple[str, str, str]) -> Document:
    made = document(TEXT, norms={"v1": MAY}, arcs=arcs)
    return replace(made, facts=assemble(made))


def cards(gold: Document, predicted: Document) -> list[Card]:
    return list(compare(Pair(gold, predicted), {}))


def slots(card: Card) -> list[tuple[str, str | None, str | None, bool]]:
    return [
        (slot.role, slot.gold.text if slot.gold else None, slot.predicted.text if slot.predicted else None, slot.same)
        for slot in card.slots
    ]


def test_the_slot_that_differs_is_told() -> None:
    (card,) = cards(visits(*FIRST), visits(FIRST[0], ("e2", "destination", "e6"), FIRST[2]))
    assert card.kinds == ("missed fact", "wrong fact")
    assert slots(card) == [
        ("visitor", "Ruiz", "Ruiz", True),
        ("destination", "Peru", "Chile", False),
        ("date", "May", "May", True),
    ]


def test_more_fillers_on_one_side_stand_beside_nothing() -> None:
    (card,) = cards(visits(*FIRST), visits(*FIRST, ("e2", "visitor", "e4")))
    assert [slot for slot in slots(card) if slot[0] == "visitor"] == [
        ("visitor", "Ruiz", "Ruiz", True),
        ("visitor", None, "Diaz", False),
    ]


def test_each_missed_fact_stands_beside_the_wrong_one_that_shares_most() -> None:
    gold = visits(*FIRST, *SECOND)
    predicted = visits(*FIRST[:2], *SECOND, ("e5", "date", "v1"))
    paired = [(card.facts[0].trigger, card.facts[1].trigger) for card in cards(gold, predicted)]
    assert [(a.text, b.text) for a, b in paired if a and b] == [("visited", "visited"), ("toured", "toured")]


def test_facts_that_share_nothing_have_cards_of_their_own() -> None:
    found = cards(visits(*FIRST), visits(*SECOND))
    assert [card.kinds for card in found] == [("missed fact",), ("wrong fact",)]
    assert slots(found[1]) == [("visitor", None, "Diaz", False), ("destination", None, "Chile", False)]


def test_headings_say_what_does_not_go_without_saying() -> None:
    (fact,) = visits(*FIRST).facts
    said = {
        (status, phase): (heading.status, heading.notable)
        for status in ("asserted", "planned", None)
        for phase in ("begin", "end")
        for heading in [describe_heading(replace(fact, status=status, phase=phase))]
    }
    assert said == {
        ("asserted", "begin"): ("asserted", ""),
        ("asserted", "end"): ("asserted, end", "end"),
        ("planned", "begin"): ("planned", "planned"),
        ("planned", "end"): ("planned, end", "planned, end"),
        (None, "begin"): ("", ""),
        (None, "end"): ("end", "end"),
    }


def test_a_normal_form_that_says_no_more_is_left_out() -> None:
    def shown(text: str, norm: Norm | None = None, country: str | None = None) -> str:
        return describe_filler(Argument("v1", text, norm, country), {"v1": "CARDINAL"}).norm

    assert shown("Peru", country="PE") == "[PE]"
    assert shown("two", Amount(Decimal(2))) == "2"
    assert shown("32,371", Amount(Decimal(32371))) == shown("7", Amount(Decimal(7))) == shown("Peru") == ""
    assert shown("12 percent", Change(Decimal(-12), "%")) == "-12 %"


def test_charges_go_to_the_facts_of_the_prediction_and_of_gold() -> None:
    gold, predicted = visits(*FIRST), visits(*FIRST[:2])
    charges = (
        Charge("test", "missed", gold.facts[0], "links"),
        Charge("test", "wrong", predicted.facts[0], "relations"),
    )
    stages = index_charges(Waterfall(("links", "relations"), (Score(),) * 3, charges))
    (card,) = compare(Pair(gold, predicted), stages)
    assert card.gold is not None
    assert card.predicted is not None
    assert (card.gold.stage, card.predicted.stage, card.stages) == ("links", "relations", ("links", "relations"))
    assert index_charges(None) == {}


def test_a_card_stands_where_its_evidence_begins() -> None:
    gold, predicted = visits(*FIRST, *SECOND), visits(*FIRST)
    pair = Pair(gold, predicted)
    (block,) = show_errors("d1", pair, match_spans(pair), {}).blocks
    assert (block.number, len(block.facts), block.predicted) == (2, 1, None)
    nowhere = Pair(replace(gold, facts=tuple(replace(fact, evidence=()) for fact in gold.facts)), predicted)
    (last,) = show_errors("d1", nowhere, match_spans(nowhere), {}).blocks
    assert (last.number, last.gold, len(last.facts)) == (None, (), 1)


@settings(max_examples=40, deadline=None)
@given(documents(), documents())
def test_every_error_stands_once(gold: Document, predicted: Document) -> None:
    pair = Pair(gold, predicted)
    matches = match_spans(pair)
    shown = show_errors("d1", pair, matches, {})
    errors = [error for block in shown.blocks for error in block.spans]
    spans = [error for error in errors if error.kind != "form"]
    assert len(spans) == sum(match.kind != "right" for match in matches)
    sides = [side for block in shown.blocks for card in block.facts for side in (card.gold, card.predicted) if side]
    found = match_facts(pair)
    assert sorted(side.fact.id for side in sides) == sorted(fact.id for fact in (*found.missed, *found.wrong))
    assert shown.errors == len(errors) + sum(len(block.facts) for block in shown.blocks)
