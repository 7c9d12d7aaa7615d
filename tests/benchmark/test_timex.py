from pathlib import Path

from pipeline.benchmark.config import read_benchmark
from pipeline.benchmark.tasks.timex import METRICS, score
from pipeline.evaluation.matching import Pair
from pipeline.resources import project_file
from tests.builders import document


def test_the_metrics_are_those_of_the_scorer() -> None:
    plain = document("It rained.")
    assert set(score(Pair(plain, plain))) == set(METRICS)


def test_the_config_is_of_this_task() -> None:
    found = read_benchmark(Path(project_file("configs/benchmark/timex.cfg")))
    assert found.task.metrics == METRICS
    assert {system.name for system in found.systems} == {
        "factwire", "factwire_timeml", "heideltime", "recognizers", "dateparser"}  # fmt: skip
    assert [each.name for each in found.sets] == ["te3_platinum", "timebank", "meantime"]
