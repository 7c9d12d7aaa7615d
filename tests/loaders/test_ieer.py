import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.ieer import load

DATA: dict[str, Any] = {
    "doc_id": "APW1.1",
    "date": "03/14/1998 10:36:00",
    "headline": "\nPeru votes\n",
    "headline_entities": [{"start": 1, "end": 5, "label": "LOCATION"}],
    "text": "\n\t   LIMA (AP) _ Ana Ruiz\nwon.\n",
    "entities": [{"start": 5, "end": 9, "label": "LOCATION"}, {"start": 17, "end": 25, "label": "PERSON"}],
}


def write(folder: Path, **changes: Any) -> Path:
    path = folder / "ieer.jsonl"
    path.write_text(json.dumps({**DATA, **changes}) + "\n", encoding="utf-8")
    return path


def test_headline_and_text_are_one_text(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path))
    assert document.content == DATA["headline"] + DATA["text"]
    assert (document.title, document.created) == ("Peru votes", "1998-03-14")
    assert [(span.id, span.text, span.label) for span in document.entities] == [
        ("e1", "Peru", "LOCATION"),
        ("e2", "LIMA", "LOCATION"),
        ("e3", "Ana Ruiz", "PERSON"),
    ]
    assert all(document.content[span.start : span.end] == span.text for span in document.entities)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"date": "14.3.1998"}, r"ieer\.jsonl:1: time data '14\.3\.1998' does not match"),
        (
            {"entities": [{"start": 30, "end": 90, "label": "DATE"}]},
            r"ieer\.jsonl:1: the entity 30 to 90 is no stretch",
        ),
        ({"entities": [{"start": 1, "label": "DATE"}]}, r"ieer\.jsonl:1: the key 'end' is missing"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        list(load(write(tmp_path, **changes)))
