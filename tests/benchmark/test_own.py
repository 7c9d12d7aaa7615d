from dataclasses import replace

from pipeline.benchmark.tasks.own import ACCURACIES, METRICS, score
from pipeline.evaluation import HEADLINES, LAYERS, Pair, Score, evaluate
from tests.builders import document

GOLD = document(
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] on [DATE:Monday] .",
    countries={"e3": "PE"},
    arcs=(("e2", "visitor", "e1"), ("e2", "destination", "e3")),
)


def test_every_layer_is_a_metric() -> None:
    assert set(score(Pair(GOLD, GOLD))) == set(LAYERS)
    assert METRICS == HEADLINES
    assert set(METRICS) >= ACCURACIES


def test_layers_are_scored_as_evaluate_does() -> None:
    predicted = replace(GOLD, entities=GOLD.entities[1:], relations=GOLD.relations[1:])
    found, report = score(Pair(GOLD, predicted)), evaluate([GOLD], [predicted])
    assert found == {name: layer.micro for name, layer in report.layers.items()}
    assert found["entities"] == Score(3, 2, 2)
    assert found["arcs"] == Score(2, 1, 1)
