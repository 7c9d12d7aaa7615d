from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.evaluation import Score
from pipeline.evaluation.arcs import (
    count_crossing,
    score_arcs,
    score_arcs_across,
    score_arcs_given_spans,
    score_arcs_strict,
    score_arcs_within,
)
from pipeline.evaluation.matching import Pair
from pipeline.records import Arc, Change, Document
from tests.builders import document

TEXT = (
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] . The [VISIT:visit] of [PERSON:Ruiz] pleased [NORP:Peruvian] hosts."
)
#       e1                e2              e3                e4             e5                     e6
CLUSTERS = (("e1", "e5"), ("e2", "e4"))
COUNTRIES = {"e3": "PE", "e6": "PE"}
GOLD = document(
    TEXT, clusters=CLUSTERS, countries=COUNTRIES, arcs=(("e2", "visitor", "e1"), ("e2", "destination", "e3"))
)


def score(*arcs: tuple[str, str, str], predicted: Document = GOLD) -> dict[str, Score]:
    found = replace(predicted, relations=tuple(Arc(*arc) for arc in arcs))
    return dict(score_arcs(Pair(GOLD, found)))


def test_any_mention_of_event_and_entity_is_right() -> None:
    assert score(("e4", "visitor", "e5")) == {"visitor": Score(1, 1, 1), "destination": Score(1, 0, 0)}


def test_a_nationality_is_its_country() -> None:
    assert score(("e4", "destination", "e6"))["destination"] == Score(1, 1, 1)


@pytest.mark.parametrize(("country", "right"), [("PE", 1), ("CL", 0)])
def test_a_mention_that_gold_lacks_is_known_by_its_country(country: str, right: int) -> None:
    extra = document(TEXT.replace("hosts", "and [GPE:Inca] hosts"), countries={"e7": country})
    assert score(("e2", "destination", "e7"), predicted=extra)["destination"] == Score(1, 1, right)


def test_arcs_between_the_same_clusters_are_one() -> None:
    assert score(("e2", "visitor", "e1"), ("e4", "visitor", "e5"), ("e4", "visitor", "e1"))["visitor"] == Score(1, 1, 1)


def test_one_gold_arc_makes_one_prediction_right() -> None:
    apart = replace(GOLD, links=replace(GOLD.links, clusters=(("e2", "e4"),)))
    assert score(("e2", "visitor", "e1"), ("e4", "visitor", "e5"), predicted=apart)["visitor"] == Score(1, 2, 1)


@pytest.mark.parametrize(
    "arc", [("e2", "host", "e3"), ("e3", "visitor", "e1"), ("e1", "visitor", "e2"), ("e2", "visitor", "e3")]
)
def test_role_direction_and_both_ends_count(arc: tuple[str, str, str]) -> None:
    assert sum(counted.right for counted in score(arc).values()) == 0


def test_a_mention_that_gold_lacks_is_known_by_its_cluster() -> None:
    text = TEXT.replace("pleased", "pleased the [PERSON:guest] and")
    extra = document(text, clusters=(("e1", "e5", "e6"), ("e2", "e4")), arcs=(("e2", "visitor", "e6"),))
    assert score_arcs(Pair(GOLD, extra))["visitor"] == Score(1, 1, 1)
    alone = replace(extra, links=replace(extra.links, clusters=(("e2", "e4"),)))
    assert score_arcs(Pair(GOLD, alone))["visitor"] == Score(1, 1, 0)


def test_the_trigger_must_have_its_label() -> None:
    met = replace(GOLD, entities=tuple(replace(e, label="MEETING") if e.label == "VISIT" else e for e in GOLD.entities))
    assert score(("e2", "visitor", "e1"), predicted=met)["visitor"] == Score(1, 1, 0)


def test_names_of_one_surface_are_one_entity() -> None:
    gold = document("[GPE:Peru] [VISIT:visited] [GPE:Chile] ; [GPE:Peru] said.", arcs=(("e2", "visitor", "e1"),))
    predicted = replace(gold, relations=(Arc("e2", "visitor", "e4"),))
    assert score_arcs(Pair(gold, predicted)) == {"visitor": Score(1, 1, 1)}


