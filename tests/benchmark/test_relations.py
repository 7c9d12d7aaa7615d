from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from pipeline.benchmark.tasks.relations import METRICS, score
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.records import Document
from tests.builders import document

TEXT = "[PERSON:Ana] of [ORG:VNA] met [PERSON:Bo] in [GPE:Lima] ."
IDS = ("e1", "e2", "e3", "e4")
LABELS = ("role", "part-of", "located")
ARCS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(LABELS), st.sampled_from(IDS)), max_size=12)


def related(*arcs: tuple[str, str, str], text: str = TEXT) -> Document:
    return document(text, arcs=arcs)


def test_strict_wants_both_ends_with_their_labels() -> None:
    gold = related(("e1", "role", "e2"), ("e3", "located", "e4"))
    retyped = related(("e1", "role", "e2"), ("e3", "located", "e4"), text=TEXT.replace("GPE:", "ORG:"))
    shorter = related(("e1", "role", "e2"), text="[PERSON:Ana] of [ORG:V]NA met Bo in Lima .")
    assert score(Pair(gold, retyped))["strict"] == Score(2, 2, 1)
    assert score(Pair(gold, retyped))["boundaries"] == Score(2, 2, 2)
    assert score(Pair(gold, shorter))["boundaries"] == Score(2, 1, 0)
    assert score(Pair(gold, retyped))["entities"] == Score(4, 4, 3)


def test_direction_and_label_count() -> None:
    gold = related(("e1", "role", "e2"))
    assert score(Pair(gold, related(("e2", "role", "e1"))))["strict"] == Score(1, 1, 0)
    assert score(Pair(gold, related(("e1", "located", "e2"))))["strict"] == Score(1, 1, 0)
    assert score(Pair(gold, related(("e2", "role", "e1"))), symmetric=("role",))["strict"] == Score(1, 1, 1)


def test_a_symmetric_relation_counts_once() -> None:
    both = related(("e1", "role", "e2"), ("e2", "role", "e1"))
    one = related(("e2", "role", "e1"))
    assert score(Pair(both, one), symmetric=("role",))["strict"] == Score(1, 1, 1)
    assert score(Pair(both, one))["strict"] == Score(2, 1, 1)


def test_a_relation_between_unrelated_entities_is_wrong_only_over_all_pairs() -> None:
    gold = related(("e1", "role", "e2"))
    predicted = related(("e1", "role", "e2"), ("e3", "located", "e4"), ("e2", "role", "e1"), ("e1", "part-of", "e2"))
    found = score(Pair(gold, predicted))
    assert found["strict"] == Score(1, 4, 1)
    assert found["related"] == Score(1, 2, 1)
    assert found["related/part-of"] == Score(0, 1, 0)
    assert "related/located" not in found


def test_a_pair_may_have_several_labels_and_a_label_stands_once() -> None:
    gold = related(("e1", "role", "e2"), ("e1", "located", "e2"))
    predicted = related(("e1", "role", "e2"), ("e1", "role", "e2"))
    assert score(Pair(gold, predicted))["strict"] == Score(2, 1, 1)


@settings(max_examples=100, deadline=None)
@given(ARCS, ARCS)
def test_related_pairs_agree_with_scikit_learn(
    gold: list[tuple[str, str, str]], found: list[tuple[str, str, str]]
) -> None:
    """The protocol of CrossRE: one multi-label instance for each ordered pair that gold relates."""
    pairs = sorted({(head, argument) for head, _, argument in gold})
    if not pairs:
        return
    truth, guess = (
        [[int((head, label, argument) in arcs) for label in LABELS] for head, argument in pairs]
        for arcs in (set(gold), set(found))
    )
    scores = score(Pair(related(*gold), related(*found)))
    assert scores["related"].f1 == pytest.approx(f1_score(truth, guess, average="micro", zero_division=0))
    by_label = f1_score(truth, guess, average=None, zero_division=0)
    for label, expected in zip(LABELS, by_label, strict=True):
        assert (scores.get(f"related/{label}", Score()).f1 or 0) == pytest.approx(expected)


@settings(max_examples=50, deadline=None)
@given(ARCS, ARCS)
def test_labels_add_up_and_kinder_metrics_are_kinder(
    gold: list[tuple[str, str, str]], found: list[tuple[str, str, str]]
) -> None:
    scores = score(Pair(related(*gold), related(*found)))
    for metric in ("strict", "boundaries", "related"):
        labels = [counts for name, counts in scores.items() if name.startswith(f"{metric}/")]
        assert sum(labels, Score()) == scores[metric]
    assert scores["strict"].right == scores["boundaries"].right == scores["related"].right
    assert scores["related"].predicted <= scores["strict"].predicted


def test_the_order_of_arcs_says_nothing() -> None:
    gold = related(("e1", "role", "e2"), ("e3", "located", "e4"))
    turned = replace(gold, relations=tuple(reversed(gold.relations)))
    assert score(Pair(gold, turned))["strict"] == Score(2, 2, 2)


def test_without_relations_there_are_no_labels() -> None:
    plain = {metric.removesuffix(" macro") for metric in METRICS}
    assert set(score(Pair(related(), related()))) == plain
