"""Documents survive the way into every format and back."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
import spacy
from hypothesis import given, settings
from seqeval.scheme import IOB2, Entities
from spacy.tokens import DocBin

from pipeline.convert import brat, conll, docbin, jsonl, label_studio
from pipeline.convert.canonical import canonical
from pipeline.convert.formats import convert
from pipeline.errors import FormatError, InputError, OutputError
from pipeline.jsonl import read_documents
from pipeline.records import Document, Links
from pipeline.schema import load_schema
from tests.builders import document
from tests.evaluation.corpora import documents

ROOT = Path(__file__).parents[2]
WHOLE = [(brat, "brat"), (docbin, "all.spacy"), (label_studio, "all.json")]
FORMATS = [*WHOLE, (conll, "all.conll")]


def gold() -> list[Document]:
    return [
        document
        for name in ("seeds", "written/train")
        for document in read_documents(ROOT / "annotations" / "gold" / f"{name}.jsonl")
    ]


def there_and_back(module: ModuleType, out: Path, given_documents: list[Document]) -> dict[str, Document]:
    module.write(given_documents, out)
    return {document.id: document for document in module.read(out)}


@pytest.mark.parametrize(("module", "name"), WHOLE)
def test_gold_survives(module: ModuleType, name: str, tmp_path: Path) -> None:
    expected = {document.id: replace(document, encoding="utf-8") for document in gold()}
    found = there_and_back(module, tmp_path / name, gold())
    assert {key: replace(document, encoding="utf-8") for key, document in found.items()} == expected


def test_spans_and_sentences_of_gold_survive_in_conll(tmp_path: Path) -> None:
    found = there_and_back(conll, tmp_path / "all.conll", gold())
    for expected in gold():
        other = found[expected.id]
        assert (other.text, other.created, other.title) == (expected.text, expected.created, expected.title)
        assert other.sentences == expected.sentences
        assert [(s.offsets, s.label, s.id) for s in other.spans()] == [
            (s.offsets, s.label, s.id) for s in expected.spans()
        ]


@pytest.mark.parametrize(("module", "name"), WHOLE)
def test_any_document_survives(module: ModuleType, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=25, deadline=None)
    @given(documents())
    def check(given_document: Document) -> None:
        plain = canonical(replace(given_document, tokens=(), encoding="utf-8"))
        out = tmp_path_factory.mktemp("out") / name
        assert there_and_back(module, out, [plain]) == {plain.id: plain}

    check()


@pytest.mark.parametrize(("module", "name"), FORMATS)
def test_odd_texts_survive(module: ModuleType, name: str, tmp_path: Path) -> None:
    text = 'Lima\r\nand\tPeru – "é" \\ 国 <b>&amp;</b>\n\n# text = x\n'
    plain = replace(document("Lima"), id="odd", text=text, tokens=(), sentences=((0, 10), (11, 20)), title='A "b"')
    entity = replace(document("[GPE:Lima]").entities[0], start=0, end=9, text=text[:9])
    plain = canonical(replace(plain, entities=(entity,), encoding="utf-8"))
    other = there_and_back(module, tmp_path / name, [plain])["odd"]
    assert (other.text, other.title, other.sentences) == (plain.text, plain.title, plain.sentences)
    assert [span.offsets for span in other.spans()] == [(0, 9)]


def test_conll_is_iob2_after_seqeval(tmp_path: Path) -> None:
    (document,) = (one for one in gold() if one.id.startswith("003"))
    conll.write([document], tmp_path / "all.conll")
    rows = [line.split("\t") for line in (tmp_path / "all.conll").read_text(encoding="utf-8").splitlines()]
    tags = [row[3] for row in rows if len(row) == 4]
    assert len(Entities([tags], IOB2).entities[0]) == len(document.spans())


def test_docbin_opens_in_spacy(tmp_path: Path) -> None:
    docbin.write(gold(), tmp_path / "all.spacy")
    docs = list(DocBin().from_disk(tmp_path / "all.spacy").get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == [document.text for document in gold()]
    assert [len(doc.ents) for doc in docs] == [len(document.spans()) for document in gold()]
    assert "cooperation agreement" in [ent.text for ent in docs[0].ents if ent.label_ == "AGREEMENT"]


def test_configurations_name_every_label_and_role() -> None:
    schema = load_schema()
    labels = schema.entities | schema.values
    roles = {role for roles in schema.roles.values() for role in roles}
    tree = ElementTree.fromstring(label_studio.labelling_config())
    assert labels <= {element.get("value") for element in tree.iter("Label")}
    assert roles <= {element.get("value") for element in tree.iter("Relation")}
    assert labels <= set(brat.annotation_conf().splitlines())
    assert all(f"\n{role} Arg1:" in brat.annotation_conf() for role in roles)
    assert all(label in brat.visual_conf() for label in labels)


def test_brat_keeps_pieces_within_lines(tmp_path: Path) -> None:
    entity = replace(document("[GPE:Lima]").entities[0], end=9, text="Lima\nPeru")
    plain = replace(document("Lima"), id="a", text="Lima\nPeru.", entities=(entity,))
    brat.write([plain], tmp_path)
    assert (tmp_path / "a.ann").read_text().splitlines()[0] == "T1\tGPE 0 4;5 9\tLima Peru"


def _broken_brat(path: Path, line: str) -> Callable[[], object]:
    brat.write([document("[GPE:Peru]")], path)
    with (path / "test.ann").open("a", encoding="utf-8") as file:
        file.write(line)
    return lambda: list(brat.read(path))


@pytest.mark.parametrize(
    ("line", "message"),
    [("R9\tvisitor Arg1:T1\n", r"test\.ann:\d+: not understood: 'R9"), ("T9\tPLANET 0 4\tPeru\n", "no label PLANET")],
)
def test_broken_brat_files_are_named(line: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        _broken_brat(tmp_path, line)()


def test_a_text_that_brat_misses_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("")
    with pytest.raises(FormatError, match=r"a\.ann: there is no a\.txt beside it"):
        list(brat.read(tmp_path))


@pytest.mark.parametrize(
    ("module", "content", "message"),
    [
        (conll, "Peru\t0\t4\tB-GPE\n", r":1: expected '# newdoc id"),
        (conll, '# newdoc id = a\n# text = "Peru"\nPeru\t0\t4\n', r":3: found 3 columns, expected token"),
        (conll, '# newdoc id = a\n# text = "Peru"\nPeru\t0\t4\tGPE\n', r":3: the tag is 'GPE', expected B-LABEL"),
        (label_studio, "{", "not valid JSON"),
        (label_studio, json.dumps([{"data": {}}]), "task 1: KeyError: 'annotations'"),
        (docbin, "x", "no DocBin"),
    ],
)
def test_broken_files_are_named(module: ModuleType, content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "broken").write_text(content)
    with pytest.raises(FormatError, match=message):
        list(module.read(tmp_path / "broken"))


def test_foreign_ids_are_made_our_own() -> None:
    given_document = document("[GPE:Peru] and [GPE:Chile]", clusters=(("e2", "e1"),))
    ids = {"e1": "z", "e2": "a"}
    foreign = replace(
        given_document,
        entities=tuple(replace(entity, id=ids[entity.id]) for entity in reversed(given_document.entities)),
        links=Links((("a", "z"),)),
    )
    assert canonical(foreign) == replace(given_document, links=Links((("e1", "e2"),)))


@pytest.mark.parametrize("name", ["brat", "label_studio", "docbin"])
def test_convert_goes_by_the_names_of_formats(name: str, tmp_path: Path) -> None:
    source = ROOT / "annotations" / "gold" / "seeds.jsonl"
    convert(source, tmp_path / "there", origin="jsonl", target=name)
    convert(tmp_path / "there", tmp_path / "back.jsonl", origin=name, target="jsonl")
    assert list(read_documents(tmp_path / "back.jsonl")) == list(read_documents(source))


def test_what_cannot_be_converted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none: no such file or folder"):
        convert(tmp_path / "none", tmp_path / "x", origin="jsonl", target="brat")
    with pytest.raises(InputError, match="holds no documents in the format 'brat'"):
        convert(tmp_path, tmp_path / "x", origin="brat", target="jsonl")
    standoff = tmp_path / "standoff.jsonl"
    jsonl.write([Document(id="a", text=None, text_sha256="0" * 64)], standoff)
    with pytest.raises(InputError, match="'a' has no text; join it with `factwire corpus attach` first"):
        convert(standoff, tmp_path / "x", origin="jsonl", target="conll")
    with pytest.raises(OutputError, match="expected a path that can be written"):
        convert(ROOT / "annotations" / "gold" / "seeds.jsonl", tmp_path / "no" / "x", origin="jsonl", target="conll")
