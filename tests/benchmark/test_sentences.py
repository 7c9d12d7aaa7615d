from collections.abc import Sequence

import pytest

from pipeline.benchmark.tasks.sentences import ACCURACIES, METRICS, score
from pipeline.evaluation import Pair, Score
from pipeline.records import Document

TEXT = "It rained. We stayed. All day."
GOLD = [(0, 10), (11, 21), (22, 30)]


def pair(predicted: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]] = GOLD) -> Pair:
    return Pair(*(Document(id="a", text=TEXT, sentences=tuple(side)) for side in (gold, predicted)))


def test_the_same_sentences_are_right() -> None:
    found = score(pair(GOLD))
    assert found == {"texts": Score(1, 1, 1), "sentences": Score(3, 3, 3), "boundaries": Score(2, 2, 2)}
    assert set(found) == set(METRICS)
    assert set(METRICS) >= ACCURACIES


def test_white_space_and_order_play_no_part() -> None:
    assert score(pair([(21, 30), (0, 11), (11, 21), (10, 11)])) == score(pair(GOLD))


def test_a_sentence_too_many_is_two_wrong_ones() -> None:
    found = score(pair([(0, 10), (11, 30)]))
    assert found == {"texts": Score(1, 1, 0), "sentences": Score(3, 2, 1), "boundaries": Score(2, 1, 1)}


@pytest.mark.parametrize("predicted", [[], [(0, 30)]])
def test_one_sentence_has_no_boundary(predicted: list[tuple[int, int]]) -> None:
    found = score(pair(predicted))
    assert found["sentences"] == Score(3, len(predicted), 0)
    assert found["boundaries"] == Score(2, 0, 0)


def test_to_swap_the_sides_is_to_swap_the_counts() -> None:
    other = [(0, 10), (11, 30)]
    one, two = score(pair(other)), score(pair(GOLD, other))
    assert {name: Score(found.predicted, found.gold, found.right) for name, found in one.items()} == two
