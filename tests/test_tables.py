import pytest

from pipeline.tables import format_number, format_table, plural


def test_columns_are_as_wide_as_what_they_hold() -> None:
    assert format_table([("layer", "F1"), ("facts", "0.5"), ("x", "–")]) == "layer   F1\nfacts  0.5\nx        –"


def test_a_line_does_not_end_in_blanks() -> None:
    assert format_table([("a", ""), ("bb", "1")]) == "a\nbb  1"


@pytest.mark.parametrize(("value", "expected"), [(None, "–"), (0.12345, "0.123"), (1.0, "1.000")])
def test_numbers(value: float | None, expected: str) -> None:
    assert format_number(value) == expected


def test_plural() -> None:
    assert (plural(1, "fact"), plural(0, "fact"), plural(2307, "document")) == ("1 fact", "0 facts", "2,307 documents")
