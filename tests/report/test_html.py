"""The page as a file: what it holds, what it lets load, and that the same documents give the same bytes."""

import base64
import hashlib
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.blame import Charge, Waterfall
from pipeline.errors import FormatError, OutputError
from pipeline.evaluation import Score, evaluate
from pipeline.records import Document, Timex
from pipeline.report.html import render_report, write_report
from pipeline.report.html.pages import TEMPLATES
from pipeline.stages.facts.assembly import assemble
from tests.builders import document
from tests.report.samples import trade
from tests.report.trees import Node, parse


def visit(marked: str, *arcs: tuple[str, str, str]) -> Document:
    made = document(marked, arcs=arcs, countries={"e3": "PE"})
    return replace(made, id="visit", title="A visit", facts=assemble(made))


MAY = Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31")
GOLD = visit(
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] . All went well .",
    ("e2", "visitor", "e1"),
    ("e2", "destination", "e3"),
)
PREDICTED = visit("[ORG:Ana] Ruiz [VISIT:visited] [GPE:Peru] . All [EVENT:went] well .", ("e2", "destination", "e3"))
CHARGES = (
    Charge("visit", "missed", GOLD.facts[0], "entities"),
    Charge("visit", "wrong", PREDICTED.facts[0], "relations"),
)
WATERFALL = Waterfall(("entities", "relations"), (Score(1, 1, 0), Score(2, 2, 1), Score(1, 1, 1)), CHARGES)


def evaluation(waterfall: Waterfall | None = None) -> Node:
    return parse(render_report([PREDICTED], [GOLD], waterfall=waterfall))


def items(page: Node) -> list[dict[str, str]]:
    names = ("data-kind", "data-label", "data-stage", "data-document")
    return [{name: node.attributes[name] for name in names} for node in page.walk() if "data-item" in node.attributes]


@pytest.mark.parametrize("gold", [None, [GOLD]])
def test_the_policy_lets_only_its_own_style_and_script_in(gold: list[Document] | None) -> None:
    page = parse(render_report([PREDICTED], gold))
    (policy,) = (m.attributes["content"] for m in page.all("meta", http_equiv="Content-Security-Policy"))
    hashes = {}
    for tag in ("style", "script"):
        digest = hashlib.sha256(page.one(tag).text.encode()).digest()
        hashes[tag] = f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'"
    expected = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", hashes["style"], hashes["script"]]
    assert policy.split("; ") == expected


def test_nothing_refers_outside() -> None:
    page = render_report([PREDICTED], [GOLD]) + render_report([PREDICTED])
    assert not re.search(r"https?:|url\(|@import|\bsrc=|\sstyle=", page)
    links = [node for node in parse(page).walk() if "href" in node.attributes]
    assert all(node.attributes["href"].startswith("#") for node in links)


@pytest.mark.parametrize("gold", [None, [trade(2019, "1"), GOLD]])
def test_links_lead_to_one_place_each(gold: list[Document] | None) -> None:
    page = parse(render_report([trade(2019, "2"), PREDICTED], gold))
    ids = [node.attributes["id"] for node in page.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    links = {node.attributes["href"].removeprefix("#") for node in page.walk() if "href" in node.attributes}
    assert links <= set(ids)


@pytest.mark.parametrize("with_gold", [True, False])
def test_the_same_documents_give_the_same_bytes(*, with_gold: bool) -> None:
    documents = [trade(year, str(year)) for year in range(2010, 2020)]
    shuffled = random.Random(1).sample(documents, len(documents))
    first = render_report(documents, documents if with_gold else None)
    assert render_report(shuffled, list(reversed(shuffled)) if with_gold else None) == first


def test_scores_are_those_of_the_evaluation() -> None:
    page = evaluation()
    scores = page.one("section", id="scores").all("table")[0]
    shown = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in scores.one("tbody").all("tr")}
    for name, layer in evaluate([GOLD], [PREDICTED]).layers.items():
        if name in shown:
            score = layer.micro
            assert shown[name][-3:] == [str(score.gold), str(score.predicted), str(score.right)]
            assert shown[name][0] == ("–" if score.f1 is None else f"{score.f1:.3f}")
    assert {"entities", "facts", "slots"} <= shown.keys()
    assert page.one("dl", class_="figures").all("dt")[0].text == "facts"


def test_intervals_are_drawn_where_there_are_some() -> None:
    assert not evaluation().all("rect", class_="interval")
    two = [replace(GOLD, id=name) for name in "ab"], [replace(PREDICTED, id="a"), replace(GOLD, id="b")]
    assert parse(render_report(two[1], two[0])).all("rect", class_="interval")


