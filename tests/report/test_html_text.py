"""Text in the page: nothing is lost, nothing is markup."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Document
from pipeline.report.html import render_report
from pipeline.report.html.fillers import group_digits
from pipeline.report.html.pages import _environment
from pipeline.report.html.text import Mark, clean, cut, mark, spread
from tests import strategies
from tests.report.samples import HOSTILE, hostile, spoiled
from tests.report.trees import parse

anything = st.text(st.characters(), max_size=60) | st.sampled_from(HOSTILE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1b\x7f", "a␀b␛␡"),
        ("a\x85b\x9f", "a�b�"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\n\nb\nc"),
        ("\ud800", "�"),
        ("naïve “text” – 文", "naïve “text” – 文"),
    ],
)
def test_characters_that_html_does_not_allow_are_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(anything)
def test_clean_text_keeps_its_length_and_can_be_written(text: str) -> None:
    assert len(clean(text)) == len(text)
    clean(text).encode()
    assert clean(clean(text)) == clean(text)


@given(strategies.documents())
def test_the_stretches_of_a_text_are_the_text(document: Document) -> None:
    stretches = cut(document)
    assert "".join(document.content[slice(*stretch)] for stretch in stretches) == document.content
    assert all(start < end for start, end in stretches)


@given(strategies.documents(), st.data())
def test_pieces_are_the_text(document: Document, data: st.DataObject) -> None:
    places = st.integers(0, len(document.content) + 2)
    marks = [Mark(min(ends), max(ends), "right", "GPE") for ends in data.draw(st.lists(st.tuples(places, places)))]
    for stretch in cut(document):
        outer = spread(stretch, marks)
        pieces = mark(document.content, outer, marks)
        assert "".join(piece.text for piece in pieces) == document.content[slice(*outer)]


def test_a_mark_that_crosses_a_sentence_is_whole() -> None:
    crossing = Mark(4, 9, "missed", "GPE")
    pieces = mark("One. Two.", spread((0, 5), [crossing]), [crossing])
    assert [(piece.text, piece.mark) for piece in pieces] == [("One.", None), (" Two.", crossing)]


@settings(max_examples=20, deadline=None)
@given(anything.filter(str.strip))
def test_any_text_comes_back_from_the_facts_as_it_was(words: str) -> None:
    shown = parse(render_report([hostile(words)], title=words))
    texts = shown.one("div", class_="text")
    assert texts.text.split() == clean("\n".join([words] * 3)).split()
    assert shown.one("title").text == shown.one("h1").text == shown.all("h3")[0].text == clean(words)
    assert {clean(words)} >= {mark.text for mark in texts.all("mark")} - {""}
    (fact, counted, held) = shown.all("article", class_="fact")
    assert fact.attributes["data-type"] == fact.one("span", class_="type").text == clean(words)
    assert counted.one("bdi", class_="trigger").text == clean(words)
    assert clean(words) in held.text


@settings(max_examples=20, deadline=None)
@given(anything.filter(str.strip))
def test_any_text_comes_back_from_the_errors_as_it_was(words: str) -> None:
    gold = hostile(words, label="GPE")
    shown = parse(render_report([spoiled(gold)], [gold]))
    lines = shown.all("p", class_="line")
    assert len(lines) == 6
    assert {" ".join(line.text.split()) for line in lines} == {" ".join(clean(words).split())}
    assert len(shown.all("script")) == len(shown.all("style")) == 1


@pytest.mark.parametrize("words", [words for words in HOSTILE if len(words.splitlines()) == 1])
def test_a_hostile_document_makes_the_elements_of_a_plain_one(words: str) -> None:
    def tags(words: str) -> list[str]:
        gold = hostile(words, label="GPE")
        pages = render_report([gold]), render_report([spoiled(gold)], [gold])
        return [node.tag for page in pages for node in parse(page).walk()]

    assert tags(words) == tags("plain words")


@settings(max_examples=20, deadline=None)
@given(strategies.documents(), strategies.documents())
def test_any_documents_can_be_shown(first: Document, second: Document) -> None:
    page = parse(render_report([replace(first, id="a"), replace(second, id="b")]))
    assert len(page.all("section", class_="document")) == 2


def test_templates_do_not_write_null_or_what_is_not_there() -> None:
    with pytest.raises(TypeError, match="null"):
        _environment().from_string("{{ x }}").render(x=None)
    with pytest.raises(Exception, match="undefined"):
        _environment().from_string("{{ x }}").render()
    assert _environment().from_string("<p title='{{ x }}'>{{ x }}").render(x="<'\x00") == (
        "<p title='&lt;&#39;␀'>&lt;&#39;␀"
    )


@pytest.mark.parametrize(
    ("plain", "grouped"),
    [
        ("> 1300000000 USD", "> 1_300_000_000 USD"),
        ("12345.67891", "12_345.67891"),
        ("1100000000..1200000000 USD", "1_100_000_000..1_200_000_000 USD"),
        ("2023-01-01..2023-10-31", "2023-01-01..2023-10-31"),
        ("-20000 t", "-20_000 t"),
        ("9999", "9999"),
    ],
)
def test_long_numbers_are_grouped(plain: str, grouped: str) -> None:
    assert group_digits(plain) == grouped.replace("_", "\u202f")