@pytest.mark.parametrize(
    ("norm", "right"),
    [
        (Change(Decimal("-12.20"), "%", "year-on-year"), 1),
        (Change(Decimal("12.2"), "%", "year-on-year"), 0),
        (Change(Decimal("-12.2"), "%", None), 0),
        (None, 0),
    ],
)
def test_a_change_agrees_in_its_norm(norm: Change | None, right: int) -> None:
    plain = document("[INDICATOR:Trade] fell [PERCENT:12.2 percent] .")
    gold, predicted = (
        replace(plain, relations=(Arc("e1", "change", "v1", found),))
        for found in (Change(Decimal("-12.2"), "%", "year-on-year"), norm)
    )
    assert score_arcs(Pair(gold, predicted)) == {"change": Score(1, 1, right)}


def test_arcs_that_cross_a_sentence_are_counted() -> None:
    assert count_crossing(GOLD) == 0
    assert count_crossing(replace(GOLD, relations=(*GOLD.relations, Arc("e4", "visitor", "e1")))) == 1


def test_strict_arcs_need_the_very_mentions() -> None:
    same = replace(GOLD, relations=(Arc("e2", "visitor", "e1"), Arc("e4", "destination", "e3")))
    assert score_arcs_strict(Pair(GOLD, same)) == {"visitor": Score(1, 1, 1), "destination": Score(1, 1, 0)}
    relabelled = replace(GOLD, entities=(replace(GOLD.entities[0], label="ORG"), *GOLD.entities[1:]))
    assert score_arcs_strict(Pair(GOLD, relabelled))["visitor"] == Score(1, 1, 0)
    plain = document("[INDICATOR:Trade] fell [PERCENT:12.2 percent] .")
    up, down = (replace(plain, relations=(Arc("e1", "change", "v1", Change(Decimal(n), "%")),)) for n in (12, -12))
    assert score_arcs_strict(Pair(up, down)) == {"change": Score(1, 1, 0)}


def test_given_spans_leaves_out_what_the_other_side_cannot_have() -> None:
    """The predictions lack the visitor altogether, and have the country by another mention."""
    lacking = document(
        "Ana Ruiz [VISIT:visited] Peru . The visit of Ruiz pleased [NORP:Peruvian] [PERSON:hosts].",
        countries={"e2": "PE"},
        arcs=(("e1", "destination", "e2"), ("e1", "visitor", "e3"), ("e1", "host", "e2")),
    )
    assert score_arcs_given_spans(Pair(GOLD, lacking)) == {"destination": Score(1, 1, 1), "host": Score(0, 1, 0)}
    assert score_arcs(Pair(GOLD, lacking))["visitor"] == Score(1, 1, 0)


@pytest.mark.parametrize(("arc", "within"), [(("e3", "destination", "e2"), 0), (("e5", "destination", "e2"), 1)])
def test_an_arc_is_across_if_its_clusters_meet_in_no_sentence(arc: tuple[str, str, str], within: int) -> None:
    text = "[PERSON:Ana Ruiz] likes [GPE:Lima] . The [VISIT:visit] went well . [GPE:Lima] held a [VISIT:visit] ."
    found = document(text, arcs=(("e3", "visitor", "e1"), arc))
    classes = [
        sum((score.gold for score in scorer(Pair(found, found)).values()), 0)
        for scorer in (score_arcs_within, score_arcs_across)
    ]
    assert classes == [within, 2 - within]


def test_the_choice_of_mention_does_not_move_an_arc_to_the_other_class() -> None:
    """The visit and the visitor meet in both sentences, though this arc leads from one into the other."""
    predicted = replace(GOLD, relations=(Arc("e4", "visitor", "e1"), Arc("e4", "destination", "e3")))
    assert score_arcs_within(Pair(GOLD, predicted)) == {"visitor": Score(1, 1, 1), "destination": Score(1, 1, 1)}
    assert score_arcs_across(Pair(GOLD, predicted)) == {}
