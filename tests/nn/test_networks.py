import pytest
import torch
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertModel

from pipeline.nn.encoder import ShapedEncoder, first_pieces
from pipeline.nn.heads import TokenHead
from pipeline.nn.losses import IGNORED, attribute_loss, partial_cross_entropy


@pytest.fixture
def encoder() -> ShapedEncoder:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=20,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=16,
    )
    return ShapedEncoder(BertModel(config), 3).eval()


def test_an_untrained_shape_changes_nothing(encoder: ShapedEncoder) -> None:
    pieces = torch.tensor([[2, 5, 7]])
    plain = encoder.encoder(input_ids=pieces).last_hidden_state
    assert torch.allclose(encoder(pieces, torch.tensor([[0, 1, 2]])), plain, atol=1e-6)


def test_a_trained_shape_is_seen(encoder: ShapedEncoder) -> None:
    torch.nn.init.normal_(encoder.shapes.weight)
    pieces = torch.tensor([[2, 5, 7]])
    states = [encoder(pieces, torch.tensor([[0, shape, 2]])) for shape in (1, 2)]
    assert not torch.allclose(*states)


def test_padding_is_not_read(encoder: ShapedEncoder) -> None:
    pieces = torch.tensor([[2, 5, 7, 0, 0]])
    mask = torch.tensor([[1, 1, 1, 0, 0]])
    padded = encoder(pieces, torch.zeros_like(pieces), mask)
    assert torch.allclose(padded[:, :3], encoder(pieces[:, :3], torch.zeros((1, 3), dtype=torch.long)), atol=1e-5)


def test_first_pieces_are_gathered_over_the_batch() -> None:
    states = torch.arange(12.0).reshape(2, 3, 2)
    assert first_pieces(states, torch.tensor([1, 3])).tolist() == [[2.0, 3.0], [6.0, 7.0]]


def test_a_head_has_its_outputs() -> None:
    logits = TokenHead(8, {"tags": 5, "status": 3})(torch.zeros((4, 8)))
    assert {name: tuple(found.shape) for name, found in logits.items()} == {"tags": (4, 5), "status": (4, 3)}


def test_a_head_with_hints_sees_them_and_hint_0_says_nothing() -> None:
    torch.manual_seed(1)
    head = TokenHead(8, {"tags": 5}, hints=3).eval()
    states = torch.randn((2, 8))
    plain, hinted = (head(states, torch.full((2,), hint))["tags"] for hint in (0, 2))
    assert not torch.allclose(plain, hinted)
    assert torch.count_nonzero(head.hints.weight[0]) == 0  # type: ignore[union-attr]


def test_one_allowed_class_is_cross_entropy() -> None:
    torch.manual_seed(1)
    logits, classes = torch.randn(6, 4), torch.tensor([0, 1, 2, 3, 1, 0])
    allowed = torch.nn.functional.one_hot(classes, 4).bool()
    assert torch.allclose(partial_cross_entropy(logits, allowed), cross_entropy(logits, classes))


def test_nothing_is_learnt_where_everything_is_allowed() -> None:
    logits = torch.randn(3, 4, requires_grad=True)
    loss = partial_cross_entropy(logits, torch.ones((3, 4), dtype=torch.bool))
    (gradient,) = torch.autograd.grad(loss, logits)
    assert loss.item() == pytest.approx(0, abs=1e-6)
    assert gradient.abs().max().item() == pytest.approx(0, abs=1e-6)


def test_several_allowed_classes_share_what_they_get() -> None:
    logits = torch.zeros((1, 4))
    loss = partial_cross_entropy(logits, torch.tensor([[True, True, False, False]]))
    assert loss.item() == pytest.approx(0.6931, abs=1e-4)


def test_attributes_are_asked_of_some_tokens_only() -> None:
    logits = torch.randn(3, 2, requires_grad=True)
    assert attribute_loss(logits, torch.full((3,), IGNORED)).item() == 0
    loss = attribute_loss(logits, torch.tensor([IGNORED, 1, IGNORED]))
    assert torch.allclose(loss, cross_entropy(logits[1:2], torch.tensor([1])))
