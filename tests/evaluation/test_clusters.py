import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scorch import scores as scorch

from pipeline.evaluation import Score
from pipeline.evaluation.clusters import ceafe, score_clusters, score_clusters_ceafe
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.spans import SpanKey
from pipeline.records import Document, Links
from tests.builders import document

GOLD = document(
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] . The [VISIT:visit] of [PERSON:Ruiz] , [PERSON:Mrs Ruiz] , pleased.",
    clusters=(("e1", "e5", "e6"), ("e2", "e4")),
)


def clustered(*clusters: tuple[str, ...]) -> Document:
    return replace(GOLD, links=Links(clusters))


def test_links_are_counted_by_group() -> None:
    assert score_clusters(Pair(GOLD, clustered(("e1", "e5"), ("e2", "e4")))) == {
        "names": Score(3, 1, 1),
        "triggers": Score(1, 1, 1),
    }
    assert score_clusters(Pair(GOLD, clustered(("e1", "e3", "e5"))))["names"] == Score(3, 3, 1)


def test_names_of_one_surface_are_linked_and_titles_and_triggers_are_not() -> None:
    said = document("[GPE:Peru] [TITLE:minister] [VISIT:visit] [GPE:Peru] [TITLE:minister] [VISIT:visit] [NORP:Peru]")
    assert score_clusters(Pair(said, said)) == {"names": Score(1, 1, 1)}


def test_a_link_needs_both_mentions_with_their_labels() -> None:
    other = replace(GOLD, entities=(replace(GOLD.entities[0], label="ORG"), *GOLD.entities[1:]))
    assert score_clusters(Pair(GOLD, other))["names"] == Score(3, 3, 1)


def test_ceafe_is_partly_right() -> None:
    assert score_clusters_ceafe(Pair(GOLD, clustered(("e1", "e5"), ("e2", "e4")))) == {
        "names": Score(1, 1, Fraction(4, 5)),
        "triggers": Score(1, 1, Fraction(1)),
    }


def test_ceafe_leaves_single_mentions_out_and_pairs_one_to_one() -> None:
    assert score_clusters_ceafe(Pair(GOLD, clustered())) == {"names": Score(1, 0, 0), "triggers": Score(1, 0, 0)}
    assert score_clusters_ceafe(Pair(GOLD, clustered(("e1", "e3"), ("e5", "e6"))))["names"] == Score(
        1, 2, Fraction(4, 5)
    )


def test_ceafe_stays_exact_for_great_clusters() -> None:
    """Their sizes have a common multiple beyond any float."""
    sizes = range(2, 80)
    gold, predicted = ([frozenset((n, i, "GPE") for i in range(n + extra)) for n in sizes] for extra in (0, 1))
    assert ceafe(gold, predicted) == Score(78, 78, sum(Fraction(2 * n, 2 * n + 1) for n in sizes))


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_ceafe_agrees_with_scorch(chance: random.Random, mentions: int) -> None:
    gold, predicted = (random_clusters(chance, mentions) for _ in range(2))
    score = ceafe(gold, predicted)
    # scorch divides by zero where the sides share no mention.
    shared = any(mine & theirs for mine in gold for theirs in predicted)
    recall, precision, f1 = scorch.ceaf_e(gold, predicted) if shared else (0, 0, 0)
    assert (score.recall or 0, score.precision or 0, score.f1 or 0) == pytest.approx((recall, precision, f1))


def random_clusters(chance: random.Random, mentions: int) -> list[frozenset[SpanKey]]:
    """Some of the mentions in disjoint clusters."""
    clusters: dict[int, set[SpanKey]] = {}
    for start in chance.sample(range(mentions), chance.randint(0, mentions)):
        clusters.setdefault(chance.randint(0, mentions // 2), set()).add((start, start + 1, "GPE"))
    return list(map(frozenset, clusters.values()))
