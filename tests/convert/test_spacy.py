import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline.convert.spacy import create_factwire, to_doc
from pipeline.records import Document, Entity, Segmentation
from pipeline.resources import project_file
from pipeline.runner import Pipeline
from tests.builders import document


class Sentence:
    assigns = "sentences"
    requires = uses = ()

    def __call__(self, document: Document) -> Segmentation:
        return Segmentation(tokens=((0, 4),), sentences=((0, len(document.content)),))


class FirstWord:
    assigns = "entities"
    requires = ("sentences",)
    uses = ()

    def __call__(self, document: Document) -> tuple[Entity, ...]:
        return (Entity(start=0, end=4, label="GPE", text=document.content[:4]),)


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> Language:
    monkeypatch.setattr("pipeline.convert.spacy.load_pipeline", lambda _: Pipeline((Sentence(), FirstWord())))
    return spacy.blank("en")


def test_the_component_sets_document_and_spans(nlp: Language) -> None:
    nlp.add_pipe("factwire", config={"config": None})
    doc = nlp("Peru's president spoke.")
    assert doc._.factwire.text == doc.text
    assert [entity.text for entity in doc._.factwire.entities] == ["Peru"]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["factwire"]] == [("Peru", "GPE", "e1")]
    assert not doc.ents


def test_id_and_date_come_from_user_data_or_the_date_line(nlp: Language) -> None:
    nlp.add_pipe("factwire")
    doc = nlp.make_doc("Peru and Chile")
    doc.user_data |= {"id": "a7", "created": "2021-05-03"}
    found = nlp(doc)._.factwire
    assert (found.id, found.created) == ("a7", "2021-05-03")
    found = nlp("\ndate 2021-05-04 Peru and Chile agree\nText.")._.factwire
    assert (found.created, found.title) == ("2021-05-04", "Peru and Chile agree")


def test_spans_of_others_stay(nlp: Language) -> None:
    nlp.add_pipe("factwire")
    doc = nlp.make_doc("Peru and Chile")
    doc.spans["factwire"] = [doc[1:2]]
    assert [span.text for span in nlp(doc).spans["factwire"]] == ["and"]


def test_two_pipelines_share_the_extension(nlp: Language) -> None:
    nlp.add_pipe("factwire")
    other = spacy.blank("de")
    other.add_pipe("factwire")
    assert Doc.has_extension("factwire")
    assert nlp("Peru")._.factwire == other("Peru")._.factwire


def test_a_saved_pipeline_loads(nlp: Language, tmp_path: Path) -> None:
    nlp.add_pipe("factwire")
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)("Peru")._.factwire.entities == nlp("Peru")._.factwire.entities


def test_the_entry_point_names_the_factory() -> None:
    with project_file("pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["entry-points"]["spacy_factories"]
    assert EntryPoint("factwire", declared["factwire"], "spacy_factories").load() is create_factwire


def test_to_doc_keeps_text_tokens_sentences_and_spans() -> None:
    given = document(" [PERSON:Ana Ruiz]  [VISIT:visited]\n\n[GPE:Peru]. It went well .\n")
    doc = to_doc(given, spacy.blank("en"))
    assert doc.text == given.text
    assert [(span.text, span.label_, span.id_) for span in doc.spans["factwire"]] == [
        ("Ana Ruiz", "PERSON", "e1"),
        ("visited", "VISIT", "e2"),
        ("Peru", "GPE", "e3"),
    ]
    assert [entity.text for entity in doc.ents] == ["Ana Ruiz", "visited", "Peru"]
    assert {token.idx for token in doc if token.is_sent_start} == {start for start, _ in given.sentences}
    assert {(token.idx, token.idx + len(token)) for token in doc if not token.is_space} == set(given.tokens)


@pytest.mark.parametrize("text", ["", "Peru"])
def test_to_doc_of_little(text: str) -> None:
    doc = to_doc(Document(id="a", text=text), spacy.blank("en"))
    assert doc.text == text
    assert DocBin(docs=[doc]).to_bytes()
