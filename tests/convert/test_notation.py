import textwrap
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipeline.convert.notation import compile_files, compile_notation, write_notation
from pipeline.convert.notation.norms import read_change, read_norm, write_norm
from pipeline.errors import FormatError
from pipeline.jsonl import read_documents
from pipeline.records import Amount, Change, Document, Links, Office, Timex
from tests.evaluation.corpora import documents

ROOT = Path(__file__).parents[2]
TEXT = (
    " date 2024-05-06 Lao leader visits Peru\n"
    "Lima (XYZ) – Lao President Bo came on May 3. The guest met Paz. They talked./.\n"
)
ANN = """
# by hand
[text]
- {date 2024-05-06|date_line}
S {{Lao|NORP LA} leader {visits|VISIT v} {Peru|GPE PE}|title}
S {{Lima|GPE} ({XYZ|ORG}) –|dateline} {Lao|NORP LA} {President|TITLE pres} {Bo|PERSON bo} {came|VISIT v} on DAY.
S {The guest|-> bo} {met|MEETING m} {Paz|PERSON paz}.
S They talked{./.|end_mark}

[arcs]
v visitor bo
v destination PE
v date d
bo position_held pres
pres jurisdiction LA
m participant bo, paz
""".replace("DAY", "{May 3|DATE d = 2024-05-03}")


def compiled(ann: str = ANN, text: str = TEXT) -> Document:
    return compile_notation(textwrap.dedent(ann), Document(id="a", text=text, created="2024-05-06"))


def arcs(document: Document) -> list[tuple[str, int, str, str, int]]:
    spans = document.by_id()
    return [
        (spans[arc.head].text, spans[arc.head].start, arc.label, spans[arc.argument].text, spans[arc.argument].start)
        for arc in document.relations
    ]


def test_spans_sentences_and_zones() -> None:
    document = compiled()
    names = ["Lao NORP", "visits VISIT", "Peru GPE", "Lima GPE", "XYZ ORG", "Lao NORP", "President TITLE", "Bo PERSON"]
    others = ["came VISIT", "May 3 DATE", "met MEETING", "Paz PERSON"]
    assert [f"{span.text} {span.label}" for span in document.spans()] == names + others
    assert all(TEXT[span.start : span.end] == span.text for span in document.spans())
    assert [TEXT[slice(*sentence)] for sentence in document.sentences] == [
        "Lao leader visits Peru",
        "Lima (XYZ) – Lao President Bo came on May 3.",
        "The guest met Paz.",
        "They talked./.",
    ]
    assert [(zone.kind, TEXT[zone.start : zone.end]) for zone in document.zones] == [
        ("date_line", "date 2024-05-06"),
        ("title", "Lao leader visits Peru"),
        ("dateline", "Lima (XYZ) –"),
        ("end_mark", "./."),
    ]
    assert document.title == "Lao leader visits Peru"


def test_clusters_countries_offices_and_pointers() -> None:
    document = compiled()
    spans = document.by_id()
    assert [[spans[key].text for key in cluster] for cluster in document.links.clusters] == [
        ["Lao", "Lao"],
        ["visits", "came"],
    ]
    assert {spans[key].text: code for key, code in document.links.countries.items()} == {"Lao": "LA", "Peru": "PE"}
    assert [entity.norm for entity in document.entities if entity.label == "TITLE"] == [Office("President")]
    (pointer,) = document.links.pointers
    assert (TEXT[pointer.start : pointer.end], [spans[key].text for key in pointer.targets]) == ("The guest", ["Bo"])
    assert document.values[0].norm == Timex("DATE", "2024-05-03", None, "2024-05-03", "2024-05-03")


def test_an_arc_joins_the_mentions_that_stand_together() -> None:
    found = {(head, role): (start, text, at) for head, start, role, text, at in arcs(compiled())}
    assert found["came", "visitor"][1:] == ("Bo", TEXT.index("Bo"))
    assert found["visits", "destination"][1:] == ("Peru", TEXT.index("Peru"))
    assert found["came", "date"][1] == "May 3"
    assert found["President", "jurisdiction"][2] == TEXT.index("Lao President")
    assert [fact.type for fact in compiled().facts] == ["VISIT", "jurisdiction", "position_held", "MEETING"]


