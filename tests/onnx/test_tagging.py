from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from seqeval.metrics.sequence_labeling import get_entities

from pipeline.onnx.tagging import Tagset, is_legal, softmax

TAGSET = Tagset(("ORG", "GPE"))
LOGITS = arrays(np.float32, st.tuples(st.integers(1, 5), st.just(5)), elements=st.integers(-4, 4).map(float))


def legal(tags: tuple[int, ...]) -> bool:
    return all(tag == 0 or tag % 2 or before in (tag, tag - 1) for before, tag in pairwise((0, *tags)))


def test_tags_are_named() -> None:
    assert TAGSET.tags == ("O", "B-ORG", "I-ORG", "B-GPE", "I-GPE")


def test_encode() -> None:
    assert TAGSET.encode([(0, 2, "GPE"), (3, 4, "ORG")], 5) == [3, 4, 0, 1, 0]
    with pytest.raises(ValueError, match="not in"):
        TAGSET.encode([(0, 1, "LOC")], 1)


@given(LOGITS)
def test_decoding_finds_the_best_of_all_legal_sequences(logits: np.ndarray) -> None:
    probabilities = softmax(logits)
    length = len(logits)
    every = [tags for tags in product(range(5), repeat=length) if legal(tags)]
    products = [np.prod([probabilities[row, tag] for row, tag in enumerate(tags)]) for tags in every]
    found = [(span.first, span.last, span.label) for span in TAGSET.decode(logits, [(0, length)])]
    tags = TAGSET.encode(found, length)
    assert products[every.index(tuple(tags))] == pytest.approx(max(products), rel=1e-4)


@given(LOGITS)
def test_spans_are_those_that_seqeval_reads(logits: np.ndarray) -> None:
    length = len(logits)
    found = [(span.first, span.last, span.label) for span in TAGSET.decode(logits, [(0, length)])]
    tags = [TAGSET.tags[tag] for tag in TAGSET.encode(found, length)]
    assert [(first, last + 1, label) for label, first, last in get_entities(tags)] == found


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_legality(tags: list[int]) -> None:
    assert is_legal(np.array(tags)) == legal(tuple(tags))


def test_no_span_crosses_a_sentence() -> None:
    logits = np.log(np.full((4, 5), 0.01, dtype=np.float32))
    logits[0, 1] = logits[1:, 2] = 0.0
    assert [span[:3] for span in TAGSET.decode(logits, [(0, 4)])] == [(0, 4, "ORG")]
    assert TAGSET.decode(logits, [(0, 2), (2, 2), (2, 4)])[0][:3] == (0, 2, "ORG")
    assert all(span.last <= 2 or span.first >= 2 for span in TAGSET.decode(logits, [(0, 2), (2, 4)]))


def test_the_score_is_that_of_the_weakest_tag_and_falls_with_temperature() -> None:
    logits = np.zeros((2, 5), dtype=np.float32)
    logits[0, 1], logits[1, 2] = 4.0, 2.0
    (span,) = TAGSET.decode(logits, [(0, 2)])
    assert span.score == pytest.approx(np.exp(2) / (np.exp(2) + 4), rel=1e-5)
    (cooler,) = TAGSET.decode(logits, [(0, 2)], temperature=2.0)
    assert cooler[:3] == span[:3]
    assert cooler.score < span.score
