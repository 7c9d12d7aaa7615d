"""What the figures of a sentence share, what each has for itself, and what their changes compare with."""

from dataclasses import replace

import pytest

from pipeline.records import Document, Timex, Value
from pipeline.rules import parse_example
from pipeline.stages.relations.rules import build
from tests.stages.relations.examples import read_example

STAGE = build()


def _read(line: str) -> set[tuple[str, str, str]]:
    document = read_example(parse_example(line))
    spans = document.by_id()
    return {(spans[arc.head].text, arc.label, spans[arc.argument].text) for arc in STAGE(document)}


def _dated(line: str, *intervals: tuple[str, str]) -> Document:
    """The example with the intervals of its dates, in text order."""
    document = read_example(parse_example(line))
    given = iter(intervals)
    values: list[Value] = [
        replace(value, norm=Timex("DATE", None, None, *next(given))) if value.label == "DATE" else value
        for value in document.values
    ]
    return replace(document, values=tuple(values))


@pytest.mark.parametrize(
    ("later", "earlier", "basis"),
    [
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31"), "year-on-year"),
        (("2024-05-01", "2024-05-31"), ("2024-04-01", "2024-04-30"), "month-on-month"),
        (("2024-04-01", "2024-06-30"), ("2024-01-01", "2024-03-31"), "quarter-on-quarter"),
        (("2024-01-01", "2024-12-31"), ("2019-01-01", "2019-12-31"), "from-base"),
        (("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31"), None),
    ],
)
def test_dates_tell_the_basis(later: tuple[str, str], earlier: tuple[str, str], basis: str | None) -> None:
    line = "[INDICATOR:Output] rose [PERCENT:9 percent] in [DATE:May] from [DATE:April]."
    changes = [arc.norm for arc in STAGE(_dated(line, later, earlier)) if arc.norm is not None]
    assert [change.basis for change in changes] == [basis]


def test_a_date_of_comparison_is_no_date_of_the_figure() -> None:
    found = _read("[INDICATOR:Output] rose [PERCENT:9 percent] from [DATE:April].")
    assert not any(role == "date" for _, role, _ in found)


def test_what_belongs_to_one_value_moves_to_it() -> None:
    found = _read(
        "[INDICATOR:Debt] to [GPE:Chile] stood at [MONEY:5 dollars], [PERCENT:9 percent] more than before, "
        "and that to [GPE:Peru] at [MONEY:7 dollars]."
    )
    assert {("5 dollars", "destination", "Chile"), ("5 dollars", "change", "9 percent")} <= found
    assert ("Debt", "destination", "Chile") not in found


def test_clauses_share_a_date() -> None:
    found = _read(
        "In [DATE:2022], [INDICATOR:exports] reached [MONEY:5 dollars], while [INDICATOR:imports] "
        "stood at [MONEY:7 dollars]."
    )
    assert ("imports", "date", "2022") in found


def test_a_share_of_the_same_trade() -> None:
    found = _read(
        "[GPE:Peru]'s [INDICATOR:exports] to [GPE:Chile] reached [MONEY:5 dollars] in [DATE:May], "
        "equal to [PERCENT:9 percent] of its [INDICATOR:total exports]."
    )
    assert {("total exports", "destination", "Chile"), ("total exports", "date", "May")} <= found


def test_the_trader_of_the_sentence_before() -> None:
    found = _read(
        "[GPE:Peru]'s [INDICATOR:exports] reached [MONEY:5 dollars]. [INDICATOR:Imports] fell to [MONEY:7 dollars]. "
        "It rained. It snowed. [INDICATOR:Sales] fell to [MONEY:6 dollars]."
    )
    assert ("Imports", "destination", "Peru") in found
    assert not any(head == "Sales" and role == "source" for head, role, _ in found)


def test_exports_beside_the_trade_of_two_countries_go_from_one_to_the_other() -> None:
    line = (
        "[INDICATOR:Trade] between [GPE:Peru=PE] and [GPE:Chile=CL] reached [MONEY:9 dollars]. "
        "[NORP:Peruvian=PE] [INDICATOR:exports] were [MONEY:5 dollars]."
    )
    assert ("exports", "destination", "Chile") in _read(line)


def test_shares_in_a_list_are_of_the_same_country() -> None:
    line = (
        "[GPE:Peru] accounted for [CARDINAL:one third] of the world's [INDICATOR:population], "
        "[PERCENT:60 percent] of [INDICATOR:world GDP]."
    )
    assert {("population", "source", "Peru"), ("world GDP", "source", "Peru")} <= _read(line)


def test_the_parties_of_a_trade_are_the_countries_named_most_often() -> None:
    line = (
        "[GPE:Peru=PE] and [GPE:Chile=CL] spoke. [GPE:Peru=PE] and [GPE:Chile=CL] agreed. "
        "[GPE:Cuba=CU] and [GPE:Haiti=HT] did not. [INDICATOR:Goods trade] reached [MONEY:9 dollars]."
    )
    assert {("Goods trade", "party", "Peru"), ("Goods trade", "party", "Chile")} <= _read(line)
    assert ("Goods trade", "party", "Cuba") not in _read(line)


def test_what_a_figure_rose_to_is_no_change() -> None:
    line = "[INDICATOR:Output] rose to nearly [QUANTITY:5 tons] in [DATE:May]."
    assert not any(role == "change" for _, role, _ in _read(line))
