from dataclasses import replace
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Timex, Value, Zone
from pipeline.stages.values.rules import ValueRules, build
from tests.builders import document
from tests.stages.values.test_examples import EXAMPLES, STAGE, find

_WORDS = sorted({word for _, example in EXAMPLES for word in example.text.split()})


def test_the_date_line_is_no_value_but_the_title_holds_some() -> None:
    text = " date 2020-12-05 Two sides meet\nThey met on Friday."
    plain = document(text)
    marked = replace(plain, zones=(Zone(1, 16, "date_line"), Zone(17, 31, "title")))
    assert [value.text for value in STAGE(marked)] == ["Two", "Friday"]


def test_settings_decide_what_no_verb_tells() -> None:
    assert begin_of(find("Order of the day on Tuesday", stage=build(prefer="past"))) == "2020-12-01"
    assert begin_of(find("Order of the day on Tuesday", stage=build(prefer="future"))) == "2020-12-08"
    assert begin_of(find("On 3/4/2019.", stage=build(day_first=False))) == "2019-03-04"


def begin_of(values: tuple[Value, ...]) -> str | None:
    norm = values[0].norm
    assert isinstance(norm, Timex)
    return norm.begin


def test_a_sentence_bounds_what_is_found() -> None:
    text = "They met in May\n5 men came."
    assert [value.text for value in STAGE(document(text))] == ["May", "5"]


def test_without_document_date_the_last_full_date_gives_the_year() -> None:
    values = find("It began on 3 May 2019 and ended on June 2.", created=None)
    assert [value.norm for value in values] == [
        Timex("DATE", "2019-05-03", None, "2019-05-03", "2019-05-03"),
        Timex("DATE", "2019-06-02", None, "2019-06-02", "2019-06-02"),
    ]


def test_an_impossible_date_is_none() -> None:
    assert "DATE" not in {value.label for value in find("The table has 30 February as a row.")}


def test_the_country_in_the_text_tells_whose_money_it_is() -> None:
    assert [value.norm for value in find("Pakistan gave 20 million rupees.")] == [
        value.norm for value in find("They gave 20 million Pakistani rupees.")
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12))
def test_values_are_flat_in_order_and_true_to_the_text(words: list[str]) -> None:
    text = " ".join(words).replace("[", "(").replace("]", ")")
    values = find(text)
    assert all(text[value.start : value.end] == value.text == value.text.strip() for value in values)
    assert all(first.end <= second.start for first, second in pairwise(values))


@pytest.mark.parametrize(
    "unit", ["1,000 ", "two hundred ", "1-2-", "first three ", "January to ", "of the next ", "  "]
)
def test_long_repetitions_stay_linear(unit: str) -> None:
    def seconds(stage: ValueRules, count: int) -> float:
        made = replace(document("x"), text=unit * count, sentences=((0, len(unit) * count),))
        start = process_time()
        stage(made)
        return process_time() - start

    seconds(STAGE, 100)
    assert seconds(STAGE, 800) < 40 * seconds(STAGE, 100) + 0.5
