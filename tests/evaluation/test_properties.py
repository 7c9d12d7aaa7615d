"""What must hold for any gold and any predictions."""

import random
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation import Report, Score, evaluate
from pipeline.evaluation.arcs import score_arcs
from pipeline.evaluation.matching import Pair
from pipeline.records import Document, Links
from tests.evaluation.corpora import documents

few = settings(max_examples=60, deadline=None)


def scores(report: Report) -> dict[str, dict[str, Score]]:
    return {name: dict(layer.labels) for name, layer in report.layers.items()}


def swapped(score: Score) -> Score:
    return Score(score.predicted, score.gold, score.right)


@few
@given(documents())
def test_gold_against_itself_is_perfect(gold: Document) -> None:
    report = evaluate([gold], [gold])
    for layer in report.layers.values():
        assert all(score.gold == score.predicted == score.right for score in layer.labels.values())
    assert report.layers["entities"].micro.gold == len(gold.entities)
    assert report.layers["values"].micro.gold == len(gold.values)
    assert report.layers["facts"].micro.gold == len(gold.facts)


@few
@given(documents(), documents())
def test_swapping_sides_swaps_precision_and_recall(gold: Document, predicted: Document) -> None:
    forward, backward = scores(evaluate([gold], [predicted])), scores(evaluate([predicted], [gold]))
    assert backward == {
        name: {label: swapped(score) for label, score in labels.items()} for name, labels in forward.items()
    }


@few
@given(documents(), documents())
def test_no_more_is_right_than_either_side_holds(gold: Document, predicted: Document) -> None:
    for layer in evaluate([gold], [predicted]).layers.values():
        assert all(0 <= score.right <= min(score.gold, score.predicted) for score in layer.labels.values())


@few
@given(documents("a"), documents("b"), documents("a"), documents("b"), st.randoms(use_true_random=False))
def test_order_changes_nothing(
    first: Document, second: Document, third: Document, fourth: Document, chance: random.Random
) -> None:
    gold, predicted = [first, second], [third, fourth]
    report = evaluate(gold, predicted)
    assert evaluate([shuffled(d, chance) for d in reversed(gold)], [shuffled(d, chance) for d in predicted]) == report


def shuffled(document: Document, chance: random.Random) -> Document:
    def mix(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    links = document.links
    clusters = mix(tuple(mix(cluster) for cluster in links.clusters))
    return replace(
        document,
        entities=mix(document.entities),
        values=mix(document.values),
        links=Links(clusters, dict(mix(tuple(links.countries.items())))),
        relations=mix(document.relations),
        facts=mix(document.facts),
    )


@few
@given(documents(), documents())
def test_the_corpus_is_the_sum_of_its_documents(first: Document, second: Document) -> None:
    second = replace(second, id="b")
    both = evaluate([first, second], [first, replace(first, id="b")])
    alone = evaluate([first], [first]), evaluate([second], [replace(first, id="b")])
    for name, layer in both.layers.items():
        assert layer.micro == alone[0].layers[name].micro + alone[1].layers[name].micro


@few
@given(documents(), documents())
def test_the_count_of_gold_arcs_does_not_depend_on_predictions(gold: Document, predicted: Document) -> None:
    counted = {role: score.gold for role, score in score_arcs(Pair(gold, predicted)).items() if score.gold}
    assert counted == {role: score.gold for role, score in score_arcs(Pair(gold, gold)).items()}


@few
@given(documents(), documents())
def test_labels_sum_to_what_each_side_holds(gold: Document, predicted: Document) -> None:
    layers = evaluate([gold], [predicted]).layers
    for side, document in (("gold", gold), ("predicted", predicted)):
        titles = sum(entity.label == "TITLE" for entity in document.entities)
        for items, names in (
            (len(document.sentences), ("sentences", "sentence_boundaries")),
            (len(document.entities), ("entities", "entities_boundary", "entities_overlap")),
            (len(document.values), ("values", "values_boundary", "values_overlap")),
            (len(document.values) + titles, ("norms",)),
            (len(document.relations), ("arcs_strict",)),
            (len(document.facts), ("facts",)),
        ):
            assert {sum(getattr(score, side) for score in layers[name].labels.values()) for name in names} == {items}


@few
@given(documents(), documents())
def test_layers_of_one_kind_are_ordered(gold: Document, predicted: Document) -> None:
    """Whatever a strict measure finds right, a lenient one does; and parts hold no more than the whole."""
    micro = {name: layer.micro for name, layer in evaluate([gold], [predicted]).layers.items()}
    for spans in ("entities", "values"):
        assert micro[spans].right <= micro[f"{spans}_boundary"].right
        assert micro[spans].right <= micro[f"{spans}_overlap"].right
        assert micro[f"{spans}_types"].right <= micro[f"{spans}_overlap"].right
        assert micro[f"{spans}_types"].gold == micro[f"{spans}_types"].predicted
    assert micro["sentences"].right <= micro["sentence_boundaries"].right
    assert micro["timex_values"].gold == micro["timex_intervals"].gold
    assert micro["arcs_given_spans"].right == micro["arcs"].right
    for side in ("gold", "predicted"):
        within, across, every = (getattr(micro[name], side) for name in ("arcs_within", "arcs_across", "arcs"))
        assert within + across == every >= getattr(micro["arcs_given_spans"], side)
    assert micro["arcs_within"].right + micro["arcs_across"].right <= micro["arcs"].right
