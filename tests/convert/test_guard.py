"""What cannot be converted is refused with its place, before anything is written."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.convert import brat, conll, label_studio
from pipeline.convert.formats import convert
from pipeline.convert.guard import check_convertible, files_of
from pipeline.errors import FormatError, InputError, OutputError
from pipeline.jsonl import document_to_dict, dump
from pipeline.records import Arc, Document, Entity, Links, Pointer, Zone

PLAIN = Document(
    id="talks",
    text="Peru voted.",
    sentences=((0, 11),),
    entities=(Entity(id="e1", start=0, end=4, label="GPE", text="Peru"),),
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"relations": (Arc("e9", "agent", "e1"),)}, "no span has the id 'e9'"),
        ({"links": Links(clusters=(("e1", "e8"),))}, "no span has the id 'e8'"),
        ({"links": Links(countries={"e7": "PE"})}, "no span has the id 'e7'"),
        ({"links": Links(pointers=(Pointer(0, 4, ("e6",)),))}, "no span has the id 'e6'"),
        ({"entities": (Entity(id="e1", start=-1, end=4, label="GPE", text="Peru"),)}, r"e1: \(-1, 4\) is empty or not"),
        ({"sentences": ((0, 12),)}, r"sentences: \(0, 12\) is empty or not inside the text of length 11"),
        ({"tokens": ((3, 3),)}, r"tokens: \(3, 3\)"),
        ({"zones": (Zone(5, 2, "title"),)}, r"zones: \(5, 2\)"),
    ],
)
def test_broken_documents_are_refused(changes: dict[str, Any], message: str) -> None:
    check_convertible([PLAIN])
    with pytest.raises(FormatError, match=f"document 'talks'.*{message}"):
        check_convertible([replace(PLAIN, **changes)])


def test_documents_without_text_and_ids_that_stand_twice_are_refused() -> None:
    with pytest.raises(InputError, match="'talks' has no text; join it"):
        check_convertible([replace(PLAIN, text=None)])
    with pytest.raises(FormatError, match="the id 'talks' stands twice"):
        check_convertible([PLAIN, PLAIN])


@pytest.mark.parametrize("name", ["../talks", "/talks", "a/../b", "", "a/", "a\0b", "a\nb"])
def test_files_stay_in_their_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="names no file in this folder"):
        files_of([name], tmp_path, ".txt")
    with pytest.raises(OutputError, match="names no file in this folder"):
        brat.write([PLAIN, replace(PLAIN, id=name)], tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_files_are_named_after_ids(tmp_path: Path) -> None:
    assert files_of(["a/b", "c.d"], tmp_path, ".ann") == [tmp_path / "a" / "b.ann", tmp_path / "c.d.ann"]
    with pytest.raises(OutputError, match=r"two documents would be written to a\.ann"):
        files_of(["a", "a"], tmp_path, ".ann")


def test_a_broken_document_leaves_no_file(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    broken = replace(PLAIN, id="other", relations=(Arc("e9", "agent", "e1"),))
    source.write_text("".join(dump(document_to_dict(document)) + "\n" for document in (PLAIN, broken)))
    for target in ("brat", "conll", "label_studio"):
        with pytest.raises(FormatError, match=r"in\.jsonl: document 'other'"):
            convert(source, tmp_path / "out", origin="jsonl", target=target)
    assert list(tmp_path.iterdir()) == [source]


def test_an_id_of_two_lines_does_not_fit_conll(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is not one line"):
        conll.write([replace(PLAIN, id="a\nb")], tmp_path / "out")


@pytest.mark.parametrize("origin", ["jsonl", "conll", "label_studio", "docbin"])
def test_a_folder_is_no_source_of_a_file_format(origin: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"Is a directory; expected a source in the format '{origin}'"):
        convert(tmp_path, tmp_path / "out", origin=origin, target="jsonl")


def _brat(folder: Path, text: bytes, annotations: bytes) -> Path:
    (folder / "q.txt").write_bytes(text)
    (folder / "q.ann").write_bytes(annotations)
    return folder


@pytest.mark.parametrize(
    ("text", "annotations", "message"),
    [
        (b"Peru", b"T1\tGPE 0 4\tPeru\nR1\tagent Arg1:T1 Arg2:T9\n", r"q\.ann: document 'q': no span has the id 'T9'"),
        (b"Peru", b"T1\tGPE 0 99\tPeru\n", r"q\.ann: document 'q', T1: \(0, 99\)"),
        (b"Peru \xff", b"", r"q\.txt: not UTF-8"),
        (b"Peru", b"\xff", r"q\.ann: not UTF-8"),
        (b"visit Peru", b"T1\tVISIT 0 5\tvisit\nT2\tGPE 6 10\tPeru\nR1\tdances Arg1:T1 Arg2:T2\n", "no role 'dances'"),
    ],
)
def test_broken_brat_is_named(text: bytes, annotations: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        list(brat.read(_brat(tmp_path, text, annotations)))


def test_brat_ends_lines_at_line_feeds_alone(tmp_path: Path) -> None:
    text = "New\x0bYork\u2028City"
    odd = replace(
        PLAIN, text=text, sentences=(), entities=(Entity(id="e1", start=0, end=len(text), label="GPE", text=text),)
    )
    brat.write([odd], tmp_path)
    (found,) = brat.read(tmp_path)
    assert [(one.offsets, one.text) for one in found.entities] == [((0, len(text)), text)]


def _without_text(folder: Path) -> Path:
    (folder / "x").write_text("# newdoc id = a\n")
    return folder / "x"


def _outside(folder: Path) -> Path:
    (folder / "x").write_text('# newdoc id = a\n# text = "Pe"\nPeru\t0\t4\tB-GPE\n')
    return folder / "x"


@pytest.mark.parametrize(
    ("make", "message"),
    [(_without_text, "x: document 'a' has no '# text"), (_outside, r"x: document 'a', 0: \(0, 4\)")],
)
def test_broken_conll_is_named(make: Callable[[Path], Path], message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        list(conll.read(make(tmp_path)))


def test_conll_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff")
    with pytest.raises(FormatError, match=r"x(:1)?: .*(UTF-8|utf-8)"):
        convert(tmp_path / "x", tmp_path / "out", origin="conll", target="jsonl")


def test_label_studio_names_a_label_that_the_schema_has_not(tmp_path: Path) -> None:
    label_studio.write([PLAIN], tmp_path / "x.json")
    tasks = json.loads((tmp_path / "x.json").read_text())
    tasks[0]["annotations"][0]["result"][0]["value"]["labels"] = ["DRAGON"]
    (tmp_path / "x.json").write_text(json.dumps(tasks))
    with pytest.raises(FormatError, match=r"x\.json, task 1: the schema has no label DRAGON"):
        list(label_studio.read(tmp_path / "x.json"))


def test_a_span_that_begins_with_white_space_does_not_fit_conll(tmp_path: Path) -> None:
    spaced = replace(PLAIN, entities=(Entity(id="e1", start=4, end=10, label="GPE", text=" voted"),))
    with pytest.raises(FormatError, match=r"e1 \(4, 10\): no token begins where the span begins"):
        conll.write([spaced], tmp_path / "out")
    assert not (tmp_path / "out").exists()
