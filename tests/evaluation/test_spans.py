import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from pipeline.evaluation import Score, evaluate
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.spans import score_attributes, score_entities, score_norms, score_norms_given_spans
from pipeline.records import Amount, Document, Entity, Office, Timex
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
        assert (score.f1 or 0) == pytest.approx(expected[label]["f1-score"])
    for name, theirs in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score")):
        assert (getattr(layer.micro, name) or 0) == pytest.approx(expected["micro avg"][theirs])
        assert (layer.macro[name] or 0) == pytest.approx(expected["macro avg"][theirs])


def test_a_span_is_right_with_its_label_and_both_offsets() -> None:
    gold = document("[PERSON:Ana Ruiz] met [ORG:VNA] in [GPE:Lima] .")
    predicted = document("Ana [PERSON:Ruiz] met [GPE:VNA] in [GPE:Lima] .")
    assert score_entities(Pair(gold, predicted)) == {
        "PERSON": Score(1, 1, 0),
        "ORG": Score(1, 0, 0),
        "GPE": Score(1, 2, 1),
    }


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


def test_attributes_count_over_shared_spans() -> None:
    gold = document("[GPE:Peru] [APPOINTMENT:named] a man, who [VISIT:visited] [GPE:Lima] .", countries={"e1": "PE"})
    named, visited = gold.entities[1:3]
    changed = replace(named, phase="end"), replace(visited, label="MEETING", status="planned")
    predicted = replace(gold, entities=(gold.entities[0], *changed, gold.entities[3]))
    assert score_attributes(Pair(gold, predicted)) == {
        "country": Score(1, 1, 1),
        "status": Score(1, 1, 1),
        "phase": Score(1, 1, 0),
    }
    unnamed = replace(gold, links=replace(gold.links, countries={"e4": "PE"}))
    assert score_attributes(Pair(gold, unnamed))["country"] == Score(2, 2, 0)


def test_defaults_need_not_be_written() -> None:
    gold = document("[GPE:Peru] [APPOINTMENT:named] a man.")
    named = replace(gold.entities[1], status="asserted", phase="begin")
    bare = replace(named, status=None, phase=None)
    written, unwritten = (replace(gold, entities=(gold.entities[0], entity)) for entity in (named, bare))
    assert score_attributes(Pair(written, unwritten)) == {"status": Score(1, 1, 1), "phase": Score(1, 1, 1)}
