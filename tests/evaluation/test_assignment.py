import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pipeline.evaluation.assignment import Assignment

Matrix = list[list[int]]


def scipy_total(weights: Matrix) -> int:
    costs = np.array(weights)
    return int(costs[linear_sum_assignment(costs, maximize=True)].sum())


def assign(weights: Matrix) -> list[tuple[int, int]]:
    return Assignment.of([{j: weight for j, weight in enumerate(row) if weight} for row in weights]).pairs()


def total(weights: Matrix) -> int:
    pairs = assign(weights)
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    return sum(weights[row][column] for row, column in pairs)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Weights of every density, from few pairs that have one to none that has none."""
    height, width, zeros = draw(st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 8)))
    weight = st.integers(-zeros, 4).map(lambda number: max(number, 0))
    return draw(st.lists(st.lists(weight, min_size=width, max_size=width), min_size=height, max_size=height))


@settings(max_examples=300, deadline=None)
@given(matrices())
def test_agrees_with_scipy(weights: Matrix) -> None:
    assert total(weights) == scipy_total(weights)


@settings(max_examples=100, deadline=None)
@given(matrices(), st.randoms(use_true_random=False))
def test_the_total_depends_on_neither_order_nor_sides(weights: Matrix, chance: random.Random) -> None:
    shuffled = chance.sample(weights, len(weights))
    assert total(shuffled) == total(weights) == total([list(column) for column in zip(*weights, strict=True)])


@settings(max_examples=50, deadline=None)
@given(matrices(), matrices())
def test_parts_that_share_nothing_add_up(first: Matrix, second: Matrix) -> None:
    apart = [row + [0] * len(second[0]) for row in first] + [[0] * len(first[0]) + row for row in second]
    assert total(apart) == total(first) + total(second)


def test_great_weights_stay_exact() -> None:
    great = 10**40
    assert assign([[great, great + 1], [great, great + 2]]) == [(0, 0), (1, 1)]


@pytest.mark.parametrize("filled", [0.003, 0.5, 1.0])
def test_large_problems_agree_with_scipy(filled: float) -> None:
    chance = random.Random(5)
    rows = [[chance.randint(1, 3) if chance.random() < filled else 0 for _ in range(300)] for _ in range(300)]
    assert total(rows) == scipy_total(rows)
