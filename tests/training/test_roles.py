"""Training of a head of relations: its examples, scores and threshold, the export, and what cannot be trained."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.errors import ConfigError, InputError, OutputError
from pipeline.nn.pairs import ROLES
from pipeline.nn.reader import Reader
from pipeline.onnx.network import Head
from pipeline.onnx.pieces import Pieces, Window
from pipeline.training.batches import collate
from pipeline.training.encoders import build_reader
from pipeline.training.evaluation import Answer
from pipeline.training.export import export
from pipeline.training.heads import head_task
from pipeline.training.model import train
from pipeline.training.questions import PairExample
from pipeline.training.recipe import Recipe, read_recipe
from pipeline.training.roles import RoleTask, best_threshold
from tests.training.tiny import RELATIONS, workplace


def _recipe(folder: Path, **overrides: object) -> Recipe:
    return read_recipe(workplace(folder, RELATIONS.replace("MARKERS", "true")), overrides)


def _examples(recipe: Recipe, folder: Path, window: int = 64) -> list[PairExample]:
    pieces = Pieces.load(folder / "encoder" / "tokenizer.json", window)
    found: list[PairExample] = head_task("relations", recipe.heads["relations"]).read(recipe.sets[0], folder, pieces)
    return found


def test_a_window_has_its_pairs_with_their_roles(tmp_path: Path) -> None:
    first, second = _examples(_recipe(tmp_path), tmp_path)
    assert first.gold == {"visitor": 2, "destination": 2}
    assert first.right.sum(0).tolist() == [2, 2, 2]  # Chile for Peru, and Peru for Chile, have no role
    assert (first.right & ~first.allowed).sum() == 0
    assert second.right[:, 1:].sum() == 2


def test_arcs_that_no_window_holds_still_count(tmp_path: Path) -> None:
    examples = _examples(_recipe(tmp_path), tmp_path, window=22)
    assert len(examples) > 2
    assert sum(sum(example.gold.values()) for example in examples) == 6
    assert sum(int(example.right[:, 1:].sum()) for example in examples) < 6


def test_examples_side_by_side_are_read_as_each_alone(tmp_path: Path) -> None:
    recipe = _recipe(tmp_path)
    examples = _examples(recipe, tmp_path)
    model = _untrained(recipe)
    with torch.inference_mode():
        together = model(collate(examples))[ROLES]
        alone = torch.cat([model(collate([example]))[ROLES] for example in examples])
    assert torch.allclose(together, alone, atol=1e-4)


def test_the_exported_head_says_what_torch_says(tmp_path: Path) -> None:
    recipe = _recipe(tmp_path)
    model = _untrained(recipe)
    export(model, tmp_path)
    head = Head.open(tmp_path / "relations.onnx")
    for example in _examples(recipe, tmp_path):
        given, _ = example.join([example])
        states = np.random.default_rng(1).normal(size=(len(example.window.firsts), 16)).astype(np.float32)
        with torch.inference_mode():
            expected = model.head("relations")(
                torch.from_numpy(states), **{name: torch.from_numpy(array) for name, array in given.items()}
            )[ROLES]
        assert np.allclose(head(states=states, **given)[ROLES], expected.numpy(), atol=1e-4)


def _untrained(recipe: Recipe) -> Reader:
    tasks = {name: head_task(name, head) for name, head in recipe.heads.items()}
    return build_reader(recipe, tasks).eval()


def _answer(related: float, *, role: int | None, missed: int = 0) -> Answer[PairExample]:
    """One pair that the network relates with some probability, in role 1; gold has it in `role`."""
    nothing = np.zeros(0, dtype=np.int64)
    right = np.array([[role is None, role == 1, role == 2]])
    gold = {"visitor": (role is not None) + missed}
    window = Window(0, 1, nothing, nothing, np.zeros(1, dtype=np.int64))
    example = PairExample("relations", window, nothing, nothing, np.zeros((1, 2), dtype=np.int64), right, right, gold)
    probabilities = np.array([[1 - related, related * 0.9, related * 0.1]], dtype=np.float32)
    return Answer(example, {ROLES: np.log(probabilities)})


def test_the_threshold_is_the_one_of_the_best_f1() -> None:
    answers = [_answer(0.9, role=1), _answer(0.8, role=None), _answer(0.4, role=1), _answer(0.2, role=None)]
    f1, threshold = best_threshold(answers)
    assert f1 == pytest.approx(2 * 2 / (3 + 2))
    assert 0.2 < threshold < 0.4
    assert best_threshold([_answer(0.9, role=1, missed=2)])[0] == pytest.approx(2 / 4)
    assert best_threshold([_answer(0.9, role=2)]) == (0.0, 0.5)


def test_scores_by_role_and_over_all(tmp_path: Path) -> None:
    task = head_task("relations", _recipe(tmp_path).heads["relations"])
    answers = [_answer(0.9, role=1), _answer(0.8, role=2), _answer(0.1, role=None)]
    assert task.score(answers) == {"f1": pytest.approx(2 / 3), "related": 0.5}
    assert task.report(answers)["micro avg"]["support"] == 2
    assert isinstance(task, RoleTask)
    assert task.calibrate([]) == {"temperature": 1.0, "threshold": 0.5}


@pytest.mark.parametrize(
    ("overrides", "error", "message"),
    [
        ({"heads.relations.labels": ["PERSON", "VISIT", "GPE", "ORG"]}, ConfigError, "which .* labels does not name"),
        (
            {"heads.relations.roles": {"visitor": ["VISIT > PERSON"]}},
            ConfigError,
            "'destination' from VISIT to GPE.*add 'VISIT > GPE' to destination",
        ),
        (
            {"heads.relations.roles.host": ["VISIT > PET"]},
            ConfigError,
            "found 'VISIT > PET'; expected 'HEAD > ARGUMENT'",
        ),
        ({"heads.relations.roles.host": ["VISIT"]}, ConfigError, "expected 'HEAD > ARGUMENT'"),
        ({"sets.train.outside": ["GPE"]}, ConfigError, "takes the labels of a set as they are"),
        ({"sets.train.path": "empty.jsonl"}, InputError, "found no text"),
        ({"sets.again.path": "missing.jsonl"}, InputError, "no such file"),
    ],
)
def test_what_cannot_be_trained_says_why(
    tmp_path: Path, overrides: dict[str, object], error: type[Exception], message: str
) -> None:
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(error, match=message):
        train(_recipe(tmp_path, **overrides), tmp_path, tmp_path / "model", watch=lambda _: None)
    assert not (tmp_path / "model" / "meta.json").exists()


def test_what_cannot_be_learned_is_said(tmp_path: Path) -> None:
    lines: list[str] = []
    overrides = {"heads.relations.roles.host": ["VISIT > PERSON"], "training.epochs": 1, "training.score": "related"}
    train(_recipe(tmp_path, **overrides), tmp_path, tmp_path / "model", watch=lines.append)
    assert "[heads.relations] no training set has host: nothing is learned of it" in lines


def test_a_checkpoint_of_other_roles_is_refused(tmp_path: Path) -> None:
    recipe = _recipe(tmp_path, **{"training.epochs": 1})
    train(recipe, tmp_path, tmp_path / "model", watch=lambda _: None)
    (tmp_path / "model" / "meta.json").unlink()
    other = _recipe(tmp_path, **{"training.epochs": 1, "heads.relations.reach": 0})
    with pytest.raises(OutputError, match="another recipe"):
        train(other, tmp_path, tmp_path / "model", watch=lambda _: None)


def test_the_roles_of_our_schema_need_not_be_named(tmp_path: Path) -> None:
    task = head_task("relations", _recipe(tmp_path, **{"heads.relations.roles": "schema"}).heads["relations"])
    schema = task.describe({"temperature": 1.0, "threshold": 0.5})["schema"]
    assert schema["VISIT"]["host"] == schema["VISIT"]["visitor"] == ["GPE", "ORG", "PERSON"]
    assert "date" not in schema["VISIT"]