def test_a_mention_can_be_chosen() -> None:
    chosen = compiled(ANN.replace("v visitor bo", "v/1 visitor bo/1").replace("v date d", "v/2 date d"))
    assert {(head, role) for head, _, role, _, _ in arcs(chosen) if head in ("visits", "came")} == {
        ("visits", "visitor"), ("visits", "destination"), ("came", "date")}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("S They", "They", "8: found 'They talked"),
        ("Paz|PERSON", "Pax|PERSON", "7: the text goes on with 'x."),
        ("{Paz|PERSON paz}", "Paz", "16: no mark has the id 'paz'; ids here: LA, PE, bo, d, m, pres, v"),
        ("TITLE pres", "TITEL pres", "6: found 'TITEL pres', expected a label"),
        ("= 2024-05-03", "2024-05-03", "6: the DATE has no normal form"),
        ("PERSON bo", "PERSON Bo", "6: found 'Bo' behind PERSON, expected an id of small letters"),
        ("VISIT v}", "VISIT v end}", "5: found 'end' behind VISIT"),
        ("m participant bo", "m visitor bo", "16: the schema has no visitor from MEETING 'm' to PERSON 'bo'"),
        ("m participant bo", "m/2 participant bo", "16: no mark has the id 'm/2'"),
        ("m participant bo", "m participant", "16: found 'm participant, paz', expected HEAD role"),
        ("m participant bo", "bo member_of bo", "16: the schema has no member_of from PERSON 'bo' to PERSON 'bo'"),
        ("-> bo", "-> who", "7: no mark has the id 'who'"),
        ("{met|", "{{met|", "7: a mark is not closed"),
        ("{met|MEETING m}", "met|MEETING m}", "7: '|' belongs to no mark; write '\\\\|'"),
        ("{met|", "{|", "7: the mark '|MEETING m}' stands on no text"),
        ("{Lao|NORP LA} leader", "{{Lao|NORP LA} leader|ORG}", "5: 'Lao' overlaps 'Lao leader'; spans are flat"),
        ("S They talked{./.|end_mark}", "", "7: the source goes on with 'They talked./.\\n'"),
        ("end_mark}", "end_mark} and more", "8: the source ends here, the text goes on with 'andmore'"),
        ("[text]", "date: 2024\n[text]", "3: found 'date: 2024' before [text], expected"),
        ("v date d", "v date d = ten", "13: found 'ten', expected AMOUNT UNIT"),
        ("They talked", "They \\talked", "8: found '\\\\t', expected a backslash before"),
    ],
)
def test_problems_name_line_and_remedy(old: str, new: str, message: str) -> None:
    assert ANN.count(old) >= 1
    with pytest.raises(FormatError) as error:
        compiled(ANN.replace(old, new, 1))
    assert message.replace("\\\\", "\\") in str(error.value)


def test_an_id_may_stand_at_both_ends_of_an_arc() -> None:
    text = "The Arab League (AL) met. AL said so. Peru, Peruvian."
    marked = "S The {Arab League|ORG al} ({AL|ORG al}) met.\nS {AL|ORG al} said so. {Peru|GPE PE}, {Peruvian|NORP PE}."
    ann = f"[text]\n{marked}\n[arcs]\nal short_name al\nPE short_name al\n"
    assert arcs(compile_notation(ann, Document(id="a", text=text))) == [
        ("Arab League", 4, "short_name", "AL", 17),
        ("Peru", 38, "short_name", "AL", 26),
    ]


def test_problems_are_reported_together() -> None:
    with pytest.raises(FormatError) as error:
        compiled(ANN.replace("TITLE pres", "TITEL pres").replace("-> bo", "-> who"))
    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == ["6", "7", "14", "15"]


def test_braces_and_bars_of_the_text_are_escaped() -> None:
    text = "A {b} | \\ c."
    document = compile_notation("[text]\nS A \\{{b|ORG}\\} \\| \\\\ c.", Document(id="a", text=text))
    assert [(entity.text, entity.start) for entity in document.entities] == [("b", 3)]
    assert compile_notation(write_notation(document), Document(id="a", text=text)) == document


def test_the_date_of_a_text_without_one() -> None:
    document = compile_notation("created: 2024-05-06\n[text]\nS Hi.", Document(id="a", text="Hi."))
    assert document.created == "2024-05-06"
    with pytest.raises(FormatError, match="1: found 'created: 2024-13-06' before"):
        compile_notation("created: 2024-13-06\n[text]\nS Hi.", Document(id="a", text="Hi."))


