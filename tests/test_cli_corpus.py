"""`factwire corpus` with input that is wrong: one clear line, no traceback, nothing half-written."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.jsonl import document_to_dict, dump
from pipeline.records import Arc, Document

PLAIN = Document(id="talks", text="Peru voted.", sentences=((0, 11),))


def corpus(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["corpus", *map(str, arguments)])


def written(path: Path, *documents: Document) -> Path:
    path.write_text("".join(dump(document_to_dict(document)) + "\n" for document in documents), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([replace(PLAIN, text=None, text_sha256="0" * 64)], "gold.jsonl: 'talks' has no text; join it with"),
        ([PLAIN, PLAIN], "gold.jsonl: the id 'talks' stands twice"),
        ([replace(PLAIN, relations=(Arc("e1", "agent", "e2"),))], "gold.jsonl: document 'talks': no span has the id"),
        ([replace(PLAIN, sentences=((0, 99),))], "gold.jsonl: document 'talks', sentences: (0, 99) is empty or not"),
        ([replace(PLAIN, id="a/talks"), PLAIN], "two documents would be written to talks.ann"),
        ([replace(PLAIN, id="nul\0")], "names no file in this folder"),
        ([replace(PLAIN, id="n" * 300)], "File name too long"),
    ],
)
def test_decompile_refuses(documents: list[Document], message: str, tmp_path: Path) -> None:
    result = corpus("decompile", written(tmp_path / "gold.jsonl", *documents), "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not list((tmp_path / "out").glob("*"))


def test_decompile_names_files_by_the_last_part_of_an_id_as_compile_does(tmp_path: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", replace(PLAIN, id="../../2020/talks"))
    assert corpus("decompile", gold, "-o", tmp_path / "out").exit_code == 0
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["talks.ann"]


def test_outputs_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", PLAIN)
    notation = tmp_path / "notation"
    assert corpus("decompile", gold, "-o", notation).exit_code == 0
    nowhere = tmp_path / "nowhere" / "x"
    for arguments in (
        ("compile", notation, "--texts", gold, "-o", nowhere),
        ("compile", notation, "--texts", gold, "-o", tmp_path),
        ("attach", gold, "--texts", gold, "-o", nowhere),
        ("decompile", gold, "-o", gold),
    ):
        result = corpus(*arguments)
        assert result.exit_code == 2
        assert f"{arguments[-1]}: " in result.stderr
        assert "expected a path that can be written" in result.stderr


def test_compile_refuses_a_folder_without_notation(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    gold = written(tmp_path / "gold.jsonl", PLAIN)
    result = corpus("compile", tmp_path / "empty", "--texts", gold, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "empty: the folder holds no .ann file" in result.stderr
    assert not (tmp_path / "out").exists()


def test_stats_names_an_id_that_no_span_has(tmp_path: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", replace(PLAIN, relations=(Arc("e1", "agent", "e2"),)))
    result = corpus("stats", gold)
    assert result.exit_code == 2
    assert "document 'talks': no span has the id 'e1'" in result.stderr
