from dataclasses import replace

from pipeline.evaluation import Score
from pipeline.evaluation.attributes import score_attributes
from pipeline.evaluation.matching import Pair
from tests.builders import document


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
