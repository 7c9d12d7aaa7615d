import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from pipeline.evaluation import Score, evaluate
from pipeline.evaluation.spans import score_boundary, score_overlap, score_strict, score_types
from pipeline.records import Document, Entity
from tests.builders import document
from tests.evaluation.corpora import TEXT, TOKENS

LABELS = ["PERSON", "ORG", "GPE"]


def random_tags(chance: random.Random, length: int) -> list[str]:
    """A row of IOB2 tags."""
    tags = ["O"]
    while len(tags) <= length:
        before = tags[-1]
        choices = ["O", *(f"B-{label}" for label in LABELS)]
        tags.append(chance.choice(choices if before == "O" else [*choices, f"I-{before[2:]}", f"I-{before[2:]}"]))
    return tags[1:]


def tagged(document_id: str, tags: list[str]) -> Document:
    entities: list[Entity] = []
    for (start, end), tag in zip(TOKENS, tags, strict=True):
        if tag.startswith("B-"):
            entities.append(Entity(start=start, end=end, label=tag[2:], text=TEXT[start:end]))
        elif tag.startswith("I-"):
            last = entities.pop()
            entities.append(replace(last, end=end, text=TEXT[last.start : end]))
    numbered = tuple(replace(entity, id=f"e{entity.start}") for entity in entities)
    return Document(id=document_id, text=TEXT, entities=numbered)


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_agrees_with_seqeval(chance: random.Random, size: int) -> None:
    gold, predicted = ([random_tags(chance, len(TOKENS)) for _ in range(size)] for _ in range(2))
    assume(any(tag != "O" for tags in (*gold, *predicted) for tag in tags))
    layer = evaluate(
        [tagged(f"d{index}", tags) for index, tags in enumerate(gold)],
        [tagged(f"d{index}", tags) for index, tags in enumerate(predicted)],
    ).layers["entities"]
    expected = classification_report(gold, predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    for label, score in layer.labels.items():
        assert score.gold == expected[label]["support"]
    for name, theirs in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score")):
        for label, score in layer.labels.items():
            assert (getattr(score, name) or 0) == pytest.approx(expected[label][theirs])
        assert (getattr(layer.micro, name) or 0) == pytest.approx(expected["micro avg"][theirs])
        assert (layer.macro[name] or 0) == pytest.approx(expected["macro avg"][theirs])


def test_a_span_is_right_with_its_label_and_both_offsets() -> None:
    gold = document("[PERSON:Ana Ruiz] met [ORG:VNA] in [GPE:Lima] .")
    predicted = document("Ana [PERSON:Ruiz] met [GPE:VNA] in [GPE:Lima] .")
    assert score_strict(gold.entities, predicted.entities) == {
        "PERSON": Score(1, 1, 0),
        "ORG": Score(1, 0, 0),
        "GPE": Score(1, 2, 1),
    }


def test_boundaries_count_under_any_label() -> None:
    gold = document("[PERSON:Ana Ruiz] met [ORG:VNA] in [GPE:Lima] .")
    predicted = document("Ana [PERSON:Ruiz] met [GPE:VNA] in [GPE:Lima] .")
    assert score_boundary(gold.entities, predicted.entities) == {"any": Score(3, 3, 2)}


def test_an_overlap_with_the_label_is_right_once() -> None:
    gold = document("[PERSON:Ana Ruiz] met [ORG:VNA staff] in [GPE:Lima] .")
    predicted = document("[PERSON:Ana] [PERSON:Ruiz] met [GPE:VNA] [ORG:staff] in Lima [GPE:.]")
    assert score_overlap(gold.entities, predicted.entities) == {
        "PERSON": Score(1, 2, 1),
        "ORG": Score(1, 1, 1),
        "GPE": Score(1, 2, 0),
    }


def test_as_many_overlaps_as_can_be_are_right() -> None:
    """The longest overlap goes to the first span of gold, and would leave the second one alone."""
    gold = document("[ORG:Lima Press Club] [ORG:of Peru] .")
    predicted = document("[ORG:Lima] [ORG:Press Club of] Peru .")
    assert score_overlap(gold.entities, predicted.entities) == {"ORG": Score(2, 2, 2)}


def test_types_count_over_aligned_spans() -> None:
    gold = document("[PERSON:Ana Ruiz] met [ORG:VNA staff] in [GPE:Lima] and [GPE:Ica] .")
    predicted = document("Ana [PERSON:Ruiz] met [GPE:VNA] [ORG:staff] in [GPE:Lima] and Ica [GPE:.]")
    assert score_types(gold.entities, predicted.entities) == {
        "PERSON": Score(1, 1, 1),
        "ORG": Score(1, 1, 1),
        "GPE": Score(1, 1, 1),
    }
    shorter = document("Ana [ORG:Ruiz] met [GPE:VNA] staff in Lima and Ica .")
    assert score_types(gold.entities, shorter.entities) == {
        "PERSON": Score(1, 0, 0),
        "ORG": Score(1, 1, 0),
        "GPE": Score(0, 1, 0),
    }


def test_of_equal_overlaps_the_first_counts() -> None:
    gold = document("[ORG:Peru Lima] .")
    predicted = document("[GPE:Peru] [ORG:Lima] .")
    expected = {"ORG": Score(1, 0, 0), "GPE": Score(0, 1, 0)}
    assert score_types(gold.entities, predicted.entities) == expected
    assert score_types(gold.entities, predicted.entities[::-1]) == expected
