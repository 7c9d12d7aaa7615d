from pathlib import Path

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.loaders.timeml import load
from pipeline.records import Timex

HEAD = '<?xml version="1.0" ?>\n<TimeML>\n<DOCID>x</DOCID>\n'
DCT = '<DCT><TIMEX3 tid="t0" type="DATE" value="2013-03-22T10:00">March 22</TIMEX3></DCT>\n'
TEXT = (
    '<TEXT>\nFish &amp; chips <EVENT eid="e1">cost</EVENT> <TIMEX3 tid="t1" type="DATE" value="2013-03" mod="START">'
    'early <EVENT eid="e2">this</EVENT> month</TIMEX3> what they did '
    '<TIMEX3 tid="t2" type="DURATION" value="PT5H">five hours</TIMEX3> ago'
    '<TIMEX3 tid="t3" type="DATE" value="PAST_REF"/>.\n</TEXT>\n'
)


def write(folder: Path, content: str, name: str = "a.tml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_the_text_is_what_the_markup_leaves(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}<TITLE> The price of fish </TITLE>{DCT}{TEXT}</TimeML>")
    (document,) = load(path)
    assert document.text == "\nFish & chips cost early this month what they did five hours ago.\n"
    assert (document.id, document.created, document.title) == ("a", "2013-03-22", "The price of fish")


def test_times_have_offsets_labels_and_normal_forms(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path, f"{HEAD}{DCT}{TEXT}</TimeML>"))
    assert [(value.id, value.text, value.label, value.norm) for value in document.values] == [
        ("v1", "early this month", "DATE", Timex("DATE", "2013-03", "START")),
        ("v2", "five hours", "TIME", Timex("DURATION", "PT5H")),
    ]
    assert all(document.content[slice(*value.offsets)] == value.text for value in document.values)


@pytest.mark.parametrize("dct", ["", "<DCT/>", '<DCT><TIMEX3 tid="t0" type="DATE" value="None">None</TIMEX3></DCT>'])
def test_a_document_may_have_no_day(tmp_path: Path, dct: str) -> None:
    (document,) = load(write(tmp_path, f"{HEAD}{dct}{TEXT}</TimeML>"))
    assert document.created is None


def test_a_folder_is_read_by_name_without_what_is_left_out(tmp_path: Path) -> None:
    for name in ("b.tml", "a.tml", "note.txt"):
        write(tmp_path, f"{HEAD}{DCT}{TEXT}</TimeML>", name)
    write(tmp_path, "<TimeML><TEXT>", "broken.tml")
    write(tmp_path, "no XML", "._a.tml")
    assert [document.id for document in load(tmp_path, leave_out=["broken"])] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{HEAD}<TEXT>\n<TIMEX3 type='DATE'>May</TEXT></TimeML>", r"a\.tml:5: no XML"),
        (f"{HEAD}</TimeML>", r"a\.tml: no element TEXT below TimeML"),
        (f"{HEAD}<TEXT><TIMEX3 tid='t7'>May</TIMEX3></TEXT></TimeML>", r"a\.tml: TIMEX3 't7' has no type"),
    ],
)
def test_what_is_no_timeml_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        list(load(write(tmp_path, content)))


def test_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.tml files"):
        load(tmp_path)
    with pytest.raises(InputError, match=r"gone\.tml: No such file"):
        list(load(tmp_path / "gone.tml"))
