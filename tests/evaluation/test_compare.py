import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FormatError
from pipeline.evaluation.bootstrap import counts
from pipeline.evaluation.compare import compare, permutation_test
from pipeline.evaluation.facts import match_facts
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.records import Document
from pipeline.stages.facts.assembly import assemble
from tests.builders import document
from tests.evaluation.corpora import documents
from tests.evaluation.test_bootstrap import scores

TEXT = "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] . [PERSON:Eva Paz] [VISIT:came] to [GPE:Chile] ."
FIRST = ("e2", "visitor", "e1"), ("e2", "destination", "e3")
SECOND = ("e5", "visitor", "e4"), ("e5", "destination", "e6")


def annotated(*arcs: tuple[str, str, str], document_id: str = "a") -> Document:
    plain = replace(document(TEXT, countries={"e3": "PE", "e6": "CL"}, arcs=arcs), id=document_id)
    return replace(plain, facts=assemble(plain))


GOLD = annotated(*FIRST, *SECOND)


def test_the_facts_that_changed_are_listed() -> None:
    a, b = annotated(*FIRST, SECOND[0]), annotated(FIRST[0], *SECOND)
    (change,) = compare([GOLD], [a], [b]).changes
    assert [fact.arguments["visitor"][0].text for fact in change.gained] == ["Eva Paz"]
    assert [fact.arguments["visitor"][0].text for fact in change.lost] == ["Ana Ruiz"]
    assert [fact.arguments["visitor"][0].text for fact in change.mended] == ["Eva Paz"]
    assert [fact.arguments["visitor"][0].text for fact in change.broken] == ["Ana Ruiz"]


def test_the_same_predictions_do_not_differ() -> None:
    gold = [annotated(*FIRST, document_id=key) for key in "abc"]
    found = compare(gold, gold, gold)
    assert found.changes == ()
    assert {(layer.f1, layer.p) for layer in found.layers.values()} <= {(0.0, 1.0), (None, None)}


def test_the_interval_holds_the_difference() -> None:
    gold = [annotated(*FIRST, *SECOND, document_id=key) for key in "abcdef"]
    a = [annotated(*FIRST, document_id=key) for key in "abcdef"]
    facts = compare(gold, a, gold).layers["facts"]
    assert facts.f1 == pytest.approx(1 - 2 / 3)
    assert facts.interval is not None
    assert facts.interval.low == pytest.approx(1 / 3) == facts.interval.high
    assert facts.p == 2 / 2**6


def test_one_document_gives_no_p_value() -> None:
    facts = compare([GOLD], [GOLD], [annotated(*FIRST)]).layers["facts"]
    assert facts.f1 == pytest.approx(-1 / 3)
    assert (facts.interval, facts.p) == (None, None)


def test_other_documents_are_refused() -> None:
    with pytest.raises(FormatError, match="only in gold: a; only in B: b"):
        compare([GOLD], [GOLD], [replace(GOLD, id="b")])


def test_the_comparison_is_json() -> None:
    data = json.loads(json.dumps(compare([GOLD], [annotated(*FIRST)], [GOLD]).to_dict()))
    assert data["facts"] == [{"document": "a", "change": "gained", "fact": "f2"}]
    assert data["layers"]["facts"]["difference"] == pytest.approx(1 / 3)


@settings(max_examples=30, deadline=None)
@given(documents(), documents(), documents())
def test_swapping_the_predictions_swaps_the_lists(gold: Document, a: Document, b: Document) -> None:
    forward, backward = compare([gold], [a], [b]).changes, compare([gold], [b], [a]).changes
    assert [(len(c.gained), len(c.lost), len(c.mended), len(c.broken)) for c in forward] == [
        (len(c.lost), len(c.gained), len(c.broken), len(c.mended)) for c in backward
    ]
    right_a, right_b = (len(match_facts(Pair(gold, side)).right) for side in (a, b))
    assert right_b - right_a == sum(len(c.gained) - len(c.lost) for c in forward)


pairs_of_scores = st.lists(st.tuples(scores(), scores()), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(pairs_of_scores)
def test_the_exact_p_value_is_that_of_all_swaps(given_scores: list[tuple[Score, Score]]) -> None:
    def difference(rows: list[tuple[Score, Score]]) -> float:
        a, b = (sum((row[side] for row in rows), Score()) for side in (0, 1))
        return abs((b.f1 or 0.0) - (a.f1 or 0.0))

    a, b = ([row[side] for row in given_scores] for side in (0, 1))
    if sum(a, Score()).f1 is None or sum(b, Score()).f1 is None:
        return
    swapped = [
        difference([row[::-1] if swap else row for row, swap in zip(given_scores, swaps, strict=True)])
        for swaps in product((False, True), repeat=len(given_scores))
        if all(
            sum((row[side ^ swap] for row, swap in zip(given_scores, swaps, strict=True)), Score()).f1 is not None
            for side in (0, 1)
        )
    ]
    undefined = 2 ** len(given_scores) - len(swapped)
    observed = difference(given_scores)
    extreme = sum(value >= observed - 1e-12 for value in swapped) + undefined * (observed <= 1e-12)
    assert permutation_test(counts(a), counts(b)) == pytest.approx(extreme / 2 ** len(given_scores))


def test_drawn_permutations_come_near_the_exact_value() -> None:
    chance = np.random.default_rng(7)
    rows = chance.integers(0, 10, size=(12, 2, 2))
    a, b = (np.array([[10, 10, 5 + row[side][0] % 5] for row in rows], dtype=np.float64) for side in (0, 1))
    exact = permutation_test(a, b)
    assert permutation_test(a, b, permutations=2000) == pytest.approx(exact, abs=0.05)


def test_chance_differences_are_called_significant_as_often_as_they_should() -> None:
    """Under the null hypothesis about 5 % of the p-values are at most 0.05."""
    chance = np.random.default_rng(3)
    false_alarms = 0
    for _ in range(200):
        a, b = (np.array([[10, 10, right] for right in chance.binomial(10, 0.6, 30)], dtype=np.float64) for _ in "ab")
        false_alarms += permutation_test(a, b, permutations=199) <= 0.05
    assert 2 <= false_alarms <= 22