def test_the_errors_stand_in_the_text() -> None:
    page = evaluation()
    first, second = page.all("section", class_="sentence")
    assert [block.one("h4").text for block in (first, second)] == ["1", "2"]
    assert [line.text.strip() for line in first.all("p", class_="line")] == ["Ana Ruiz visited Peru ."] * 2
    marks = [
        [(mark.text, mark.attributes["class"], mark.attributes["data-label"]) for mark in line.all("mark")]
        for line in page.all("p", class_="line")
    ]
    right = [("visited", "right", "VISIT"), ("Peru", "right", "GPE")]
    assert marks == [
        [("Ana Ruiz", "both", "PERSON"), *right],
        [("Ana", "both", "ORG"), *right],
        [],
        [("went", "spurious", "EVENT")],
    ]
    errors = [item.words for item in page.all("li")]
    assert errors == ["wrong label and boundary Ana Ruiz PERSON → Ana ORG", "span too many went EVENT"]


def test_a_missed_fact_stands_beside_the_wrong_one_like_it() -> None:
    card = evaluation().one("article")
    assert card.one("h5").words == "VISIT fact differs"
    rows = {row.one("th").text: row for row in card.one("tbody").all("tr")}
    assert [cell.words for cell in rows["visitor"].all("td")] == ["Ana Ruiz", "nothing"]
    assert [cell.words for cell in rows["destination"].all("td")] == ["Peru [PE]"] * 2
    assert [cell.attributes.get("class") for cell in rows["visitor"].all("td")] == ["missed", None]
    assert rows["destination"].attributes["class"] == "same"


def test_a_sentence_whose_spans_are_right_is_shown_once() -> None:
    predicted = replace(GOLD, relations=GOLD.relations[:1], facts=assemble(replace(GOLD, relations=GOLD.relations[:1])))
    (block,) = parse(render_report([predicted], [GOLD])).all("section", class_="sentence")
    assert len(block.all("p", class_="line")) == len(block.all("article")) == 1


def test_a_right_span_with_another_form_is_an_error_of_its_own() -> None:
    gold = document("[PERSON:Ruiz] [VISIT:visited] [GPE:Peru] in [DATE:May] .", norms={"v1": MAY})
    entities = tuple(replace(e, status="planned") if e.label == "VISIT" else e for e in gold.entities)
    predicted = replace(gold, entities=entities, values=(replace(gold.values[0], norm=None),))
    page = parse(render_report([predicted], [gold]))
    assert [item.words for item in page.all("li")] == [
        "other form visited VISIT asserted → planned",
        "other form May DATE 2020-05-01..2020-05-31 → no normal form",
    ]
    assert [item["data-stage"] for item in items(page)] == ["entities", "values"]
    (line,) = page.all("p", class_="line")
    assert [mark.text for mark in line.all("mark", class_="form")] == ["visited", "May"]


def test_status_and_phase_have_defaults() -> None:
    gold = document("[PERSON:Ruiz] [APPOINTMENT:resigned] .")
    entities = tuple(replace(e, status=None, phase="begin") if e.label == "APPOINTMENT" else e for e in gold.entities)
    assert not items(parse(render_report([replace(gold, entities=entities)], [gold])))
    ended = tuple(replace(e, phase="end") if e.label == "APPOINTMENT" else e for e in gold.entities)
    (item,) = parse(render_report([replace(gold, entities=ended)], [gold])).all("li")
    assert item.words == "other form resigned APPOINTMENT asserted, begin → asserted, end"


def test_filters_know_label_kind_stage_and_document() -> None:
    page = evaluation(WATERFALL)
    offered = {
        select.attributes["name"]: [option.attributes["value"] for option in select.all("option")]
        for select in page.one("form").all("select")
    }
    assert offered == {
        "label": ["", "EVENT", "ORG", "PERSON", "VISIT"],
        "kind": ["", "spurious", "both", "missed fact", "wrong fact"],
        "stage": ["", "entities", "relations"],
        "document": ["", "d1"],
    }
    assert "hidden" in page.one("form").attributes
    shown = items(page)
    assert {"data-kind": "both", "data-label": "PERSON\nORG", "data-stage": "entities", "data-document": "d1"} in shown
    assert shown[1] == {
        "data-kind": "missed fact\nwrong fact",
        "data-label": "VISIT",
        "data-stage": "entities\nrelations",
        "data-document": "d1",
    }


def test_the_waterfall_is_a_table_with_bars() -> None:
    losses = evaluation(WATERFALL).one("section", id="losses")
    rows = [[cell.words for cell in row.all("*") if cell.tag in ("th", "td")] for row in losses.one("tbody").all("tr")]
    assert rows == [["entities", "", "+0.500", "0.500", "1", "0"], ["relations", "", "+0.500", "1.000", "0", "1"]]
    (bar,) = losses.all("tr")[2].all("rect", class_="gain")
    assert (bar.attributes["x"], bar.attributes["width"]) == ("50.0", "50.0")
    assert not evaluation().all("section", id="losses")


def test_confusion_has_the_labels_that_occur_and_nothing() -> None:
    matrix = evaluation().one("table", class_="matrix")
    assert [cell.words for cell in matrix.one("thead").all("th")] == [
        *("EVENT", "GPE", "ORG", "PERSON", "VISIT", "nothing"),
    ]
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in matrix.one("tbody").all("tr")}
    assert rows["PERSON"] == ["", "", "1", "", "", ""]
    assert rows["nothing"] == ["1", "", "", "", "", ""]
    (cell,) = (cell for cell in matrix.all("td", class_="wrong") if "PERSON" in cell.attributes["title"])
    assert cell.attributes["title"] == "1 of PERSON predicted as ORG"


