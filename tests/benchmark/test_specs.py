import os
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.benchmark.config import read_benchmark
from pipeline.benchmark.moments import agrees
from pipeline.benchmark.tasks.specs import METRICS, excluded, load_classes, score
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.loaders.recognizers import load
from pipeline.records import Document, Timex, Value
from pipeline.resources import project_file

TEXT = "From Friday to May 3 at noon."
RIGHT, WRONG = Score(1, 1, 1), Score(1, 1, 0)


def value(words: str, *norms: Timex, label: str = "DATE") -> tuple[Value, ...]:
    start = TEXT.index(words)
    return tuple(Value(start=start, end=start + len(words), label=label, text=words, norm=norm) for norm in norms)


def made(*values: Value) -> Document:
    return Document(id="case", text=TEXT, values=values)


def day(date: str, mod: str | None = None) -> Timex:
    return Timex("DATE", date, mod, date, date)


def read(line: str) -> list[Timex]:
    """'kind | timex | mod | begin | end => type | value …', a dash being null."""
    sides = ([None if part == "-" else part for part in side.split(" | ")] for side in line.split(" => "))
    return [Timex(str(kind), *rest) for kind, *rest in sides]


FRIDAY = value("Friday", Timex("date", "XXXX-WXX-5", None, "2016-11-04", "2016-11-04"),
               Timex("date", "XXXX-WXX-5", None, "2016-11-11", "2016-11-11"))  # fmt: skip
MAY = value("May 3", Timex("date", "XXXX-05-03", None, "2016-05-03", "2016-05-03"))


def test_a_case_is_right_when_all_is_found_and_nothing_else() -> None:
    friday, may = value("Friday", day("2016-11-11")), value("May 3", day("2016-05-03"))
    noon = value("noon", Timex("TIME", "T12:00"), label="TIME")
    gold = made(*FRIDAY, *MAY)
    assert score(Pair(gold, made(*may, *friday))) == {"all": RIGHT, "kept": RIGHT, "results": Score(2, 2, 2)}
    assert score(Pair(gold, made(*may)))["all"] == WRONG
    assert score(Pair(gold, made(*may, *friday, *noon))) == {"all": WRONG, "kept": WRONG, "results": Score(2, 3, 2)}
    assert score(Pair(made(), made()))["all"] == RIGHT
    assert score(Pair(made(), made(*may)))["all"] == WRONG


def test_what_stands_elsewhere_is_not_found() -> None:
    assert score(Pair(made(*FRIDAY), made(*value("May 3", day("2016-11-11")))))["all"] == WRONG


def test_numbers_do_not_count() -> None:
    other = value("May 3", day("2016-05-03"), label="CARDINAL")
    assert score(Pair(made(), made(*other)))["all"] == RIGHT


@pytest.mark.parametrize(
    "line",
    [
        "daterange | 2016-09 | - | 2016-09-01 | 2016-10-01 => DATE | 2016-09 | - | 2016-09-01 | 2016-09-30",
        "daterange | (x,y,P18D) | - | 2016-05-04 | 2016-05-22 => DATE | v | - | 2016-05-04 | 2016-05-22",
        "daterange | 2015 | since | 2015-01-01 | - => DATE | 2015 | ON_OR_AFTER | 2015-01-01 | 2015-12-31",
        "daterange | XXXX-05 | before | - | 2016-05-01 => DATE | 2016-05 | BEFORE | 2016-05-01 | 2016-05-31",
        "daterange | 2016 | start | 2016-01-01 | 2016-07-01 => DATE | 2016 | START | 2016-01-01 | 2016-12-31",
        "daterange | 2016 | - | 2016-01-01 | 2016-07-01 => DATE | 2016 | START | 2016-01-01 | 2016-12-31",
        "time | T17 | - | 17:00:00 | 17:00:00 => TIME | 2016-11-07T17:00",
        "datetime | XXXX-WXX-2T09 | - | 2016-11-08 09:00:00 | 2016-11-08 09:00:00 => TIME | 2016-11-08T09:00",
        "timerange | (T15,T17,PT2H) | - | 15:00:00 | 17:00:00 => TIME | 2016-11-07T15:00/2016-11-07T17:00",
        "datetimerange | 2016-11-08TMO | - | 2016-11-08 08:00:00 | 2016-11-08 12:00:00 => TIME | 2016-11-08TMO",
        "timerange | TEV | - | 16:00:00 | 20:00:00 => TIME | 2016-11-07TEV",
        "duration | P1D | - | 86400 | 86400 => DURATION | PT24H",
        "set | T15 | - | not resolved | not resolved => SET | XXXX-XX-XXT15:00",
        "datetime | PRESENT_REF | - | 2016-11-07 00:00:00 | 2016-11-07 00:00:00 => DATE | PRESENT_REF",
    ],
)
def test_the_same_time_in_both_notations(line: str) -> None:
    expected, found = read(line)
    assert agrees(expected, found)


