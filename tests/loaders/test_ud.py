import json
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.ud import load

DOCUMENT: dict[str, Any] = {
    "doc_id": "letter-1",
    "genre": "letter",
    "text": "Dear Ana,\n\nIt rained. We stayed.",
    "sentences": [[0, 9], [11, 21], [22, 32]],
    "paragraph_starts": [0, 11],
}


def write(folder: Path, **changes: Any) -> Path:
    path = folder / "dev.jsonl"
    path.write_text(json.dumps(DOCUMENT | changes) + "\n", encoding="utf-8")
    return path


def test_a_document_has_text_and_sentences(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path))
    assert (document.id, document.text) == ("letter-1", DOCUMENT["text"])
    assert [document.content[slice(*sentence)] for sentence in document.sentences] == [
        "Dear Ana,",
        "It rained.",
        "We stayed.",
    ]


def test_a_paragraph_is_a_part_of_its_document(tmp_path: Path) -> None:
    first, second = load(write(tmp_path), unit="paragraphs")
    assert (first.id, first.text, first.sentences) == ("letter-1#1", "Dear Ana,", ((0, 9),))
    assert (second.id, second.text, second.sentences) == ("letter-1#2", "It rained. We stayed.", ((0, 10), (11, 21)))


@pytest.mark.parametrize(
    ("changes", "unit", "message"),
    [
        ({"sentences": [[0, 99]]}, "documents", r"\[0, 99\] is not inside"),
        ({"sentences": [[5, 5]]}, "documents", r"\[5, 5\] is not inside"),
        ({"sentences": [3]}, "documents", "sentences and paragraph_starts"),
        ({"sentences": [[0, 21]]}, "paragraphs", "outside every paragraph"),
        ({"paragraph_starts": [11]}, "paragraphs", "outside every paragraph"),
    ],
)
def test_a_line_that_is_wrong_is_named(
    tmp_path: Path, changes: dict[str, Any], unit: Literal["documents", "paragraphs"], message: str
) -> None:
    with pytest.raises(FormatError, match=rf"dev\.jsonl:1: .*{message}"):
        list(load(write(tmp_path, **changes), unit=unit))


def test_a_key_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text('{"doc_id": "a", "text": "Yes."}\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"dev\.jsonl:1: .*'sentences'"):
        list(load(path))
