import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.worldwide import load

ADDRESS = {"tokens": ["https://news.example/Peru"], "tags": "B-Location"}
BODY = {"tokens": ["Ana", "Ruiz", "left", "Lima", "."], "tags": "B-Person I-Person O B-Location O"}
LAST = {"tokens": ["West", "Lima", "?"], "tags": "I-Location I-Location O"}
TEXT = "https://news.example/Peru\n\nAna  Ruiz left Lima.\n\nWest Lima?\n"


def write(folder: Path, **changes: Any) -> Path:
    data = {"doc_id": "pe_1", "split": "dev", "text": TEXT, "paragraphs": [ADDRESS, BODY, LAST], **changes}
    path = folder / "worldwide.jsonl"
    path.write_text(json.dumps(data) + "\n", encoding="utf-8")
    return path


def test_the_address_is_left_out_and_offsets_are_those_of_the_text(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path))
    assert document.content == "Ana  Ruiz left Lima.\n\nWest Lima?\n"
    assert [(entity.text, entity.label) for entity in document.entities] == [
        ("Ana  Ruiz", "Person"),
        ("Lima", "Location"),
        ("West Lima", "Location"),
    ]
    assert all(document.content[span.start : span.end] == span.text for span in document.entities)
    assert [document.content[slice(*token)] for token in document.tokens] == [*BODY["tokens"], *LAST["tokens"]]
    assert document.sentences == ()


def test_a_text_that_its_tokens_do_not_match_is_rebuilt(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path, text=TEXT.replace("left", "lêft")))
    assert document.content == "Ana Ruiz left Lima.\n\nWest Lima?"
    assert [entity.text for entity in document.entities] == ["Ana Ruiz", "Lima", "West Lima"]


def test_a_document_without_address_is_whole(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path, text="Ana Ruiz left Lima.", paragraphs=[BODY]))
    assert document.content == "Ana Ruiz left Lima."


def test_splits_are_chosen(tmp_path: Path) -> None:
    assert len(list(load(write(tmp_path), split="dev"))) == 1
    assert list(load(write(tmp_path), split="train")) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"paragraphs": [{"tokens": ["Ana"], "tags": "O O"}]}, r"worldwide\.jsonl:1: found 1 tokens with 2 tags"),
        ({"paragraphs": [{"tokens": ["Ana"]}]}, r"worldwide\.jsonl:1: the key 'tags' is missing"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        list(load(write(tmp_path, **changes)))
