from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.jsonl import write_documents
from pipeline.loaders.factwire import load
from pipeline.records import Document
from tests.builders import document

GOLD = document("[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] .", arcs=(("e2", "visitor", "e1"),))


def write(folder: Path, *documents: Document) -> Path:
    path = folder / "gold.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_documents(file, iter(documents))
    return path


def test_gold_is_read_with_all_its_layers(tmp_path: Path) -> None:
    other = replace(GOLD, id="other")
    assert list(load(write(tmp_path, GOLD, other))) == [GOLD, other]


def test_gold_without_its_texts_is_refused_with_a_remedy(tmp_path: Path) -> None:
    standing_off = replace(GOLD, text=None, text_sha256="0" * 64)
    with pytest.raises(FormatError, match=r"gold\.jsonl: document 'test' has no text.*text_sha256"):
        list(load(write(tmp_path, standing_off)))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        list(load(tmp_path / "gone.jsonl"))
