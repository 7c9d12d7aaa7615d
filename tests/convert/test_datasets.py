from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipeline.convert.datasets import FEATURES, from_dataset, load, to_dataset
from pipeline.errors import InputError
from pipeline.jsonl import read_documents
from pipeline.records import Document
from tests.strategies import documents

GOLD = Path(__file__).parents[2] / "annotations" / "gold"


def test_gold_becomes_splits_and_comes_back() -> None:
    splits = load({"train": GOLD / "written" / "train.jsonl", "seeds": str(GOLD / "seeds.jsonl")})
    assert splits["train"].features == FEATURES
    for name, path in (("train", "written/train"), ("seeds", "seeds")):
        assert list(from_dataset(splits[name])) == list(read_documents(GOLD / f"{path}.jsonl"))


@settings(max_examples=40, deadline=None)
@given(documents())
def test_any_document_comes_back(given_document: Document) -> None:
    facts = tuple(replace(fact, created=given_document.created) for fact in given_document.facts)
    document = replace(given_document, facts=facts)
    (found,) = from_dataset(to_dataset([document]))
    assert found == document
    assert [entity.score for entity in found.entities] == [entity.score for entity in document.entities]


def test_standoff_documents_come_back() -> None:
    plain = Document(id="a", text=None, text_sha256="0" * 64)
    assert list(from_dataset(to_dataset([plain, replace(plain, id="b")]))) == [plain, replace(plain, id="b")]


def test_columns_can_be_used_without_knowing_factwire() -> None:
    dataset = load({"seeds": GOLD / "seeds.jsonl"})["seeds"]
    labels = [entity["label"] for row in dataset for entity in row["entities"]]
    assert labels.count("MEETING") >= 3
    assert len(dataset.filter(lambda row: row["created"] == "2020-12-05")) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: No such file"):
        load({"train": tmp_path / "none.jsonl"})
