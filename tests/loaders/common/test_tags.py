import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics.sequence_labeling import get_entities

from pipeline.loaders.common.tags import Scheme, find_fault, find_spans

TAGS = st.lists(st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]), max_size=12)


@given(TAGS)
def test_spans_are_those_of_conlleval(tags: list[str]) -> None:
    assert find_spans(tags) == [(first, last + 1, label) for label, first, last in get_entities(tags)]


@given(TAGS)
def test_any_tags_are_mixed(tags: list[str]) -> None:
    assert not any(find_fault(tag, before, "mixed") for before, tag in zip(["O", *tags], tags, strict=False))


@pytest.mark.parametrize(
    ("tags", "scheme", "fine"),
    [
        (["B-PER", "I-PER", "B-PER", "O", "B-LOC"], "iob2", True),
        (["O", "I-PER"], "iob2", False),
        (["B-PER", "I-LOC"], "iob2", False),
        (["I-PER", "I-PER", "B-PER", "I-LOC"], "iob1", True),
        (["O", "B-PER"], "iob1", False),
        (["I-LOC", "B-PER"], "iob1", False),
        (["E-PER"], "mixed", False),
        (["B-"], "mixed", False),
    ],
)
def test_each_scheme_has_its_rules(tags: list[str], scheme: Scheme, fine: bool) -> None:
    faults = [find_fault(tag, before, scheme) for before, tag in zip(["O", *tags], tags, strict=False)]
    assert any(faults) is not fine
