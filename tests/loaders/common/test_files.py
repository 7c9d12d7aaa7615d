from pathlib import Path

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.loaders.common.files import read_lines, read_objects


def test_lines_come_with_their_places_and_without_newlines(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_bytes("Łódź\r\n\nend".encode())
    assert list(read_lines(path)) == [(f"{path}:1", "Łódź"), (f"{path}:2", ""), (f"{path}:3", "end")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: No such file"):
        list(read_lines(tmp_path / "nowhere.txt"))


def test_a_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_bytes(b"fine\n\xff\n")
    with pytest.raises(FormatError, match=r"set\.txt:2: .*expected text in UTF-8"):
        list(read_lines(path))


@pytest.mark.parametrize("line", ["{", "[1]", "7"])
def test_what_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"a": 1}}\n\n{line}\n')
    with pytest.raises(FormatError, match=r"set\.jsonl:3: .*expected one JSON object a line"):
        list(read_objects(path))
