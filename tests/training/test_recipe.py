from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.training.recipe import read_recipe
from tests.training.tiny import RECIPE

RECIPES = sorted(
    path
    for path in (Path(__file__).parents[2] / "configs" / "train").glob("*.cfg")
    if "[encoder]" in path.read_text(encoding="utf-8")
)


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.cfg"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_the_recipes_in_the_checkout_are_read(path: Path) -> None:
    recipe = read_recipe(path)
    assert {found.settings.part for found in recipe.sets} >= {"train", "dev"}


def test_a_shipped_recipe_has_sets_of_open_licence_only() -> None:
    recipe = read_recipe(Path(__file__).parents[2] / "configs" / "train" / "factwire-small.cfg")
    open_licences = ("MIT", "CC BY 4.0", "CC0 1.0", "annotations: CC BY 4.0")
    assert all(found.settings.licence.startswith(open_licences) for found in recipe.sets)


def test_defaults_are_filled_in_and_overrides_taken(tmp_path: Path) -> None:
    recipe = read_recipe(write(tmp_path, RECIPE), {"training.epochs": 3})
    assert (recipe.training.epochs, recipe.training.weight_decay) == (3, 0.01)
    assert recipe.sets[0].settings.share == 1.0


@pytest.mark.parametrize(
    ("found", "instead", "message"),
    [
        ("epochs = 40", 'epochs = "many"', r"\[training\] epochs"),
        ("epochs = 40", "epoch = 40", r"\[training\] epoch"),
        ('precision = "fp32"', 'precision = "fp8"', r"\[training\] precision"),
        ("[heads.entities]", "[heads.names]", "head: found 'entities'"),
        ('attributes = ["status", "phase"]', 'attributes = ["mood"]', "found 'mood'"),
        ('"PERSON", "GPE"', '"GPE", "GPE"', "each once"),
        ('@loaders = "factwire"', '@loaders = "nothing"', "there is no loader 'nothing'; choose one of"),
        ('part = "train"', 'part = "exam"', r"\[sets.train\] part"),
        ('licence = "CC0 1.0"', "share = 1.5", "share is 1.5"),
        ('licence = "CC0 1.0"', 'outside = ["TITLE"]', "names 'TITLE'"),
        ('licence = "CC0 1.0"', "[sets.train.labels]\nPER = []", "PER is empty"),
        ("[encoder]", "[coder]", r"unknown section \[coder\]"),
    ],
)
def test_a_wrong_recipe_says_what_and_where(tmp_path: Path, found: str, instead: str, message: str) -> None:
    path = write(tmp_path, RECIPE.replace(found, instead, 1))
    with pytest.raises(ConfigError, match=message) as caught:
        read_recipe(path)
    assert str(caught.value).startswith(str(path))


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such config file"):
        read_recipe(tmp_path / "none.cfg")
