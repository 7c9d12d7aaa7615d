import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation import evaluate
from pipeline.evaluation.confusion import SpanMatch, confusion, match_spans
from pipeline.evaluation.matching import Pair
from pipeline.records import Document, Entity
from tests.builders import document
from tests.evaluation.corpora import documents

PLAIN = "Ana Ruiz visited Lima in May ."
GOLD = document("[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Lima] in [DATE:May] .")


def kinds(gold: Document, predicted: Document) -> list[str]:
    return [match.kind for match in match_spans(Pair(gold, predicted)) if match.kind != "right"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Lima] in [DATE:May] .", []),
        ("[PERSON:Ana Ruiz] visited [GPE:Lima] in [DATE:May] .", ["missed"]),
        ("[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Lima] [LOC:in] [DATE:May] .", ["spurious"]),
        ("[PERSON:Ana Ruiz] [VISIT:visited] [LOC:Lima] in [DATE:May] .", ["label"]),
        ("Ana [PERSON:Ruiz] [VISIT:visited] [GPE:Lima] in [DATE:May] .", ["boundary"]),
        ("Ana [ORG:Ruiz] [VISIT:visited] [GPE:Lima] in [DATE:May] .", ["both"]),
        ("[ORG:Ana] [PERSON:Ruiz] [VISIT:visited] [GPE:Lima] in [DATE:May] .", ["boundary", "spurious"]),
        ("[PERSON:Ana] [PERSON:Ruiz] [VISIT:visited] [GPE:Lima] in [DATE:May] .", ["boundary", "spurious"]),
        ("[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Lima in May] .", ["boundary", "missed"]),
    ],
)
def test_every_kind_of_error(marked: str, expected: list[str]) -> None:
    predicted = document(marked)
    assert predicted.text == PLAIN
    assert sorted(kinds(GOLD, predicted)) == expected


def test_the_same_label_counts_more_than_shared_characters() -> None:
    gold = document("[ORG:Bank of Peru] met .")
    predicted = document("[ORG:Bank] of [GPE:Peru] met .")
    shared = document("[ORG:Bank] [GPE:of Peru] met .")
    assert [match.kind for match in match_spans(Pair(gold, predicted))] == ["boundary", "spurious"]
    assert [match.kind for match in match_spans(Pair(gold, shared))] == ["boundary", "spurious"]


def test_among_spans_of_one_label_the_longer_overlap_wins() -> None:
    gold, predicted = document("[ORG:Bank of Peru] met ."), document("[ORG:Bank] [ORG:of Peru] met .")
    (paired,) = (match for match in match_spans(Pair(gold, predicted)) if match.kind == "boundary")
    assert paired.predicted is not None
    assert paired.predicted.text == "of Peru"


def test_equal_spans_are_paired_first_even_where_spans_overlap() -> None:
    def span(start: int, end: int) -> Entity:
        return Entity(start=start, end=end, label="GPE", text=PLAIN[start:end])

    nested = replace(GOLD, entities=(), values=())
    gold = replace(nested, entities=(span(0, 10), span(2, 8)))
    predicted = replace(nested, entities=(span(2, 8), span(0, 9)))
    assert [match.kind for match in match_spans(Pair(gold, predicted))] == ["boundary", "right"]


def test_confusion_counts_labels_and_nothing() -> None:
    predicted = document("Ana [PERSON:Ruiz] visited [LOC:Lima] [GPE:in] [DATE:May] .")
    assert confusion(match_spans(Pair(GOLD, predicted))) == {
        ("PERSON", "PERSON"): 1,
        ("VISIT", None): 1,
        ("GPE", "LOC"): 1,
        (None, "GPE"): 1,
        ("DATE", "DATE"): 1,
    }


@settings(max_examples=60, deadline=None)
@given(documents(), documents())
def test_every_span_stands_once(gold: Document, predicted: Document) -> None:
    matches = match_spans(Pair(gold, predicted))
    assert sorted(m.gold.id for m in matches if m.gold) == sorted(gold.by_id())
    assert sorted(m.predicted.id for m in matches if m.predicted) == sorted(predicted.by_id())
    counted = confusion(matches)
    assert sum(counted.values()) == len(matches)
    assert (None, None) not in counted


@settings(max_examples=60, deadline=None)
@given(documents(), documents())
def test_what_is_right_is_what_the_scores_count(gold: Document, predicted: Document) -> None:
    layers = evaluate([gold], [predicted]).layers
    right = Counter(m.gold.label for m in match_spans(Pair(gold, predicted)) if m.gold and m.kind == "right")
    scored = {**layers["entities"].labels, **layers["values"].labels}
    assert right == {label: score.right for label, score in scored.items() if score.right}


@settings(max_examples=60, deadline=None)
@given(documents(), documents(), st.randoms(use_true_random=False))
def test_order_changes_nothing(gold: Document, predicted: Document, chance: random.Random) -> None:
    def shuffled(given: Document) -> Document:
        entities, values = list(given.entities), list(given.values)
        chance.shuffle(entities)
        chance.shuffle(values)
        return replace(given, entities=tuple(entities), values=tuple(values))

    assert match_spans(Pair(shuffled(gold), shuffled(predicted))) == match_spans(Pair(gold, predicted))


@settings(max_examples=60, deadline=None)
@given(documents(), documents())
def test_swapping_sides_swaps_missed_and_spurious(gold: Document, predicted: Document) -> None:
    swap = {"missed": "spurious", "spurious": "missed"}
    forward, backward = match_spans(Pair(gold, predicted)), match_spans(Pair(predicted, gold))
    assert Counter(m.kind for m in forward) == Counter(swap.get(m.kind, m.kind) for m in backward)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_gold_against_itself_is_right(gold: Document) -> None:
    assert all(match.kind == "right" for match in match_spans(Pair(gold, gold)))


def test_nothing_against_nothing() -> None:
    empty = Document(id="a", text="")
    assert match_spans(Pair(empty, empty)) == ()
    assert SpanMatch(GOLD.entities[0], None).kind == "missed"
