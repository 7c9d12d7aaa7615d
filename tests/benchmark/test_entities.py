import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2

from pipeline.benchmark.tasks.entities import METRICS, score, trim
from pipeline.evaluation.matching import Pair, best_total
from pipeline.evaluation.scores import Score
from pipeline.loaders.common.tags import find_spans
from pipeline.loaders.common.tokens import build_document
from pipeline.records import Document, Entity
from tests.builders import document
from tests.evaluation.test_spans import random_tags

TOKENS = ("Ana", "Ruiz", "met", "the", "ministers", "of", "Peru", "and", "Chile", "in", "Lima", ".")


def tagged(tags: list[str]) -> Document:
    return build_document("a", [TOKENS], find_spans(tags))


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_strict_agrees_with_seqeval_on_tokens(chance: random.Random, size: int) -> None:
    gold, predicted = ([random_tags(chance, len(TOKENS)) for _ in range(size)] for _ in range(2))
    assume(any(tag != "O" for tags in (*gold, *predicted) for tag in tags))
    pairs = [Pair(tagged(mine), tagged(other)) for mine, other in zip(gold, predicted, strict=True)]
    scores = [score(pair, trim_articles=False) for pair in pairs]
    ours = sum((found["strict"] for found in scores), Score())
    precision, recall, f1, _ = precision_recall_fscore_support(
        gold, predicted, average="micro", scheme=IOB2, zero_division=0
    )
    assert (ours.precision or 0, ours.recall or 0, ours.f1 or 0) == pytest.approx((precision, recall, f1))
    for label in ("PERSON", "ORG", "GPE"):
        by_label = sum((found.get(f"strict/{label}", Score()) for found in scores), Score())
        assert by_label.gold == sum(tags.count(f"B-{label}") for tags in gold)


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_each_metric_is_at_least_as_kind_as_strict_and_labels_add_up(chance: random.Random) -> None:
    gold, predicted = (tagged(random_tags(chance, len(TOKENS))) for _ in range(2))
    found = score(Pair(gold, predicted))
    assert found["strict"].right <= min(found["boundaries"].right, found["overlap"].right)
    labels = [counts for metric, counts in found.items() if metric.startswith("strict/")]
    assert sum(labels, Score()) == found["strict"]
    assert score(Pair(predicted, gold))["overlap"].right == found["overlap"].right


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.integers(0, 1)), max_size=14))
def test_overlaps_are_paired_as_well_as_can_be_even_where_spans_are_nested(drawn: list[tuple[int, int, int]]) -> None:
    text = "x" * 50
    sides: list[list[tuple[int, int]]] = [[], []]
    for start, length, side in drawn:
        sides[side].append((start, start + length))
    gold, predicted = (
        Document(id="a", text=text, entities=tuple(Entity(start=a, end=b, label="L", text=text[a:b]) for a, b in spans))
        for spans in sides
    )
    mine, other = (sorted(set(spans)) for spans in sides)
    expected = best_total(mine, other, lambda a, b: int(a[0] < b[1] and b[0] < a[1]))
    assert score(Pair(gold, predicted))["overlap"] == Score(len(mine), len(other), expected)


def test_metrics_differ_where_they_should() -> None:
    gold = document("[PERSON:Ana Ruiz] met [ORG:VNA] in [GPE:Lima] on [DATE:May 3] .")
    predicted = document("Ana [PERSON:Ruiz] met [GPE:VNA] in [GPE:Lima] on [DATE:May 3] .")
    found = score(Pair(gold, predicted))
    assert found["strict"] == Score(4, 4, 2)
    assert found["boundaries"] == Score(4, 4, 3)
    assert found["overlap"] == Score(4, 4, 3)
    assert found["strict/DATE"] == Score(1, 1, 1)
    assert set(METRICS) < set(found)


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("[ORG:the United Nations]", "United Nations"),
        ("[ORG:The  VNA]", "VNA"),
        ("[GPE:Peru's]", "Peru"),
        ("[GPE:Peru 's]", "Peru"),
        ("[NORP:the Andeans’]", "Andeans"),
        ("[ORG:An Nahar]", "Nahar"),
        ("[PERSON:Theo]", "Theo"),
        ("[ORG:The]", "The"),
        ("[PERSON:O'Hara]", "O'Hara"),
        ("[ORG:the 's]", "'s"),
    ],
)
def test_articles_and_possessives_are_trimmed(marked: str, left: str) -> None:
    found = document(marked)
    start, end = trim(found.entities[0])
    assert found.content[start:end] == left


def test_trimming_counts_on_both_sides_and_can_be_left() -> None:
    gold = document("[ORG:The VNA] of [GPE:Peru]'s north")
    predicted = document("The [ORG:VNA] of [GPE:Peru's] north")
    assert score(Pair(gold, predicted))["strict"] == Score(2, 2, 2)
    assert score(Pair(predicted, gold))["strict"] == Score(2, 2, 2)
    assert score(Pair(gold, predicted), trim_articles=False)["strict"] == Score(2, 2, 0)


def test_the_same_span_twice_is_one() -> None:
    gold = document("[GPE:Peru] won")
    twice = replace(gold, entities=(gold.entities[0], replace(gold.entities[0], id="e2")))
    assert score(Pair(gold, twice))["strict"] == Score(1, 1, 1)


def test_an_empty_document_has_empty_scores() -> None:
    empty = Document(id="a", text="")
    assert score(Pair(empty, empty)) == dict.fromkeys(METRICS, Score())
