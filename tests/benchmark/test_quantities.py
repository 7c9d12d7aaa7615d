import json
import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.benchmark.config import read_benchmark
from pipeline.benchmark.tasks.quantities import METRICS, score
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.loaders.cqe import load
from pipeline.records import Amount, Arc, Change, Document, Timex, Value
from pipeline.resources import project_file
from tests.builders import document

TEXT = "Exports rose by nearly 2.5 percent to 3 to 4 million dollars after ten years and 50 tons of one good."


def gold(*amounts: Amount) -> Document:
    values = (
        Value(id=f"v{number}", start=0, end=len(TEXT), label="QUANTITY", text=TEXT, norm=amount)
        for number, amount in enumerate(amounts, 1)
    )
    return Document(id="test", text=TEXT, values=tuple(values))


def number(value: str, upper: str | None = None, *, comparator: str = "=", unit: str | None = None) -> Amount:
    return Amount(Decimal(value), comparator, None if upper is None else Decimal(upper), unit=unit)


def right(first: Document, second: Document) -> tuple[Any, ...]:
    scores = score(Pair(first, second))
    return tuple(scores[name].right for name in METRICS)


def test_our_values_are_read_as_the_set_has_them() -> None:
    predicted = document(
        "[INDICATOR:Exports] rose by nearly [PERCENT:2.5 percent] to [MONEY:3 to 4 million dollars] after "
        "[DATE:ten years] and [QUANTITY:50 tons] of [CARDINAL:one] good.",
        norms={
            "v1": number("2.5"),
            "v2": Amount(Decimal(3_000_000), upper=Decimal(4_000_000), currency="USD"),
            "v3": Timex("DURATION", "P10Y"),
            "v4": Amount(Decimal(50), ">=", unit="t"),
            "v5": number("1"),
        },
    )
    predicted = replace(predicted, relations=(Arc("e1", "change", "v1", Change(Decimal("2.5"), "%")),))
    expected = gold(
        number("2.5", comparator="up", unit="percentage"),
        number("3000000", upper="4000000", unit="dollar"),
        number("10", unit="year"),
        number("50", comparator=">", unit="metric ton"),
        number("1"),
    )
    assert predicted.text == TEXT
    assert set(score(Pair(expected, predicted)).values()) == {Score(5, 5, 5)}


def test_a_comparator_says_more_than_a_direction() -> None:
    near = document("[INDICATOR:It] fell by nearly [PERCENT:2 %] .", norms={"v1": number("2", comparator="~")})
    near = replace(near, relations=(Arc("e1", "change", "v1", Change(Decimal(-2), "%")),))
    assert right(gold(number("2", comparator="~", unit="percentage")), near) == (1, 1, 1)
    assert right(gold(number("2", comparator="down", unit="percentage")), near) == (1, 1, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (number("0.6666666666"), number("0.666667"), (1, 1, 1)),
        (number("1000"), number("1001"), (0, 0, 0)),
        (number("0"), number("0.00001"), (0, 0, 0)),
        (number("0"), number("-0"), (1, 1, 1)),
        (number("3", upper="4"), number("3"), (0, 0, 0)),
        (number("3", upper="4"), number("3", upper="5"), (0, 0, 0)),
        (number("3", unit="people"), number("3"), (1, 0, 1)),
        (number("3", comparator=">="), number("3", comparator=">"), (1, 1, 1)),
        (number("3", comparator="~"), number("3"), (1, 1, 0)),
    ],
)
def test_what_is_the_same(one: Amount, other: Amount, same: tuple[int, ...]) -> None:
    assert right(gold(one), gold(other)) == right(gold(other), gold(one)) == same


def test_a_number_is_right_once() -> None:
    assert score(Pair(gold(number("5")), gold(number("5"), number("5"))))["value"] == Score(1, 2, 1)


@pytest.mark.parametrize(
    ("value", "unit"), [("P3M", "month"), ("PT3M", "minute"), ("PT3H", "hour"), ("P3DE", "decade"), ("P3W", "week")]
)
def test_durations_of_one_unit_are_quantities(value: str, unit: str) -> None:
    lasting = document("for [DATE:three of them] .", norms={"v1": Timex("DURATION", value)})
    assert right(gold(number("3", unit=unit)), lasting) == (1, 1, 1)


@pytest.mark.parametrize("norm", [Timex("DURATION", "P1Y6M"), Timex("DURATION", "PXD"), Timex("SET", "P1Y"), None])
def test_other_times_are_none(norm: Timex | None) -> None:
    other = document("for [DATE:it] .", norms={"v1": norm} if norm else {})
    assert score(Pair(gold(), other))["value"] == Score(0, 0, 0)


def test_ordinals_are_none() -> None:
    assert score(Pair(gold(), document("the [ORDINAL:third] .", norms={"v1": number("3")})))["value"] == Score()


sides = st.lists(
    st.builds(number, st.sampled_from("123"), st.sampled_from([None, "9"]), comparator=st.sampled_from("=~")),
    max_size=6,
).map(lambda amounts: gold(*amounts))


@settings(max_examples=60, deadline=None)
@given(sides, sides)
def test_swapping_sides_swaps_precision_and_recall(first: Document, second: Document) -> None:
    backward = score(Pair(second, first))
    for name, found in score(Pair(first, second)).items():
        assert backward[name] == Score(found.predicted, found.gold, found.right)
        assert found.right <= score(Pair(first, second))["value"].right


@pytest.mark.skipif("FACTWIRE_DATA" not in os.environ, reason="FACTWIRE_DATA names no folder with public data sets")
@pytest.mark.parametrize(("name", "reported"), [("age", 68.6), ("currency", 52.6), ("temperature", 89.2)])
def test_gpt3_gets_what_its_paper_reports(name: str, reported: float) -> None:
    """F1 of the numbers in GPT-3's own output, from CQE's evaluation_output (Almasian et al. 2023)."""
    data = Path(os.environ["FACTWIRE_DATA"]) / "quantity" / "cqe_evaluation"
    output = json.loads((data / "gpt_3_output" / f"predictions_{name}-model.json").read_text(encoding="utf-8"))
    found = {
        sentence["text"]: [number(*re.split(r"(?<=\d)-", row[1].strip())) for row in sentence["quantities"] if row]
        for sentence in output
    }
    total = Score()
    for sentence in load(data / "formatted_test_set" / f"{name}-model.json"):
        total += score(Pair(sentence, replace(sentence, values=gold(*found[sentence.content]).values)))["value"]
    assert 100 * (total.f1 or 0) == pytest.approx(reported, abs=0.05)


def test_the_config_is_of_this_task() -> None:
    found = read_benchmark(Path(project_file("configs/benchmark/quantities.cfg")))
    assert found.task.metrics == METRICS
    assert {system.name for system in found.systems} == {"factwire", "cqe", "quantulum3", "recognizers"}
    assert found.sets[0].metrics == METRICS
    assert all(each.metrics == METRICS[:2] for each in found.sets[1:])
