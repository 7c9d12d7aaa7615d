import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.convert.standoff import Unmatched, attach, detach, fold
from pipeline.errors import InputError
from pipeline.jsonl import document_from_dict, document_to_dict
from pipeline.records import Document
from tests.builders import document

TEXT = " date 2006-11-18 Peru and Laos talk\nLima met Vientiane on Friday.\nNothing was signed."
TML = """<?xml version="1.0" ?>
<TimeML><DOCID>XYZ_ENG_20061118.0001</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2006-11-18">11/18/2006</TIMEX3></DCT>
<TITLE>
Peru and Laos
 talk
</TITLE>
<TEXT>
Lima met Vientiane on <TIMEX3 tid="t1" type="DATE" value="2006-11-17">Friday</TIMEX3>.


Nothing
was   signed.
</TEXT></TimeML>
"""
NAME = "XYZ_ENG_20061118.0001"


def gold() -> Document:
    made = document("[GPE:Lima] met", created="2006-11-18")
    start = TEXT.index("Lima")
    entity = replace(made.entities[0], start=start, end=start + 4)
    return replace(made, id=NAME, text=TEXT, title="Peru and Laos talk", entities=(entity,), tokens=(), sentences=())


def joined(*texts: Path) -> Document | Unmatched:
    (found,) = attach([detach(gold())], [str(path) for path in texts])
    return found


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_detached_document_holds_no_text_but_its_mentions() -> None:
    line = json.dumps(document_to_dict(detach(gold())))
    assert "signed" not in line
    assert "talk" not in line
    assert "Lima" in line
    assert document_from_dict(json.loads(line)) == detach(gold())


def test_the_text_comes_back(tmp_path: Path) -> None:
    assert joined(write(tmp_path / f"{NAME}.txt", TEXT)) == replace(gold(), encoding="utf-8")
    line = json.dumps({"id": NAME, "text": TEXT})
    assert joined(write(tmp_path / "all.jsonl", line + "\n")) == replace(gold(), encoding="utf-8")


def test_other_white_space_fits(tmp_path: Path) -> None:
    loose = TEXT.replace("\n", "\r\n\r\n ").replace("met Vientiane", "met   Vientiane") + "\n\n"
    found = joined(write(tmp_path / f"{NAME}.txt", loose))
    assert isinstance(found, Document)
    assert (found.text, found.entities) == (TEXT, gold().entities)


def test_silver_files_of_tempeval_fit(tmp_path: Path) -> None:
    write(tmp_path / f"{NAME}.tml", TML)
    assert joined(tmp_path) == joined(tmp_path / f"{NAME}.tml") == replace(gold(), encoding="utf-8")


def test_silver_files_with_one_paragraph_a_line_fit(tmp_path: Path) -> None:
    write(tmp_path / f"{NAME}.tml", TML.replace("\n\n\nNothing\nwas", "\nNothing was"))
    assert joined(tmp_path) == replace(gold(), encoding="utf-8")


def test_other_words_do_not_fit(tmp_path: Path) -> None:
    found = joined(write(tmp_path / f"{NAME}.txt", TEXT.replace("Friday", "Monday")))
    assert str(found) == f"{NAME}: the text with this id is another version: it differs in more than white space"


def test_a_text_that_is_missing_is_named(tmp_path: Path) -> None:
    assert str(joined(write(tmp_path / "other.txt", TEXT))) == (
        f"{NAME}: no text has this id; name the file or folder that holds it"
    )
    with pytest.raises(InputError, match="none: no such file or folder"):
        joined(tmp_path / "none")


def test_a_document_with_its_text_is_passed_on() -> None:
    assert list(attach([gold()], [])) == [gold()]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a  b\n\n c\t\n", "a b\nc"),
        ("date 2006-11-18  Title\nx", " date 2006-11-18 Title\nx"),
        ("dates 2006", "dates 2006"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
