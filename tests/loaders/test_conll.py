from pathlib import Path

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.common.tags import Scheme
from pipeline.loaders.conll import load
from pipeline.records import Document

IOB2 = """-DOCSTART-\tO

Ana\tB-PER
Ruiz\tI-PER
left\tO
Lima\tB-LOC
.\tO

Chile\tB-LOC
Peru\tB-LOC

-DOCSTART-\tO

Nothing\tO
"""
IOB1 = "Ana NN I-NP I-PER\nRuiz NN I-NP I-PER\nleft VB O O\n\nChile NN I-NP I-LOC\nPeru NN B-NP B-LOC\n"


def write(folder: Path, content: str) -> Path:
    path = folder / "dev.txt"
    path.write_text(content, encoding="utf-8")
    return path


def found(document: Document) -> list[tuple[str, str]]:
    return [(entity.text, entity.label) for entity in document.entities]


def test_documents_hold_text_tokens_sentences_and_entities(tmp_path: Path) -> None:
    first, second = load(write(tmp_path, IOB2))
    assert (first.id, second.id) == ("dev-1", "dev-2")
    assert first.content == "Ana Ruiz left Lima.\nChile Peru"
    assert first.sentences == ((0, 19), (20, 30))
    assert [first.content[slice(*token)] for token in first.tokens][:4] == ["Ana", "Ruiz", "left", "Lima"]
    assert found(first) == [("Ana Ruiz", "PER"), ("Lima", "LOC"), ("Chile", "LOC"), ("Peru", "LOC")]
    assert [entity.id for entity in first.entities] == ["e1", "e2", "e3", "e4"]
    assert (second.content, second.entities) == ("Nothing", ())


def test_sentences_before_the_first_start_are_a_document(tmp_path: Path) -> None:
    documents = list(load(write(tmp_path, "One\tO\n\nTwo\tO\n\n-DOCSTART-\tO\n\nThree\tO\n\n-DOCSTART-\tO\n")))
    assert [document.content for document in documents] == ["One\nTwo", "Three"]


def test_without_starts_each_sentence_is_a_document(tmp_path: Path) -> None:
    assert [document.content for document in load(write(tmp_path, "One\tO\n\n\nTwo\tO"))] == ["One", "Two"]


def test_iob1_opens_a_span_with_i(tmp_path: Path) -> None:
    first, second = load(write(tmp_path, IOB1), scheme="iob1")
    assert found(first) == [("Ana Ruiz", "PER")]
    assert found(second) == [("Chile", "LOC"), ("Peru", "LOC")]


@pytest.mark.parametrize(
    ("content", "scheme", "message"),
    [
        ("Ana\tI-PER\n", "iob2", r"dev\.txt:1: found 'I-PER' after 'O'; expected 'B-PER'"),
        ("Ana\tB-PER\n", "iob1", r"dev\.txt:1: found 'B-PER' after 'O'; expected 'I-PER'"),
        ("Ana\tB-PER\n\nRuiz\tI-PER\n", "iob2", r"dev\.txt:3: found 'I-PER' after 'O'"),
        ("Ana\tB-PER\nleft\tVB\n", "mixed", r"dev\.txt:2: found the tag 'VB'"),
        ("Ana\tB-PER\nRuiz\n", "iob2", r"dev\.txt:2: found 'Ruiz' alone; expected a token and its tag"),
        ("\n", "iob2", r"dev\.txt: found no sentence"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, content: str, scheme: Scheme, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        list(load(write(tmp_path, content), scheme=scheme))


def test_documents_come_one_at_a_time(tmp_path: Path) -> None:
    documents = load(write(tmp_path, "One\tO\n\nTwo\tbad\n"))
    assert next(documents).content == "One"
    with pytest.raises(FormatError, match="expected 'O', 'B-LABEL' or 'I-LABEL'"):
        next(documents)
