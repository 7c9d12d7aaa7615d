import hashlib
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FormatError
from pipeline.evaluation.matching import best_pairs, best_total, pair_documents
from pipeline.records import Arc, Document
from tests.builders import document

rows = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=1, max_size=5)
)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_best_total_is_that_of_the_best_of_all_pairings(weights: list[list[int]]) -> None:
    height, width = len(weights), len(weights[0])
    size = max(height, width)
    padded = [[weights[i][j] if i < height and j < width else 0 for j in range(size)] for i in range(size)]
    best = max(sum(padded[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
    assert best_total(range(height), range(width), lambda i, j: weights[i][j]) == best


@settings(max_examples=200, deadline=None)
@given(rows)
def test_best_pairs_use_each_item_once_and_only_where_it_counts(weights: list[list[int]]) -> None:
    pairs = best_pairs(range(len(weights)), range(len(weights[0])), lambda i, j: weights[i][j])
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(weights[i][j] > 0 for i, j in pairs)
    assert pairs == sorted(pairs)


@pytest.mark.parametrize(("left", "right"), [((), ()), ((1,), ()), ((), (1, 2))])
def test_best_total_of_nothing(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    assert best_total(left, right, lambda a, b: a + b) == 0


def test_documents_are_paired_by_id() -> None:
    a, b = document("Peru"), replace(document("Chile"), id="other")
    pairs = pair_documents([a, b], iter([b, a]))
    assert [(pair.gold.id, pair.predicted.id) for pair in pairs] == [("other", "other"), ("test", "test")]


def test_what_differs_is_listed() -> None:
    gold = [Document(id="a", text="x"), Document(id="b", text="x"), Document(id="c", text="x")]
    predicted = [Document(id="b", text="y"), Document(id="c", text="x"), Document(id="d", text="x")]
    with pytest.raises(FormatError, match="only in gold: a; only in predictions: d; with different texts: b"):
        pair_documents(gold, predicted)


def test_an_id_that_stands_twice_is_refused() -> None:
    twice = [Document(id="a", text="x"), Document(id="a", text="x")]
    with pytest.raises(FormatError, match="predictions: these ids stand twice, expected once: a"):
        pair_documents(twice[:1], twice)


def test_standoff_gold_is_compared_by_hash() -> None:
    found = Document(id="a", text="x")
    sha256 = hashlib.sha256(b"x").hexdigest()
    assert pair_documents([Document(id="a", text=None, text_sha256=sha256)], [found])
    assert pair_documents([Document(id="a", text=None)], [found])
    with pytest.raises(FormatError, match="with different texts: a"):
        pair_documents([Document(id="a", text=None, text_sha256="0" * 64)], [found])


def test_an_unknown_span_is_named() -> None:
    broken = replace(document("[GPE:Peru]"), relations=(Arc("e1", "member_of", "e9"),))
    with pytest.raises(FormatError, match="predictions, document 'test': no span has the id 'e9'"):
        pair_documents([document("[GPE:Peru]")], [broken])


def test_labels_and_roles_that_the_schema_lacks_are_listed() -> None:
    gold = document("[GPE:Peru] and [GPE:Chile]")
    wrong = replace(gold, entities=tuple(replace(entity, label="COUNTRY") for entity in gold.entities))
    wrong = replace(wrong, relations=(Arc("e1", "neighbour", "e2"),))
    with pytest.raises(FormatError, match="predictions: the schema has no label 'COUNTRY', role 'neighbour'; "):
        pair_documents([gold], [wrong])