@pytest.mark.parametrize(
    ("label", "written", "norm"),
    [
        ("DATE", "2020-12-04/2020-12-06", Timex("DATE", "2020-12-04/2020-12-06", None, "2020-12-04", "2020-12-06")),
        ("DATE", "SET P1Y", Timex("SET", "P1Y")),
        ("DATE", "2020 mod=START", Timex("DATE", "2020", "START", "2020-01-01", "2020-12-31")),
        ("DATE", "2020-H1", Timex("DATE", "2020-H1", None, "2020-01-01", "2020-06-30")),
        ("DATE", "PRESENT_REF", Timex("DATE", "PRESENT_REF")),
        ("DATE", "2020-10 2020-10-05..2020-10-06", Timex("DATE", "2020-10", None, "2020-10-05", "2020-10-06")),
        ("TIME", "2020-10-05TMO", Timex("TIME", "2020-10-05TMO", None, "2020-10-05", "2020-10-05")),
        ("TIME", "2020-10-05T09:30", Timex("TIME", "2020-10-05T09:30", None, "2020-10-05T09:30", "2020-10-05T09:30")),
        ("MONEY", "> 1300000000 USD", Amount(Decimal(1300000000), ">", None, "USD")),
        ("MONEY", "1..2.5 EUR", Amount(Decimal(1), "=", Decimal("2.5"), "EUR")),
        ("QUANTITY", "120000 t", Amount(Decimal(120000), unit="t")),
        ("PERCENT", "~ 34", Amount(Decimal(34), "~")),
        ("CARDINAL", "?", None),
    ],
)
def test_normal_forms_are_read_and_written(label: str, written: str, norm: Timex | Amount | None) -> None:
    assert read_norm(label, written) == norm
    assert write_norm(label, norm) == written


def test_changes() -> None:
    assert read_change("-12.2 % year-on-year") == Change(Decimal("-12.2"), "%", "year-on-year")
    assert read_change("3 USD") == Change(Decimal(3), "USD")


@pytest.mark.parametrize(
    ("label", "written"),
    [("MONEY", "10"), ("CARDINAL", "10 USD"), ("DATE", ""), ("DATE", "2020 soon"), ("PERCENT", "x")],
)
def test_normal_forms_that_cannot_be_read_say_what_was_expected(label: str, written: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_norm(label, written)


@pytest.mark.parametrize("gold", ["seeds", "written/train"])
def test_gold_survives_the_way_there_and_back(gold: str) -> None:
    for document in read_documents(ROOT / "annotations" / "gold" / f"{gold}.jsonl"):
        plain = Document(
            id=document.id,
            text=document.text,
            created=document.created,
            title=document.title,
            encoding=document.encoding,
        )
        assert compile_notation(write_notation(document), plain) == document


@settings(max_examples=60, deadline=None)
@given(documents())
def test_spans_of_any_document_survive(document: Document) -> None:
    plain = replace(document, links=Links(countries=document.links.countries), tokens=(), relations=(), facts=())
    again = compile_notation(write_notation(plain), Document(id=document.id, text=document.text))
    assert again.sentences == plain.sentences
    assert [(v.offsets, v.label, v.norm) for v in again.values] == [(v.offsets, v.label, v.norm) for v in plain.values]
    assert [(e.offsets, e.label, e.status) for e in again.entities] == [
        (e.offsets, e.label, e.status) for e in plain.entities
    ]


def test_files_are_compiled_each_with_its_text(tmp_path: Path) -> None:
    texts, notations = tmp_path / "texts", tmp_path / "ann"
    texts.mkdir()
    notations.mkdir()
    for name in ("good", "bad"):
        (texts / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (notations / "good.ann").write_text(ANN, encoding="utf-8")
    (notations / "bad.ann").write_text(ANN.replace("TITLE pres", "TITEL"), encoding="utf-8")
    (notations / "orphan.ann").write_text(ANN, encoding="utf-8")
    bad, good, orphan = compile_files([notations], [str(texts)])
    assert isinstance(good, Document)
    assert good.id == "good"
    assert str(bad).splitlines()[0].startswith(f"{notations / 'bad.ann'}:6: found 'TITEL'")
    assert orphan == f"{notations / 'orphan.ann'}: no text has the id 'orphan'; name its folder or file with --texts"
