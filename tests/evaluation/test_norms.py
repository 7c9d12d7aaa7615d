from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.evaluation import Score
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.norms import (
    score_norms,
    score_norms_given_spans,
    score_timex_intervals,
    score_timex_values,
)
from pipeline.records import Amount, Office, Timex
from tests.builders import document


def test_normal_forms_end_to_end_and_given_the_span() -> None:
    may, june = (Timex("DATE", value) for value in ("2020-05", "2020-06"))
    gold = document("In [DATE:May] , [CARDINAL:ten] of [CARDINAL:20] and [CARDINAL:30] .", norms={
        "v1": may, "v2": Amount(Decimal(10)), "v3": Amount(Decimal(20))})  # fmt: skip
    predicted = document("In [DATE:May] , [CARDINAL:ten] of 20 and [CARDINAL:30] .", norms={
        "v1": june, "v2": Amount(Decimal("10.0"))})  # fmt: skip
    pair = Pair(gold, predicted)
    assert score_norms(pair) == {"DATE": Score(1, 1, 0), "CARDINAL": Score(3, 2, 2)}
    assert score_norms_given_spans(pair) == {"DATE": Score(1, 1, 0), "CARDINAL": Score(2, 2, 2)}


def test_titles_have_normal_forms() -> None:
    gold = document("The [TITLE:counterpart] [PERSON:Ruiz] left.")
    office = replace(gold.entities[0], norm=Office("Prime Minister"))
    gold = replace(gold, entities=(office, *gold.entities[1:]))
    assert score_norms(Pair(gold, gold)) == {"TITLE": Score(1, 1, 1)}
    wrong = replace(gold, entities=(replace(office, norm=Office("counterpart")), *gold.entities[1:]))
    assert score_norms(Pair(gold, wrong)) == {"TITLE": Score(1, 1, 0)}


def test_amounts_are_compared_by_value() -> None:
    gold, predicted = (
        document("[MONEY:1.3 dollars]", norms={"v1": Amount(Decimal(number), currency="USD", upper=Decimal(upper))})
        for number, upper in (("1.30", "2"), ("1.3", "2.00"))
    )
    assert (
        score_norms(Pair(gold, predicted))
        == score_norms_given_spans(Pair(gold, predicted))
        == {"MONEY": Score(1, 1, 1)}
    )


MAY = Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31")
YEARS = Timex("DURATION", "P2Y")


@pytest.mark.parametrize(
    ("gold", "predicted", "value", "interval"),
    [
        (MAY, MAY, 1, 1),
        (MAY, replace(MAY, mod="START"), 1, 1),
        (MAY, replace(MAY, value="2020-05-01/2020-05-31"), 0, 1),
        (MAY, replace(MAY, end="2020-05-30"), 1, 0),
        (MAY, Timex("DATE", "2020-05"), 1, 0),
        (YEARS, YEARS, 1, 1),
        (YEARS, Timex("DURATION", "P24M"), 0, 0),
        (YEARS, None, 0, 0),
        (None, None, 1, 1),
    ],
)
def test_times_agree_in_value_or_interval(
    gold: Timex | None, predicted: Timex | None, value: int, interval: int
) -> None:
    pair = Pair(*(document("[DATE:May]", norms={"v1": norm} if norm else {}) for norm in (gold, predicted)))
    assert score_timex_values(pair) == {"DATE": Score(1, 1, value)}
    assert score_timex_intervals(pair) == {"DATE": Score(1, 1, interval)}


def test_times_need_their_span_and_label() -> None:
    gold = document("In [DATE:May] [TIME:morning] , [CARDINAL:ten] .", norms={"v1": MAY, "v2": MAY})
    predicted = document("In [DATE:May morning] , [CARDINAL:ten] .", norms={"v1": MAY})
    expected = {"DATE": Score(1, 1, 0), "TIME": Score(1, 0, 0)}
    assert score_timex_values(Pair(gold, predicted)) == score_timex_intervals(Pair(gold, predicted)) == expected
