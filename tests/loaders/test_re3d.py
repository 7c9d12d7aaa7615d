import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.re3d import load, split_of
from pipeline.records import Arc

TEXT = "Minister Ana “A” Ruiz leads Peru’s navy."
DATA: dict[str, Any] = {
    "doc_id": "1A",
    "source": "Own",
    "title": "Navy",
    "text": TEXT,
    "entities": [
        {"start": 0, "end": 21, "label": "Person", "text": "Minister Ana 'A' Ruiz", "confidence": 1},
        {"start": 28, "end": 32, "label": "Location", "text": "Peru", "confidence": 0.4},
        {"start": 28, "end": 39, "label": "Organisation", "text": "Peru’s navy", "confidence": 0.9},
    ],
    "relations": [
        {"type": "InChargeOf", "head_start": 0, "head_end": 21, "tail_start": 28, "tail_end": 39, "confidence": 0.8},
        {"type": "Likes", "head_start": 0, "head_end": 21, "tail_start": 28, "tail_end": 39, "confidence": 0.1},
        {"type": "BelongsTo", "head_start": 28, "head_end": 39, "tail_start": 28, "tail_end": 32, "confidence": 1},
    ],
}


def write(folder: Path, *changes: dict[str, Any]) -> Path:
    path = folder / "re3d.jsonl"
    path.write_text("".join(json.dumps({**DATA, **change}) + "\n" for change in changes or ({},)), encoding="utf-8")
    return path


def test_what_is_doubtful_is_left_out_with_its_relations(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path))
    assert [(span.id, span.text, span.label, span.score) for span in document.entities] == [
        ("e1", "Minister Ana “A” Ruiz", "Person", 1),
        ("e2", "Peru’s navy", "Organisation", 0.9),
    ]
    assert document.relations == (Arc("e1", "InChargeOf", "e2"),)
    (everything,) = load(write(tmp_path), min_confidence=0)
    assert (len(everything.entities), len(everything.relations)) == (3, 3)


def test_splits_are_disjoint_complete_and_about_as_large_as_said(tmp_path: Path) -> None:
    path = write(tmp_path, *({"doc_id": str(number)} for number in range(400)))
    names: tuple[Literal["train", "dev", "test"], ...] = ("train", "dev", "test")
    parts = [{document.id for document in load(path, split=name)} for name in names]
    assert set.union(*parts) == {str(number) for number in range(400)}
    assert sum(map(len, parts)) == 400
    shares = Counter(split_of({"source": "Own", "doc_id": str(number)}) for number in range(10_000))
    assert [round(shares[name] / 10_000, 2) for name in names] == [0.6, 0.15, 0.25]


def test_the_split_of_a_document_never_changes() -> None:
    assert [split_of({"source": "Own", "doc_id": name}) for name in "abcdefgh"] == [
        "train",
        "train",
        "train",
        "train",
        "test",
        "train",
        "train",
        "dev",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entities": [{"start": 5, "end": 99, "label": "X", "confidence": 1}]}, "the entity 5 to 99 is no stretch"),
        ({"entities": [{"start": 5, "end": 9, "label": "X"}]}, "the key 'confidence' is missing"),
        ({"relations": [{"type": "Likes", "confidence": 1}]}, "the key 'head_start' is missing"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=rf"re3d\.jsonl:2: {message}"):
        list(load(write(tmp_path, {}, change)))
