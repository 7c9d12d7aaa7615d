"""Reading input: what is found, what is read, and what every bad input is answered with."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.corpus import Failure, Header, find_sources, parse_header, read_source
from pipeline.records import Document

TEXT = " date 2021-05-03 Norway, Laos to open embassies\r\nThe ministers met in Oslo.\n"


def read(*arguments: object, created: str | None = None) -> list[Document | Failure]:
    taken: set[str] = set()
    sources = find_sources([str(argument) for argument in arguments])
    return [item for source in sources for item in read_source(source, created=created, taken=taken)]


def ids(*arguments: object) -> list[str | None]:
    return [item.id for item in read(*arguments)]


def failure(*arguments: object) -> Failure:
    (item,) = read(*arguments)
    assert isinstance(item, Failure)
    assert item.error == "InputError"
    return item


def document(*arguments: object, created: str | None = None) -> Document:
    (item,) = read(*arguments, created=created)
    assert isinstance(item, Document)
    return item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/c.d.txt", "a/b.txt", ".hidden.txt", ".git/x.txt", "notes.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Text of {name}.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


class TestFinding:
    def test_a_folder_is_read_recursively_in_sorted_order_without_hidden_and_other_files(self, folder: Path) -> None:
        assert ids(folder) == ["a/b", "a/c.d", "b"]

    def test_a_folder_may_hold_links_in_circles_and_pipes(self, folder: Path) -> None:
        (folder / "a" / "up").symlink_to(folder)
        (folder / "a" / "circle.txt").symlink_to("circle.txt")
        os.mkfifo(folder / "pipe.txt")
        assert [item.id for item in read(folder)] == ["a/b", "a/c.d", "a/circle", "b"]

    def test_a_file_has_its_stem_as_id_whatever_its_suffix(self, folder: Path) -> None:
        assert ids(folder / "a/c.d.txt", folder / "notes.md") == ["c.d", "notes"]

    def test_a_glob_gives_ids_relative_to_its_fixed_part(self, folder: Path) -> None:
        assert ids(folder / "*.txt") == ["b"]
        assert ids(folder / "**/*.txt") == ["a/b", "a/c.d", "b"]

    def test_arguments_keep_their_order(self, folder: Path) -> None:
        assert ids(folder / "notes.md", folder / "a") == ["notes", "b", "c.d"]

    def test_discovery_opens_nothing(self, folder: Path) -> None:
        (folder / "b.txt").write_bytes(b"\x00")
        assert [source.problem for source in find_sources([str(folder)])] == [None, None, None]

    @pytest.mark.parametrize(
        ("argument", "message"),
        [
            ("none.txt", "no such file or folder"),
            ("x" * 5000, "no such file or folder"),
            ("*.xyz", "no file matches"),
            ("empty", "holds no .txt or .jsonl"),
        ],
    )
    def test_what_is_not_there_fails_alone(self, folder: Path, argument: str, message: str) -> None:
        (folder / "empty").mkdir()
        items = read(folder / argument, folder / "b.txt")
        assert isinstance(items[0], Failure)
        assert argument in items[0].message
        assert message in items[0].message
        assert isinstance(items[1], Document)

    def test_a_name_that_is_no_utf8_can_be_written(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
        with open(name, "wb") as file:
            file.write(b"They met.")
        assert ids(tmp_path) == ["caf\ufffd"]

    def test_an_id_is_given_once(self, folder: Path) -> None:
        items = read(folder / "b.txt", folder / "a/b.txt")
        assert isinstance(items[1], Failure)
        assert "'b' is taken" in items[1].message


class TestTexts:
    def test_the_text_is_kept_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "x.txt"
        path.write_bytes(TEXT.encode())
        found = document(path)
        assert found == Document(
            id="x", text=TEXT, created="2021-05-03", title="Norway, Laos to open embassies", encoding="utf-8"
        )

    def test_the_given_date_is_for_texts_without_one(self, tmp_path: Path) -> None:
        for name, text in (("a", TEXT), ("b", "They met."), ("c", " date 2023-13-45 Title\nThey met.")):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        created = [item.created for item in read(tmp_path, created="2020-01-01") if isinstance(item, Document)]
        assert created == ["2021-05-03", "2020-01-01", "2020-01-01"]

    def test_standard_input_is_a_text(self, stdin: Callable[[bytes], None]) -> None:
        stdin(TEXT.encode())
        assert document("-") == Document(
            id="stdin", text=TEXT, created="2021-05-03", title="Norway, Laos to open embassies", encoding="utf-8"
        )

    def test_standard_input_may_be_json_lines(self, stdin: Callable[[bytes], None]) -> None:
        stdin(b'{"id": "a", "text": "They met."}\n{"id": "b", "text": "They left."}\n')
        assert ids("-") == ["a", "b"]

    def test_five_megabytes_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "big.txt").write_text("They met in Oslo. " * 280_000, encoding="utf-8")
        assert len(document(tmp_path).content) > 5_000_000

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "is empty"),
            (b" \r\n\t", "is empty"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "looks binary"),
            (b"They\x00met\x00in\x00Oslo", "looks binary"),
            (b"\x01\x02\x03\x04 abc", "looks binary"),
            (b"<!DOCTYPE html><html><body>They met.</body></html>", "is HTML"),
            (b"<div><p>They met.</p><p>They <a href='x'>left</a>.</p></div>", "is HTML"),
            ("Côte d’Ivoire".encode() + b"\xff", "is broken utf-8: byte 16"),
        ],
    )
    def test_what_is_no_text_is_named(self, tmp_path: Path, data: bytes, message: str) -> None:
        path = tmp_path / "x.txt"
        path.write_bytes(data)
        found = failure(path)
        assert found.message.startswith(f"{path}: {message}")
        assert found.id == "x"

    def test_angle_brackets_are_no_html(self, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text("If a < b and c > d, they meet <here>.", encoding="utf-8")
        assert document(tmp_path).id == "x"

    def test_a_file_that_cannot_be_opened_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "x.txt"
        path.write_text("They met.", encoding="utf-8")
        (source,) = find_sources([str(path)])
        path.unlink()
        (item,) = read_source(source)
        assert isinstance(item, Failure)
        assert "cannot be read" in item.message


class TestJsonLines:
    def write(self, tmp_path: Path, *lines: object) -> Path:
        path = tmp_path / "x.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    def test_lines_are_documents_and_other_keys_are_not_read(self, tmp_path: Path) -> None:
        path = self.write(
            tmp_path,
            {"id": "a", "text": "They met.", "created": "2020-02-29", "title": "Talks", "entities": "anything"},
            "",
            {"id": "b", "text": TEXT, "created": None},
        )
        assert read(path, created="1999-01-01") == [
            Document(id="a", text="They met.", created="2020-02-29", title="Talks", encoding="utf-8"),
            Document(id="b", text=TEXT, created="2021-05-03", title="Norway, Laos to open embassies", encoding="utf-8"),
        ]

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ('{"id": "b", "text": ', "broken JSON"),
            ("[1]", "found list, expected an object"),
            ({"text": "They met."}, "key 'id' is None, expected a string"),
            ({"id": "b"}, "key 'text' is None, expected a string"),
            ({"id": 5, "text": "They met."}, "key 'id' is 5, expected a string"),
            ({"id": "b", "text": "They met.", "title": 5}, "key 'title' is 5, expected a string or null"),
            ({"id": "b", "text": "They met.", "created": "May 2020"}, "key 'created' is 'May 2020', expected a date"),
            ({"id": "a", "text": "They met."}, "the id 'a' is taken"),
            ({"id": "b", "text": " "}, "is empty"),
            ('{"id": "b", "text": "They met\\ud800."}', "holds half of a surrogate pair"),
        ],
    )
    def test_a_bad_line_fails_alone_and_is_named(self, tmp_path: Path, line: object, message: str) -> None:
        good = {"id": "a", "text": "They met."}
        path = self.write(tmp_path, good, line, {"id": "c", "text": "They left."})
        first, second, third = read(path)
        assert isinstance(second, Failure)
        assert second.message.startswith(f"{path}:2: {message}")
        assert [first.id, third.id] == ["a", "c"]

    def test_a_line_that_is_not_utf8_fails_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        path.write_bytes(b'{"id": "a", "text": "caf\xe9"}\n{"id": "b", "text": "They met."}\n')
        first, second = read(path)
        assert isinstance(first, Failure)
        assert "broken JSON" in first.message
        assert second.id == "b"


class TestHeader:
    @pytest.mark.parametrize("space", ["", " ", "\n "])
    def test_date_and_title(self, space: str) -> None:
        text = f"{space}date 2021-05-03 Talks in Oslo \nThey met."
        header = parse_header(text)
        assert header.date_line is not None
        assert header.title_offsets is not None
        assert (header.created, header.title) == ("2021-05-03", "Talks in Oslo")
        assert text[slice(*header.date_line)] == "date 2021-05-03"
        assert text[slice(*header.title_offsets)] == "Talks in Oslo"

    def test_an_impossible_date_is_not_taken(self) -> None:
        header = parse_header("date 2023-02-29 Talks in Oslo")
        assert (header.created, header.title, header.date_line) == (None, "Talks in Oslo", (0, 15))

    def test_a_date_alone_has_no_title(self) -> None:
        assert parse_header("date 2021-05-03\nThey met.") == Header("2021-05-03", None, (0, 15), None)

    @pytest.mark.parametrize(
        "text", ["They met.", "The date 2021-05-03 is set.", "date 2021-05-035 x", "update 2021-05-03"]
    )
    def test_other_first_lines_are_no_header(self, text: str) -> None:
        assert parse_header(text) == Header()