def test_an_empty_and_a_perfect_evaluation_say_so() -> None:
    assert "There are no spans" in render_report([], [])
    perfect = parse(render_report([GOLD], [GOLD]))
    assert "Every span and every fact is right." in perfect.one("section", id="errors").text
    assert not perfect.all("form")


def test_stand_off_documents_are_listed_without_text() -> None:
    gold, predicted = (replace(d, text=None) for d in (GOLD, PREDICTED))
    page = parse(render_report([predicted], [gold]))
    assert not page.all("p", class_="line")
    assert len(items(page)) == len(items(evaluation()))
    assert "The text is not in the file." in render_report([predicted])


def test_facts_stand_beside_the_text_and_point_into_it() -> None:
    page = parse(render_report([GOLD]))
    assert page.one("div", class_="text").text.strip() == GOLD.content
    fact = page.one("article")
    assert fact.one("h4").words == "VISIT visited"
    assert [role.text for role in fact.all("dt")] == ["visitor", "destination"]
    (place,) = fact.one("span", class_="places").all("a")
    sentence = page.one("span", id=place.attributes["href"][1:])
    assert sentence.text.strip() == "Ana Ruiz visited Peru ."
    assert fact.attributes["data-evidence"].split() == [sentence.attributes["id"]]
    lit = [
        node.text for node in sentence.walk() if node.attributes.get("data-ref") in fact.attributes["data-refs"].split()
    ]
    assert lit == ["Ana Ruiz", "visited", "Peru"]
    assert page.one("a", class_="mark").attributes["href"] == f"#{fact.attributes['id']}"
    assert fact.attributes["data-country"] == "PE"
    assert "Peru (PE) (1)" in [option.words for option in page.one("form").all("option")]


def test_every_mention_of_a_filler_and_of_a_trigger_is_marked() -> None:
    text = "[PERSON:Ana Ruiz] made a [VISIT:tour] . [PERSON:Ruiz] [VISIT:saw] [GPE:Peru] , [PERSON:Diaz] did not ."
    arcs = (("e2", "visitor", "e1"), ("e4", "destination", "e5"))
    made = document(text, clusters=(("e1", "e3"), ("e2", "e4")), arcs=arcs)
    page = parse(render_report([replace(made, facts=assemble(made))]))
    fact, shown = page.one("article"), page.one("div", class_="text")
    refs = {mark.text: mark.attributes["data-ref"] for mark in shown.walk() if "data-ref" in mark.attributes}
    assert refs.keys() == {"Ana Ruiz", "tour", "Ruiz", "saw", "Peru"}
    assert refs["Ana Ruiz"] == refs["Ruiz"] != refs["Peru"]
    assert set(fact.attributes["data-refs"].split()) == set(refs.values())
    assert [(link.text, link.attributes["href"]) for link in shown.all("a")] == [("tour", "#d1f1"), ("saw", "#d1f1")]


def test_a_static_fact_is_one_line() -> None:
    made = document("[PERSON:Ana] , [TITLE:envoy] , left .", arcs=(("e1", "position_held", "e2"),))
    page = parse(render_report([replace(made, facts=assemble(made))]))
    assert page.one("article", class_="static").one("p").words == "Ana position held envoy"


def test_write_report_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write_report(out, [PREDICTED], [GOLD], title="Ruiz & Söhne")
    assert out.read_bytes().decode() == render_report([PREDICTED], [GOLD], title="Ruiz & Söhne")
    assert parse(out.read_text(encoding="utf-8")).one("title").text == "Ruiz & Söhne"


def test_what_cannot_be_done_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"missing.report\.html: No such file.*expected a path"):
        write_report(tmp_path / "missing" / "report.html", [GOLD])
    with pytest.raises(FormatError, match="only in gold: visit"):
        render_report([], [GOLD])
    with pytest.raises(ValueError, match="no gold"):
        render_report([GOLD], waterfall=WATERFALL)


def test_style_and_script_cannot_close_their_elements() -> None:
    for path in TEMPLATES.glob("report.*"):
        assert "</" not in path.read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    """Relative luminance of '#rrggbb' or '#rgb' (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    dark, light = sorted(map(luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(scheme: str) -> None:
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", blocks[("light", "dark").index(scheme)]))
    kinds = ("missed", "spurious", "label", "boundary", "both", "form")
    pairs = [(text, ground) for text in ("ink", "soft", "accent", *kinds) for ground in ("paper", "wash", "lit")]
    pairs += [(text, f"{kind}-wash") for kind in kinds for text in (kind, "ink")]
    pairs += [("ink", "lit-strong"), ("accent", "lit-strong")]
    measured = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in measured.items() if ratio < 4.5} == {}
