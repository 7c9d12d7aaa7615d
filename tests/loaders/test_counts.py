"""What is read of the public sets, against the counts that their authors or the keepers of the copy give."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import pytest

from pipeline.loaders import conll, conll04, crossre, ieer, re3d, worldwide
from pipeline.records import Document

DATA = os.environ.get("FACTWIRE_DATA")
IOB1 = partial(conll.load, scheme="iob1")

pytestmark = pytest.mark.skipif(DATA is None, reason="FACTWIRE_DATA names no folder with public data sets")


@pytest.mark.parametrize(
    ("path", "load", "documents", "entities", "relations"),
    [
        ("ner/conll2003/train.txt", conll.load, 946, 23_499, 0),
        ("ner/conll2003/dev.txt", conll.load, 216, 5_942, 0),
        ("ner/conll2003/test.txt", conll.load, 231, 5_648, 0),
        ("ner/conll2020_reuters/conllpp.txt", IOB1, 131, 4_007, 0),
        ("ner/wikigold/wikigold.conll.txt", IOB1, 145, 3_558, 0),
        ("ner/crossner/politics/train.txt", conll.load, 200, 1_304, 0),
        ("ner/crossner/politics/dev.txt", conll.load, 541, 3_482, 0),
        ("ner/crossner/politics/test.txt", conll.load, 651, 4_209, 0),
        ("ner/nist_ieer/ieer.jsonl", ieer.load, 94, 5_038, 0),
        ("re/re3d/re3d.jsonl", partial(re3d.load, min_confidence=0), 98, 4_838, 1_430),
        ("re/re3d/re3d.jsonl", re3d.load, 98, 3_500, 1_267),
        ("re/crossre/news-test.json", crossre.load, 400, 856, 396),
        ("re/crossre/politics-test.json", crossre.load, 400, 2_540, 2_124),
        ("re/conll04/train.jsonl", conll04.load, 910, 3_393, 1_273),
        ("re/conll04/dev.jsonl", conll04.load, 243, 877, 353),
        ("re/conll04/test.jsonl", conll04.load, 288, 1_079, 422),
    ],
)
def test_nothing_is_lost(
    path: str, load: Callable[[Path], Iterator[Document]], documents: int, entities: int, relations: int
) -> None:
    found = list(load(Path(DATA or "") / path))
    assert len({document.id for document in found}) == len(found) == documents
    assert sum(len(document.entities) for document in found) == entities
    assert sum(len(document.relations) for document in found) == relations
    assert all(document.content[span.start : span.end] == span.text for document in found for span in document.entities)


SPLITS: list[tuple[Literal["train", "dev"], int]] = [("train", 857), ("dev", 108)]


@pytest.mark.parametrize(("split", "documents"), SPLITS)
def test_every_worldwide_document_is_read(split: Literal["train", "dev"], documents: int) -> None:
    path = Path(DATA or "") / "ner/worldwide_newswire/worldwide.jsonl"
    found = list(worldwide.load(path, split=split))
    assert len(found) == documents
    assert all(document.tokens and not document.content.startswith("http") for document in found)
