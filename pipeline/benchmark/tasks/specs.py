"""Cases of a specification of dates and times, Recognizers-Text's DateTimeModel: each is right or wrong as a whole.

A case is right where every result that it expects is found, at a place that overlaps its own and with a meaning
equal to one of its resolutions (`pipeline/benchmark/moments.py`), one to one and in any order, and no date or time is
found beside them. Numbers and amounts do not count.

The set was made for assistants. `resources/benchmark/specs.toml` lists the cases that ask for something else than
reading news does, by classes that go by what a case holds, never by what factwire makes of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.align import overlaps
from pipeline.benchmark.moments import agrees
from pipeline.evaluation.matching import Pair, best_total
from pipeline.evaluation.scores import Score
from pipeline.records import Offsets, Timex, Value
from pipeline.rules import read_toml

METRICS = ("all", "kept", "results")
ACCURACIES = frozenset({"all", "kept"})

_FILE = "benchmark/specs.toml"
_LABELS = frozenset({"DATE", "TIME"})


def score(pair: Pair) -> Mapping[str, Score]:
    """The metrics of one case.

    - `all`: the share of right cases; `all/CLASS`: of those that are excluded for that reason.
    - `kept`: the share of right cases among those that no class excludes.
    - `results`: F1 of the results, expected and found.
    """
    expected, found = _results(pair.gold.values), _timexes(pair.predicted.values)
    matched = best_total(expected, found, _same)
    case = Score(1, 1, int(matched == len(expected) == len(found)))
    reason = excluded().get(pair.gold.id.rpartition("-")[2])
    return {
        "all": case,
        "results": Score(len(expected), len(found), matched),
        ("kept" if reason is None else f"all/{reason}"): case,
    }


@lru_cache
def excluded() -> Mapping[str, str]:
    """Number of a case in its file → the class that excludes it."""
    return {str(case): name for name, found in load_classes().items() for case in found["cases"]}


def load_classes() -> Mapping[str, Any]:
    """The classes of `specs.toml`, with their rules and cases."""
    classes: Mapping[str, Any] = read_toml(_FILE)["excluded"]
    return classes


def _results(values: Iterable[Value]) -> Sequence[Sequence[Value]]:
    """The readings of each expected result, which stand at one place."""
    results: dict[Offsets, list[Value]] = {}
    for value in values:
        results.setdefault(value.offsets, []).append(value)
    return list(results.values())


def _timexes(values: Iterable[Value]) -> Sequence[Sequence[Value]]:
    return [(value,) for value in values if value.label in _LABELS]


def _same(expected: Sequence[Value], found: Sequence[Value]) -> int:
    (only,) = found
    return int(overlaps(expected[0].offsets, only.offsets) and any(_agrees(reading, only) for reading in expected))


def _agrees(reading: Value, found: Value) -> bool:
    return isinstance(reading.norm, Timex) and isinstance(found.norm, Timex) and agrees(reading.norm, found.norm)
