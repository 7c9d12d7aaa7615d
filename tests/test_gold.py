"""The gold that is committed: complete, split as splits.toml says, free of what may not be passed on."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pipeline.convert.standoff import detach
from pipeline.jsonl import read_documents
from pipeline.records import Document

ANNOTATIONS = Path(__file__).parents[1] / "annotations"
SPLITS: dict[str, Any] = tomllib.loads((ANNOTATIONS / "splits.toml").read_text(encoding="utf-8"))
PARTS = ("train", "dev", "test")


def ids_of(source: str, part: str) -> set[str]:
    """The ids that splits.toml gives to a part of `written` or `newswire`."""
    listed = SPLITS[source][part]
    return set(listed) if isinstance(listed, list) else {one for ids in listed.values() for one in ids}


def gold(source: str, part: str) -> list[Document]:
    return list(read_documents(ANNOTATIONS / "gold" / source / f"{part}.jsonl"))


@pytest.mark.parametrize("source", ["written", "newswire"])
@pytest.mark.parametrize("part", PARTS)
def test_gold_holds_the_documents_of_its_split(source: str, part: str) -> None:
    documents = gold(source, part)
    assert {document.id for document in documents} == ids_of(source, part)
    assert len({document.id for document in documents}) == len(documents)


@pytest.mark.parametrize("source", ["written", "newswire"])
def test_no_document_is_in_two_splits(source: str) -> None:
    assert not any(ids_of(source, a) & ids_of(source, b) for a, b in combinations(PARTS, 2))


@pytest.mark.parametrize("part", PARTS)
def test_gold_of_written_texts_holds_the_texts(part: str) -> None:
    texts = {path.stem: path.read_bytes().decode() for path in (ANNOTATIONS / "texts" / part).glob("*.txt")}
    assert {document.id: document.text for document in gold("written", part)} == texts


@pytest.mark.parametrize("part", PARTS)
def test_gold_of_newswire_holds_no_text(part: str) -> None:
    for document in gold("newswire", part):
        assert (document.text, document.title) == (None, None)
        assert document.text_sha256 is not None
        assert len(document.text_sha256) == 64


def test_documents_annotated_twice_are_in_gold() -> None:
    files = sorted((ANNOTATIONS / "double").glob("*-1.jsonl"))
    for first in files:
        second = first.with_name(first.name.replace("-1.", "-2."))
        pairs = [{document.id: document for document in read_documents(path)} for path in (first, second)]
        assert pairs[0].keys() == pairs[1].keys()
        if "newswire" in first.name:
            assert all(document.text is None for side in pairs for document in side.values())
    assert len(files) >= 3


@pytest.mark.parametrize(("source", "part"), [("written", part) for part in PARTS])
def test_spans_stand_where_they_say(source: str, part: str) -> None:
    for document in gold(source, part):
        assert all(document.content[span.start : span.end] == span.text for span in document.spans())
        assert detach(document).text_sha256 is not None
