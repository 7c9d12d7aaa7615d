"""What `factwire show` prints."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline.records import Amount, Argument, Document, Fact, Timex, Trigger
from pipeline.report.terminal import WIDTH_OF_A_PIPE, open_console, show_documents
from tests.builders import document

YEAR = Timex("DATE", "2021", None, "2021-01-01", "2021-12-31")


def make_document() -> Document:
    """A document with an event and a static fact; 'Mr Son' and 'Son' are one person."""
    made = document(
        "[PERSON:Mr Son] , the [TITLE:envoy] , will [VISIT:visit] [GPE:Laos] in [DATE:2021] . [PERSON:Son] hopes .",
        countries={"e4": "LA"},
        clusters=(("e1", "e5"),),
        norms={"v1": YEAR},
    )
    son, envoy = Argument("e1", "Mr Son"), Argument("e2", "envoy")
    arguments = {
        "visitor": (son,),
        "destination": (Argument("e4", "Laos", country="LA"), Argument("e9", "Hue")),
        "date": (Argument("v1", "2021", YEAR),),
    }
    visit = Fact(
        id="f1",
        document="test",
        created=None,
        type="VISIT",
        status="planned",
        phase=None,
        trigger=Trigger("e3", "visit"),
        arguments=arguments,
        evidence=(made.sentences[0], made.sentences[1]),
    )
    held = replace(
        visit,
        id="f2",
        type="position_held",
        status=None,
        trigger=None,
        arguments={"head": (son,), "argument": (envoy,)},
    )
    return replace(made, title="A visit", facts=(visit, held))


def show(shown: Document, *, facts_only: bool = False, width: int = 100, colour: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, color_system="standard" if colour else None)
    show_documents([shown], console, facts_only=facts_only)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_facts_are_blocks_with_arguments_in_columns() -> None:
    assert show(make_document(), facts_only=True) == (
        "A visit\n"
        "test · 2020-12-05\n"
        "\n"
        "VISIT  visit  planned · sentence 1, 2\n"
        "    visitor      Mr Son\n"
        "    destination  Laos    [LA]\n"
        "                 Hue\n"
        "    date         2021    2021-01-01..2021-12-31\n"
        "\n"
        "       Head     Fact            Argument\n"
        "────────────────────────────────────────\n"
        "1, 2   Mr Son   position_held   envoy\n"
    )


def test_sentences_entities_and_values_are_shown_too() -> None:
    shown = show(make_document())
    assert "1   [Mr Son PERSON] , the [envoy TITLE] , will [visit VISIT] [Laos GPE] in [2021 DATE] ." in shown
    assert "PERSON   Mr Son = Son ×2" in shown
    assert "GPE      Laos [LA]" in shown
    assert "1   DATE    2021    2021-01-01..2021-12-31" in shown


def test_a_value_without_normal_form_has_a_question_mark() -> None:
    made = document("[MONEY:much money] .")
    assert "MONEY   much money   ?" in show(made)


def test_the_sign_of_a_percentage_is_shown() -> None:
    assert "12 %" in show(document("[PERCENT:12 percent] .", norms={"v1": Amount(Decimal(12))}))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_normal_form_is_cut(width: int) -> None:
    shown = show(make_document(), width=width)
    assert max(map(cell_len, shown.splitlines())) <= width
    assert "…" not in shown


def test_colour_is_for_terminals_alone() -> None:
    assert "\x1b[" in show(make_document(), colour=True)
    file = io.StringIO()
    show_documents([make_document()], open_console(file))
    assert "\x1b[" not in file.getvalue()


def test_markup_in_a_text_is_text() -> None:
    made = replace(document("Laos [bold]said[/] so ."), title="[red]x[/]")
    assert "[red]x[/]" in show(made)


def test_a_document_without_text_shows_its_facts() -> None:
    assert "VISIT  visit" in show(replace(make_document(), text=None))


def test_a_pipe_has_a_width_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert open_console(io.StringIO()).width == WIDTH_OF_A_PIPE
    monkeypatch.setenv("COLUMNS", "70")
    assert open_console(io.StringIO()).width == 70
