from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.onnx.pieces import Pieces
from pipeline.training.batches import collate, draw, pack
from pipeline.training.examples import Example, read_examples
from pipeline.training.recipe import DataSet, Recipe, read_recipe
from tests.training.tiny import entities_of, workplace


@pytest.fixture
def drawn(tmp_path: Path) -> tuple[Recipe, list[tuple[DataSet, list[Example]]]]:
    recipe = read_recipe(workplace(tmp_path), {"encoder.window": 12})
    pieces = Pieces.load(tmp_path / "encoder" / "tokenizer.json", 12)
    data_set = recipe.sets[0]
    return recipe, [(data_set, read_examples(data_set, tmp_path, entities_of(recipe), pieces))]


def test_an_epoch_has_every_example_once_and_its_seed_decides_the_order(
    drawn: tuple[Recipe, list[tuple[DataSet, list[Example]]]],
) -> None:
    recipe, sets = drawn
    settings = replace(recipe.training, batch=24)
    batches = draw(sets, settings, 0)
    assert sorted(id(example) for batch in batches for example in batch) == sorted(map(id, sets[0][1]))
    again = draw(sets, settings, 0)
    assert [[id(e) for e in batch] for batch in batches] == [[id(e) for e in batch] for batch in again]


def test_a_set_has_its_share_and_its_end(drawn: tuple[Recipe, list[tuple[DataSet, list[Example]]]]) -> None:
    recipe, [(data_set, examples)] = drawn
    half = replace(data_set, settings=replace(data_set.settings, share=0.5, until=0.5))
    settings = replace(recipe.training, epochs=4)
    both = [(data_set, examples), (half, examples)]
    counts = [sum(map(len, draw(both, settings, epoch))) for epoch in range(4)]
    extra = round(0.5 * len(examples))
    assert counts == [len(examples) + extra] * 2 + [len(examples)] * 2


def test_hints_are_dropped_in_a_share_of_the_windows(
    drawn: tuple[Recipe, list[tuple[DataSet, list[Example]]]],
) -> None:
    recipe, [(data_set, examples)] = drawn
    hinted = [(data_set, [replace(example, hints=example.hints + 1) for example in examples])]
    shares = []
    for dropout in (0.0, 0.5, 1.0):
        settings = replace(recipe.training, hint_dropout=dropout)
        batches = [batch for epoch in range(20) for batch in draw(hinted, settings, epoch)]
        told = [bool(example.hints.any()) for batch in batches for example in batch]
        shares.append(sum(told) / len(told))
    assert shares == [1.0, pytest.approx(0.5, abs=0.2), 0.0]


def test_a_batch_keeps_to_its_size(drawn: tuple[Recipe, list[tuple[DataSet, list[Example]]]]) -> None:
    _, [(_, examples)] = drawn
    batches = list(pack(examples, 24))
    assert [example for batch in batches for example in batch] == examples
    assert all(len(batch) * max(len(e.window.pieces) for e in batch) <= 24 for batch in batches)


def test_collated_tokens_point_at_their_first_pieces(
    drawn: tuple[Recipe, list[tuple[DataSet, list[Example]]]],
) -> None:
    _, [(_, examples)] = drawn
    batch = collate(examples[:2])
    expected = [piece for example in examples[:2] for piece in example.window.pieces[example.window.firsts]]
    assert batch.pieces.flatten()[batch.firsts].tolist() == expected
    assert batch.mask.sum().item() == sum(len(example.window.pieces) for example in examples[:2])
    assert len(batch.answers["tags"]) == len(expected)
