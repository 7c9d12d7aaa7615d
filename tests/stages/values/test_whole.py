"""The output profile `whole`: every example of whole.toml, and what it must never do."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Timex
from pipeline.rules import Example, parse_example, read_toml
from pipeline.stages.values.rules import build
from pipeline.stages.values.rules.whole import FILE
from tests.stages.values.test_examples import EXAMPLES, describe, find

STAGE = build(profile="whole")
RULES = [rule for rule in STAGE.calendar.rules if rule.name.startswith("whole.")]
OWN = [parse_example(line) for line in read_toml(FILE)["whole"]["examples"]]
OWN += [example for rule in RULES for example in rule.examples]
_WORDS = sorted({word for example in OWN for word in example.text.split()})


@pytest.mark.parametrize("example", OWN, ids=lambda example: example.text)
def test_example(example: Example) -> None:
    found = [value for value in find(example.text, stage=STAGE) if isinstance(value.norm, Timex)]
    assert [value.text for value in found] == [mark.text for mark in example.marks]
    assert " | ".join(describe(value.norm) for value in found) == example.expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
def test_values_are_flat_in_order_and_true_to_the_text(words: list[str]) -> None:
    text = " ".join(words)
    values = find(text, stage=STAGE)
    assert all(text[value.start : value.end] == value.text == value.text.strip() for value in values)
    assert all(first.end <= second.start for first, second in pairwise(values))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
def test_no_stretch_ends_before_it_begins(words: list[str]) -> None:
    norms = [value.norm for value in find(" ".join(words), stage=STAGE) if isinstance(value.norm, Timex)]
    assert all(norm.begin <= norm.end for norm in norms if norm.begin and norm.end)


def test_every_date_of_the_schema_is_in_one_of_the_profile() -> None:
    for _, example in EXAMPLES[::7]:
        spans = [value.offsets for value in find(example.text, stage=STAGE)]
        dates = [value.offsets for value in find(example.text) if isinstance(value.norm, Timex)]
        assert all(any(start <= first and last <= end for start, end in spans) for first, last in dates), example.text
