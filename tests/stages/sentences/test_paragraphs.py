"""Lines, and when they are joined."""

from textwrap import fill

from pipeline.stages.sentences.rules.paragraphs import find_paragraphs

FIRST = (
    "The foreign ministers of Norway and Laos met in Oslo on Monday and agreed to open an embassy in each capital "
    "before the end of the year, the Norwegian ministry said in a statement that it published on its website."
)
SECOND = "Trade between the two countries is small, but it has grown by a tenth in every one of the last five years."


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in find_paragraphs(text, 0)]


def test_a_line_is_a_paragraph() -> None:
    assert paragraphs(f"{FIRST}\n{SECOND}\r\n  Done.\n\n") == [FIRST, SECOND, "Done."]


def test_wrapped_lines_are_joined() -> None:
    wrapped = f"{fill(FIRST, 60)}\n\n{fill(SECOND, 60)}\n"
    assert paragraphs(wrapped) == [fill(FIRST, 60), fill(SECOND, 60)]
    crlf = wrapped.replace("\n", "\r\n")
    assert paragraphs(crlf) == [fill(text, 60).replace("\n", "\r\n") for text in (FIRST, SECOND)]


def test_wrapped_paragraphs_without_a_blank_line_part_at_the_short_line() -> None:
    assert paragraphs(f"{fill(FIRST, 60)}\n{fill(SECOND, 60)}") == [fill(FIRST, 60), fill(SECOND, 60)]


def test_short_lines_that_are_not_full_stay_apart() -> None:
    lines = ["Rice", "Fish and other products of the sea", "Rubber", "Wood", "Machines", "Coffee and tea", "Cars"]
    assert paragraphs("\n".join(lines)) == lines


def test_list_items_stay_apart() -> None:
    items = [f"- {letter * 50} end" for letter in "abcdefg"]
    assert paragraphs("\n".join(items)) == items


def test_nothing_has_no_paragraphs() -> None:
    assert paragraphs("") == paragraphs(" \n \t\n") == []
