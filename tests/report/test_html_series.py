"""Indicators over time: what makes a series, and where its points stand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Amount, Argument, Document, Fact, Timex
from pipeline.report.html import render_report
from pipeline.report.html.plots import FRAME, draw, format_short
from pipeline.report.html.series import Observation, Series, build_series, observe
from tests.report.samples import trade
from tests.report.trees import Node, parse


def observations(*documents: Document) -> tuple[Observation, ...]:
    return observe((document.id, document) for document in documents)


def changed(document: Document, **arguments: tuple[Argument, ...]) -> Document:
    (fact,) = document.facts
    return replace(document, facts=(replace(fact, arguments={**fact.arguments, **arguments}),))


def renamed(document: Document, words: str) -> Document:
    def rename(fact: Fact) -> Fact:
        assert fact.trigger
        return replace(fact, trigger=replace(fact.trigger, text=words))

    return replace(document, facts=tuple(map(rename, document.facts)))


def series(*documents: Document) -> Series:
    (found,), alone = build_series(observations(*documents))
    assert not alone
    return found


def test_an_observation_says_what_the_fact_says() -> None:
    (seen,) = observations(trade(2019, "2500000", comparator=">", status="planned"))
    assert (seen.indicator, seen.whose, seen.unit) == ("Two-way trade", "Chile – Peru", "USD")
    assert seen.words == "> 2\u202f500\u202f000 USD"
    assert seen.period == (date(2019, 1, 1), date(2019, 12, 31))
    assert (seen.time, seen.status, seen.href) == ("2019-01-01..2019-12-31", "planned", "#trade-2019f1")
    assert seen.document == "Trade in 2019"


def test_one_indicator_with_the_same_parties_and_unit_is_a_series_in_the_order_of_time() -> None:
    peru, chile = Argument("e2", "Peru", None, "PE"), Argument("e3", "Chile", None, "CL")
    other = changed(renamed(trade(2018, "1"), "two-way  TRADE"), party=(chile, replace(peru, text="Peruvian")))
    found = series(trade(2020, "3"), other, trade(2019, "2"))
    assert [point.amount.amount for point in found.points] == [1, 2, 3]


@pytest.mark.parametrize(
    "other",
    [
        renamed(trade(2020, "2"), "exports"),
        changed(trade(2020, "2"), party=(Argument("e2", "Peru", None, "PE"),)),
        changed(trade(2020, "2"), source=(Argument("e2", "Peru", None, "PE"),)),
        changed(trade(2020, "2"), value=(Argument("v1", "2", Amount(Decimal(2), currency="EUR")),)),
        changed(trade(2020, "2"), date=()),
        changed(trade(2020, "2"), date=(Argument("v2", "now", Timex("DATE", "PRESENT_REF")),)),
        changed(trade(2020, "2"), date=(Argument("v2", "?", Timex("DATE", "2020", None, "2020-99", "2020-12-31")),)),
        changed(trade(2020, "2"), date=(Argument("v2", "?", Timex("DATE", "2020", None, "2020-12-31", "2020-01-01")),)),
        changed(trade(2020, "2"), value=(Argument("v1", "2", Amount(Decimal("1e400"), currency="USD")),)),
        replace(trade(2019, "2"), id="again"),
    ],
)
def test_what_is_no_series_is_listed(other: Document) -> None:
    found, alone = build_series(observations(trade(2019, "1"), other))
    assert not found
    assert len(alone) == 2


def test_a_value_without_amount_is_no_observation() -> None:
    assert not observations(changed(trade(2019, "1"), value=(Argument("v1", "much"),)))
    assert not observations(replace(trade(2019, "1"), facts=()))


def test_points_stand_at_their_time_and_height() -> None:
    plot = draw(series(trade(2018, "0"), trade(2019, "50"), trade(2020, "100", upper="200")))
    assert (plot.points[0].x1, plot.points[-1].x2) == (FRAME.left, FRAME.right)
    assert plot.points[0].x2 == plot.points[1].x1
    assert plot.points[0].y == plot.zero == FRAME.bottom
    assert plot.points[1].y == pytest.approx(FRAME.bottom - (FRAME.bottom - FRAME.top) / 4)
    assert (plot.points[2].top, plot.points[2].height) == (FRAME.top, (plot.points[2].y + FRAME.top) / 2)
    assert [tick.words for tick in plot.y_ticks] == ["0", "50", "100", "150", "200"]
    assert [tick.words for tick in plot.x_ticks] == ["2018", "2019", "2020", "2021"]


def test_short_periods_have_ticks_by_month() -> None:
    def month(number: int) -> Document:
        day = f"2020-{number:02}-15"
        norm = Timex("DATE", day, None, day, day)
        return replace(changed(trade(2020, str(number)), date=(Argument("v2", day, norm),)), id=str(number))

    plot = draw(series(*map(month, (1, 3, 4))))
    assert [tick.words for tick in plot.x_ticks] == ["2020-02", "2020-03", "2020-04"]


@pytest.mark.parametrize(
    ("comparator", "bound"), [("=", "exact"), ("~", "near"), (">", "up"), (">=", "up"), ("<", "down"), ("<=", "down")]
)
def test_comparators_are_shown(comparator: str, bound: str) -> None:
    plot = draw(series(trade(2018, "1"), trade(2019, "2", comparator=comparator)))
    assert [point.bound for point in plot.points] == ["exact", bound]


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 9999), st.decimals(-(10**30), 10**30, allow_nan=False, places=3), min_size=2, max_size=6
    )
)
def test_everything_is_drawn_within_the_frame(values: dict[int, Decimal]) -> None:
    def report(year: int, amount: Decimal) -> Document:
        norm = Timex("DATE", None, None, f"{year:04}-01-01", f"{year:04}-12-31")
        return replace(changed(trade(1, str(amount)), date=(Argument("v2", "?", norm),)), id=str(year))

    plot = draw(series(*(report(*pair) for pair in values.items())))
    for point in plot.points:
        assert FRAME.left <= point.x1 <= point.x2 <= FRAME.right
        assert FRAME.top <= point.y <= FRAME.bottom
    assert 2 <= len(plot.y_ticks) <= 7
    assert "0" in [tick.words for tick in plot.y_ticks]
    assert len(plot.x_ticks) <= 10
    assert all(FRAME.left <= tick.at <= FRAME.right for tick in plot.x_ticks)
    assert all(FRAME.top <= tick.at <= FRAME.bottom for tick in plot.y_ticks)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.0, "0"),
        (12.5, "12.5"),
        (1500.0, "1.5 k"),
        (250e6, "250 m"),
        (1.3e9, "1.3 bn"),
        (2e12, "2 tn"),
        (-2e6, "-2 m"),
    ],
)
def test_axes_have_short_numbers(number: float, words: str) -> None:
    assert format_short(number) == words


def indicators(*documents: Document) -> Node:
    return parse(render_report(documents)).one("section", id="indicators")


def test_the_plot_says_what_its_points_are() -> None:
    shown = indicators(
        trade(2018, "1", comparator=">"), trade(2019, "2", status="planned"), trade(2020, "3", upper="4")
    )
    figure = shown.one("figure")
    assert figure.one("figcaption").words == "Two-way trade USDChile – Peru"
    assert figure.one("svg").attributes["aria-label"] == "Two-way trade over time, 3 values"
    points = figure.all("a", class_="point")
    assert [point.one("title").words.partition(" — ")[2] for point in points] == [
        "Trade in 2018",
        "Trade in 2019",
        "Trade in 2020",
    ]
    assert points[0].one("title").words.startswith("> 1 USD · 2018-01-01..2018-12-31")
    assert len(points[0].all("path", class_="arrow")) == 1
    assert "open" in points[1].attributes["class"].split()
    assert len(points[2].all("rect")) == 1
    assert not shown.all("table")


def test_values_that_stand_alone_are_in_a_table() -> None:
    shown = indicators(trade(2018, "12000"))
    (row,) = shown.one("tbody").all("tr")
    assert [cell.words for cell in row.all("*") if cell.tag in ("th", "td")] == [
        *("Two-way trade", "Chile – Peru", "2018-01-01..2018-12-31", "12 000 USD", ""),
    ]
    assert not shown.all("figure")
    without = parse(render_report([replace(trade(2018, "1"), facts=())]))
    assert not without.all("section", id="indicators")
