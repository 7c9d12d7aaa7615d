import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.conll04 import load
from pipeline.records import Arc

DATA: dict[str, Any] = {
    "doc_id": "7",
    "tokens": ["Ana", "Ruiz", "of", "Lima", "works", "for", "the", "Andean", "Bank", "."],
    "entities": [[0, 2, "Peop"], [3, 4, "Loc"], [7, 9, "Org"]],
    "relations": [[0, 1, "Live_In"], [0, 2, "Work_For"]],
}


def write(folder: Path, **changes: Any) -> Path:
    path = folder / "dev.jsonl"
    path.write_text(json.dumps({**DATA, **changes}) + "\n", encoding="utf-8")
    return path


def test_relations_name_entities_by_their_place(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path))
    assert document.content == "Ana Ruiz of Lima works for the Andean Bank."
    assert [(span.text, span.label) for span in document.entities] == [
        ("Ana Ruiz", "Peop"),
        ("Lima", "Loc"),
        ("Andean Bank", "Org"),
    ]
    assert document.relations == (Arc("e1", "Live_In", "e2"), Arc("e1", "Work_For", "e3"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"relations": [[0, 3, "Live_In"]]}, "tuple index out of range"),
        ({"relations": [[0, -1, "Live_In"]]}, "a relation names the entity -1"),
        ({"entities": [[9, 12, "Org"]]}, "tokens 9 to 12 of 10 are no span"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=rf"dev\.jsonl:1: .*{message}"):
        list(load(write(tmp_path, **changes)))