@pytest.mark.parametrize(
    "line",
    [
        "daterange | 2016-09 | - | 2016-09-01 | 2016-10-01 => DATE | 2016 | - | 2016-01-01 | 2016-12-31",
        "daterange | 2015 | since | 2015-01-01 | - => DATE | 2015 | - | 2015-01-01 | 2015-12-31",
        "date | 2015-05-03 | - | 2015-05-03 | 2015-05-03 => DATE | 2015-05-03 | BEFORE | 2015-05-03 | 2015-05-03",
        "datetime | 2016-11-08T09 | - | 2016-11-08 09:00:00 | 2016-11-08 09:00:00 => TIME | 2016-11-07T09:00",
        "time | T05 | - | 05:00:00 | 05:00:00 => TIME | 2016-11-07T17:00",
        "timerange | (T15,T17,PT2H) | - | 15:00:00 | 17:00:00 => TIME | 2016-11-07T15:00",
        "date | 2016-11-08 | - | 2016-11-08 | 2016-11-08 => TIME | 2016-11-08T09:00",
        "duration | P2W | - | 1209600 | 1209600 => DURATION | P2M",
        "set | P1D | - | not resolved | not resolved => DURATION | P1D",
    ],
)
def test_another_time(line: str) -> None:
    expected, found = read(line)
    assert not agrees(expected, found)


def test_the_config_is_of_this_task() -> None:
    found = read_benchmark(Path(project_file("configs/benchmark/specs.cfg")))
    assert found.task.metrics == METRICS
    assert [each.name for each in found.sets] == ["date_time_model"]


DATA = os.environ.get("FACTWIRE_DATA")
with_data = pytest.mark.skipif(DATA is None, reason="FACTWIRE_DATA names no folder with public data sets")


@with_data
def test_every_case_is_read_and_every_exclusion_is_one_of_them() -> None:
    cases = cases_of_the_set()
    assert len(cases) == 985
    by_rule: dict[str, list[int]] = {name: [] for name in load_classes()}
    for number, case in enumerate(cases, 1):
        assert case.id == f"DateTimeModel-{number}"
        first = next((name for name, rule in load_classes().items() if holds(rule, case)), None)
        if first:
            by_rule[first].append(number)
    assert by_rule == {name: rule["cases"] for name, rule in load_classes().items()}


def holds(rule: Mapping[str, Any], case: Document) -> bool:
    """Whether a class has a case by its rule."""
    keys = rule.keys() & {"kind", "timex", "mod", "begin", "text"}
    if not re.search(rule.get("sentence", ""), case.content):
        return False
    said = [(value.text, value.norm) for value in case.values if isinstance(value.norm, Timex)]
    readings = [
        {"kind": norm.type, "timex": norm.value, "mod": norm.mod, "begin": norm.begin, "text": text}
        for text, norm in said
    ]
    return not keys or any(all(re.search(rule[key], reading[key] or "") for key in keys) for reading in readings)


def test_every_class_has_a_reason_and_no_case_has_two() -> None:
    classes = load_classes()
    assert all(rule["reason"] and rule["cases"] == sorted(rule["cases"]) for rule in classes.values())
    assert len(excluded()) == sum(len(rule["cases"]) for rule in classes.values())


def test_an_excluded_case_counts_under_its_class() -> None:
    number, name = next(iter(excluded().items()))
    case = replace(made(), id=f"DateTimeModel-{number}")
    assert set(score(Pair(case, case))) == {"all", f"all/{name}", "results"}


@with_data
def test_gold_agrees_with_itself_in_any_order() -> None:
    """A system that gives a reading of every result as the set writes it is right, but for a zone: that is no date."""
    for case in cases_of_the_set():
        if case.values and case.values[0].text == "pacific timezone":
            continue
        firsts = {each.offsets: each for each in case.values}
        readings = random.Random(1).sample(list(firsts.values()), len(firsts))
        found = [replace(each, label="DATE", norm=as_ours(each.norm)) for each in readings]
        assert score(Pair(case, replace(case, values=tuple(found))))["all"] == RIGHT, case.text


def as_ours(norm: object) -> Timex:
    assert isinstance(norm, Timex)
    kind = (
        norm.type.upper()
        if norm.type in {"duration", "set"}
        else "TIME"
        if norm.type.startswith(("time", "datetime"))
        else "DATE"
    )
    return Timex(kind, norm.value, MODS.get(str(norm.mod).rpartition("-")[2]), norm.begin, norm.end)


MODS = {
    "since": "ON_OR_AFTER",
    "after": "AFTER",
    "before": "BEFORE",
    "until": "ON_OR_BEFORE",
    "start": "START",
    "mid": "MID",
    "end": "END",
    "approx": "APPROX",
    "more": "MORE_THAN",
    "less": "LESS_THAN",
}


def cases_of_the_set() -> list[Document]:
    return list(load(Path(DATA or "") / "timex/recognizers-specs/DateTime-English/DateTimeModel.json"))
