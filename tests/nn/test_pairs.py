import pytest
import torch
from torch.nn.functional import cross_entropy

from pipeline.nn.losses import shared_cross_entropy
from pipeline.nn.pairs import DISTANCE, ROLES, PairHead, mean_between

STATES = torch.arange(12.0).reshape(6, 2)
SPANS = torch.tensor([[0, 1], [2, 2], [5, 5]])


@pytest.fixture
def head() -> PairHead:
    torch.manual_seed(1)
    return PairHead(2, labels=3, roles=2).eval()


def logits(head: PairHead, pairs: list[list[int]], allowed: torch.Tensor | None = None) -> torch.Tensor:
    rows = torch.tensor(pairs)
    everything = torch.ones((len(pairs), 3), dtype=torch.bool)
    given = everything if allowed is None else allowed
    found: torch.Tensor = head(STATES, SPANS, torch.tensor([0, 1, 2]), rows, given)[ROLES]
    return found


def test_what_stands_between_two_spans_is_averaged_in_either_order() -> None:
    found = mean_between(STATES, SPANS, torch.tensor([[1, 2], [2, 1], [0, 2], [0, 1], [1, 1]]))
    assert found.tolist() == [[7.0, 8.0], [7.0, 8.0], [6.0, 7.0], [0.0, 0.0], [0.0, 0.0]]


def test_a_pair_has_an_order(head: PairHead) -> None:
    there, back = logits(head, [[0, 1], [1, 0]])
    assert not torch.allclose(there, back)


def test_a_pair_does_not_depend_on_the_others(head: PairHead) -> None:
    assert torch.allclose(logits(head, [[0, 1], [2, 1]])[1], logits(head, [[2, 1]])[0], atol=1e-6)


def test_what_the_schema_does_not_allow_is_impossible(head: PairHead) -> None:
    found = logits(head, [[0, 1]], torch.tensor([[True, False, True]])).softmax(-1)
    assert found[0, 1] == 0
    assert found.sum().item() == pytest.approx(1)


def test_spans_far_apart_are_as_far_as_the_farthest() -> None:
    torch.manual_seed(1)
    head = PairHead(2, labels=1, roles=1).eval()
    torch.nn.init.normal_(head.distance.weight)
    count = DISTANCE + 3
    states, spans = torch.ones((count, 2)), torch.arange(count).repeat(2, 1).T
    given = (torch.zeros(count, dtype=torch.long), torch.tensor([[0, count - 1], [0, DISTANCE], [0, 2]]))
    found = head(states, spans, *given, torch.ones((3, 2), dtype=torch.bool))[ROLES]
    assert torch.allclose(found[0], found[1], atol=1e-6)
    assert not torch.allclose(found[0], found[2])


def test_one_right_class_is_cross_entropy() -> None:
    given, right = torch.randn(4, 3), torch.tensor([0, 2, 1, 1])
    loss = shared_cross_entropy(given, torch.nn.functional.one_hot(right, 3).bool(), torch.ones(4))
    assert torch.allclose(loss, cross_entropy(given, right))


def test_two_right_classes_should_be_equally_likely() -> None:
    right = torch.tensor([[False, True, True]])
    losses = [shared_cross_entropy(torch.tensor([row]), right, torch.ones(1)) for row in ([0, 4.0, 4], [0, 8.0, 0])]
    assert losses[0] < losses[1]


def test_pairs_without_a_role_can_count_less_and_no_pairs_cost_nothing() -> None:
    head = PairHead(2, labels=1, roles=1, empty=0.0)
    given = {ROLES: torch.tensor([[9.0, 0.0], [0.0, 9.0]])}
    wrong_about_empty = {ROLES: torch.tensor([[False, True], [True, False]])}
    assert head.loss(given, wrong_about_empty).item() == pytest.approx(9, abs=1e-3)
    nothing = {ROLES: torch.zeros((0, 2))}
    assert head.loss(nothing, {ROLES: torch.zeros((0, 2), dtype=torch.bool)}).item() == 0
