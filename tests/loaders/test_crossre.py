import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.crossre import load
from pipeline.records import Arc

DATA: dict[str, Any] = {
    "doc_key": "own-1",
    "sentence": ["Ana", "Ruiz", "won", "Peru", "'s", "vote", "."],
    "ner": [[0, 1, "politician"], [3, 3, "country"], [5, 5, "election"]],
    "relations": [
        [0, 1, 5, 5, "win-defeat", "won", False, False],
        [0, 1, 5, 5, "temporal", "", True, False],
        [5, 5, 3, 3, "physical", "", False, False],
    ],
}


def write(folder: Path, **changes: Any) -> Path:
    path = folder / "own-dev.json"
    path.write_text(json.dumps({**DATA, **changes}) + "\n", encoding="utf-8")
    return path


def test_relations_join_entities_and_may_be_several(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path))
    assert document.content == "Ana Ruiz won Peru's vote."
    assert [(span.id, span.text, span.label) for span in document.entities] == [
        ("e1", "Ana Ruiz", "politician"),
        ("e2", "Peru", "country"),
        ("e3", "vote", "election"),
    ]
    assert document.relations == (
        Arc("e1", "win-defeat", "e3"),
        Arc("e1", "temporal", "e3"),
        Arc("e3", "physical", "e2"),
    )
    assert (len(document.tokens), document.sentences) == (7, ((0, 25),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"relations": [[0, 0, 5, 5, "role", "", False, False]]}, r"the relation \[0, 0, 5, 5, 'role'\] has an end"),
        ({"ner": [[5, 7, "misc"]]}, "tokens 5 to 8 of 7 are no span"),
        ({"ner": [[5, 7]]}, "not enough values"),
        ({"sentence": None}, "expected a sentence with 'doc_key'"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=rf"own-dev\.json:1: .*{message}"):
        list(load(write(tmp_path, **changes)))
