from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, InputError
from pipeline.nn.losses import IGNORED
from pipeline.onnx.pieces import Pieces
from pipeline.onnx.tagging import Tagset
from pipeline.training.examples import Example, classes_of, read_examples
from pipeline.training.recipe import DataSet, Recipe, read_recipe
from tests.training.tiny import entities_of, workplace

COLUMNS = "Ana B-PER\nRuiz I-PER\nvisited O\nChile B-LOC\n. O\n\nAcme B-MISC\n"


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return read_recipe(workplace(tmp_path))


def read(recipe: Recipe, data_set: DataSet, folder: Path) -> list[Example]:
    pieces = Pieces.load(folder / "encoder" / "tokenizer.json", 32)
    return read_examples(data_set, folder, entities_of(recipe), pieces)


def partial_set(recipe: Recipe, folder: Path) -> DataSet:
    (folder / "columns.txt").write_text(COLUMNS, encoding="utf-8")
    from pipeline.loaders import conll

    labels = {"PER": ["PERSON"], "LOC": ["GPE", "ORG"], "MISC": ["*"]}
    settings = replace(recipe.sets[0].settings, path="columns.txt", labels=labels, outside=["VISIT"])
    return DataSet("columns", settings, conll.load)


def allowed(example: Example, token: int) -> set[str]:
    tags = Tagset(("PERSON", "GPE", "ORG", "VISIT", "APPOINTMENT", "INDICATOR")).tags
    return {tag for tag, is_allowed in zip(tags, example.allowed[token], strict=True) if is_allowed}


def test_own_gold_allows_one_tag_a_token(recipe: Recipe, tmp_path: Path) -> None:
    first, *_ = read(recipe, recipe.sets[0], tmp_path)
    assert [allowed(first, token) for token in range(5)] == [{"B-PERSON"}, {"I-PERSON"}, {"B-VISIT"}, {"B-GPE"}, {"O"}]
    assert first.spans[:2] == ((0, 2, "PERSON"), (2, 3, "VISIT"))


def test_attributes_stand_on_the_first_token_of_triggers(recipe: Recipe, tmp_path: Path) -> None:
    first, *_ = read(recipe, recipe.sets[0], tmp_path)
    asked = [index for index, found in enumerate(first.attributes["status"]) if found != IGNORED]
    assert [classes_of("status")[first.attributes["status"][index]] for index in asked] == ["asserted", "planned"]
    assert set(first.attributes["phase"].tolist()) == {IGNORED}


def test_a_coarser_set_allows_what_may_be_right(recipe: Recipe, tmp_path: Path) -> None:
    first, second = read(recipe, partial_set(recipe, tmp_path), tmp_path)
    assert allowed(first, 0) == {"B-PERSON"}
    assert allowed(first, 2) == {"O", "B-VISIT", "I-VISIT"}
    assert allowed(first, 3) == {"B-GPE", "B-ORG"}
    assert len(allowed(second, 0)) == 13
    assert not first.attributes


def test_a_label_that_the_recipe_does_not_name_is_an_error(recipe: Recipe, tmp_path: Path) -> None:
    data_set = partial_set(recipe, tmp_path)
    (tmp_path / "columns.txt").write_text("Ana B-PET\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="'PET'"):
        read(recipe, data_set, tmp_path)


def test_stand_off_gold_is_joined_with_its_texts(recipe: Recipe, tmp_path: Path) -> None:
    import json

    from pipeline.convert.standoff import detach
    from pipeline.jsonl import document_to_dict
    from tests.training.tiny import gold

    lines = [json.dumps(document_to_dict(detach(document))) + "\n" for document in gold()]
    (tmp_path / "detached.jsonl").write_text("".join(lines), encoding="utf-8")
    texts = [json.dumps({"id": document.id, "text": document.text}) + "\n" for document in gold()]
    (tmp_path / "texts.jsonl").write_text("".join(texts), encoding="utf-8")
    given = replace(recipe.sets[0].settings, path="detached.jsonl", texts=["texts.jsonl"])
    joined = read(recipe, replace(recipe.sets[0], settings=given), tmp_path)
    assert [example.spans for example in joined] == [e.spans for e in read(recipe, recipe.sets[0], tmp_path)]
    (tmp_path / "texts.jsonl").write_text(texts[0], encoding="utf-8")
    with pytest.raises(InputError, match="texts names the files"):
        read(recipe, replace(recipe.sets[0], settings=given), tmp_path)
