import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.check import Problem, check_paths
from pipeline.jsonl import document_from_dict, document_to_dict, dump
from pipeline.records import Amount, Timex
from pipeline.stages.facts.assembly import assemble
from tests.builders import document

ROOT = Path(__file__).parents[1]

Json = dict[str, Any]
Break = Callable[[Json], object]


@pytest.fixture
def good() -> Json:
    """A document without any problem."""
    plain = document(
        "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] in [DATE:May 2020] .\n[PERSON:Ruiz] gave [MONEY:5 dollars] .",
        norms={
            "v1": Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31"),
            "v2": Amount(Decimal(5), currency="USD"),
        },
        countries={"e3": "PE"},
        clusters=(("e1", "e4"),),
        arcs=(("e2", "visitor", "e1"), ("e2", "destination", "e3"), ("e2", "date", "v1")),
    )
    return document_to_dict(plain.with_layer("facts", assemble(plain)))


def write(path: Path, *lines: Json) -> Path:
    path.write_text("".join(dump(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_good_file_has_no_problem(good: Json, tmp_path: Path) -> None:
    assert check_paths([write(tmp_path / "good.jsonl", good)]) == []


def entity(number: int, **changes: object) -> Break:
    return lambda data: data["entities"][number - 1].update(changes)


def value(number: int, **changes: object) -> Break:
    return lambda data: data["values"][number - 1]["norm"].update(changes)


def arc(number: int, **changes: object) -> Break:
    return lambda data: data["relations"][number - 1].update(changes)


def fact(**changes: object) -> Break:
    return lambda data: data["facts"][0].update(changes)


def top(**changes: object) -> Break:
    return lambda data: data.update(changes)


def links(**changes: object) -> Break:
    return lambda data: data["links"].update(changes)


CHANGE = {"amount": "-5", "unit": "%", "basis": "yearly"}

BROKEN: dict[str, tuple[Break, str]] = {
    "offsets": (entity(1, start=1), "test e1: text[1:8] is 'na Ruiz', not 'Ana Ruiz'"),
    "outside": (entity(1, end=999), "test e1: (0, 999) is empty or not inside the text of length 57"),
    "empty span": (entity(1, end=0), "test e1: (0, 0) is empty or not inside the text"),
    "entity label": (entity(1, label="MONEY"), "test e1: in entities, label 'MONEY' is not one of AGREEMENT,"),
    "value label": (
        lambda data: data["values"][0].update(label="YEAR"),
        "test v1: in values, label 'YEAR' is not one of CARDINAL,",
    ),
    "overlap": (entity(2, start=4, text="Ruiz visited"), "test e2: 'Ruiz visited' overlaps e1 'Ana Ruiz'"),
    "double id": (entity(2, id="e1"), "test e1: 2 spans have this id"),
    "status of a name": (entity(1, status="planned"), "test e1: status belongs to triggers, this is PERSON"),
    "status": (entity(2, status="maybe"), "test e2: status 'maybe' is not one of asserted, negated, planned"),
    "phase of a visit": (entity(2, phase="end"), "test e2: phase belongs to APPOINTMENT, this is VISIT"),
    "phase": (entity(2, label="APPOINTMENT", phase="middle"), "test e2: phase 'middle' is not one of begin, end"),
    "norm of a name": (entity(1, norm={"office": "x"}), "test e1: a normal form belongs to TITLE, this is PERSON"),
    "wrong type": (entity(1, start="0"), "document 'test': 'start' is '0', expected int"),
    "missing key": (lambda data: data["entities"][0].pop("label"), "document 'test': key 'label' is missing"),
    "comparator": (value(2, comparator="≈"), "test v2: comparator '≈' is not one of <, <=, =, >, >=, ~"),
    "currency": (value(2, currency="USX"), "test v2: currency 'USX' is no ISO 4217 code"),
    "range": (value(2, upper="4"), "test v2: upper 4 is less than amount 5"),
    "timex type": (value(1, type="YEAR"), "test v1: type 'YEAR' is not one of DATE, DURATION, SET, TIME"),
    "interval": (value(1, end="2020-04-30"), "test v1: begin 2020-05-01 is after end 2020-04-30"),
    "unreal date": (value(1, begin="2020-02-30"), "test v1: begin '2020-02-30' is not a real date in ISO 8601"),
    "half an interval": (value(1, end=None), "test v1: end None is not a real date in ISO 8601; give both"),
    "norm of another label": (
        lambda data: data["values"][0].update(norm={"amount": "5"}),
        "test v1: a DATE has the normal form of a date",
    ),
    "two clusters": (links(clusters=[["e1", "e4"], ["e1", "e3"]]), "test e1: stands in 2 clusters"),
    "unknown in cluster": (links(clusters=[["e1", "e9"]]), "test clusters: no span has the id 'e9'"),
    "unknown in pointer": (
        links(pointers=[{"start": 0, "end": 3, "targets": ["e9"]}]),
        "test pointer (0, 3): no span has the id 'e9'",
    ),
    "pointer outside": (
        links(pointers=[{"start": 0, "end": 999, "targets": ["e1"]}]),
        "test pointer (0, 999): is empty or not inside the text",
    ),
    "unknown in countries": (links(countries={"e9": "PE"}), "test countries: no span has the id 'e9'"),
    "country code": (links(countries={"e3": "XX"}), "test e3: country 'XX' is no ISO 3166-1 alpha-2 code"),
    "bloc code": (links(countries={"e3": "EU"}), "test e3: country 'EU' is no ISO 3166-1 alpha-2 code"),
    "country of a person": (links(countries={"e1": "PE"}), "test e1: country belongs to GPE and NORP, this is PERSON"),
    "role": (
        arc(1, label="participant"),
        "test e2 participant e1: the schema has no 'participant' from VISIT to PERSON",
    ),
    "unknown in arc": (arc(1, argument="e9"), "test e2 visitor e9: no span has the id 'e9'"),
    "norm of an arc": (arc(1, norm=CHANGE), "test e2 visitor e1: a change has a norm with amount, unit and basis"),
    "basis": (
        lambda data: data["relations"].append({"head": "v2", "label": "change", "argument": "v2", "norm": CHANGE}),
        "test v2 change v2: basis 'yearly' is not one of",
    ),
    "unknown in fact": (
        lambda data: data["facts"][0]["arguments"]["visitor"][0].update(id="e9"),
        "test f1: no span has the id 'e9'",
    ),
    "fact type": (fact(type="TRIP"), "test f1: type 'TRIP' is not one of AGREEMENT,"),
    "fact role": (fact(arguments={"chair": []}), "test f1: role 'chair' is not one of date, destination,"),
    "fact of another document": (fact(document="other"), "test f1: names the document 'other'"),
    "evidence": (fact(evidence=[[0, 999]]), "test f1: evidence (0, 999) is empty or not inside the text"),
    "trigger of a fact": (fact(trigger={"id": "e9", "text": "x"}), "test f1: no span has the id 'e9'"),
    "hash": (top(text_sha256="0" * 64), f"test text_sha256: is {'0' * 64}, but the text's SHA-256 in UTF-8 is "),
    "no text": (top(text=None), "test text: is null and there is no text_sha256; give one of them"),
    "created": (top(created="2020-13-01"), "test created: '2020-13-01' is not a date such as 2020-12-05"),
    "created with time": (top(created="2020-12-01T10:00"), "test created: '2020-12-01T10:00' is not a date"),
    "sentences in disorder": (
        lambda data: data["sentences"].reverse(),
        "test sentences (0, 35): begins before (36, 57) ends; expected text order without overlaps",
    ),
    "sentence outside": (
        lambda data: data["sentences"].append([57, 60]),
        "test sentences (57, 60): is empty or not inside the text of length 57",
    ),
    "span across sentences": (
        top(sentences=[[0, 5], [5, 57]]),
        "test e1: (0, 8) 'Ana Ruiz' is not inside one sentence",
    ),
    "tokens overlap": (top(tokens=[[0, 5], [3, 8]]), "test tokens (3, 8): begins before (0, 5) ends"),
    "zone kind": (top(zones=[[0, 3, "byline"]]), "test zone (0, 3): kind 'byline' is not one of caption, date_line"),
    "zone outside": (top(zones=[[0, 999, "title"]]), "test zone (0, 999): is empty or not inside the text"),
    "score of a span": (entity(1, score=1.5), "test e1: score 1.5 is no probability; expected 0 to 1"),
    "score of an arc": (arc(1, score=-1), "test e2 visitor e1: score -1.0 is no probability"),
    "version": (top(schema_version=99), "document 'test': schema_version is 99, this factwire reads 1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_problem_is_found_with_its_place(good: Json, name: str, tmp_path: Path) -> None:
    break_it, message = BROKEN[name]
    break_it(good)
    path = write(tmp_path / "broken.jsonl", good)
    errors = [str(problem) for problem in check_paths([path]) if problem.severity == "error"]
    assert any(error.startswith(f"{path}:1: error: {message}") for error in errors), errors


def test_a_text_may_stand_apart(good: Json, tmp_path: Path) -> None:
    good.update(text=None, text_sha256="0" * 64)
    assert check_paths([write(tmp_path / "gold.jsonl", good)]) == []


def test_a_trigger_without_arcs_is_a_warning(good: Json, tmp_path: Path) -> None:
    good.update(relations=[], facts=[])
    path = write(tmp_path / "gold.jsonl", good)
    message = "VISIT 'visited' has no arc; a trigger has at least one argument"
    assert check_paths([path]) == [Problem(path, 1, "test e2", message, "warning")]


def test_lines_are_counted_and_the_others_are_checked(good: Json, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    line = dump(good).encode()
    path.write_bytes(b"\n".join([line, b"", b"{", b"[]", b"\xff", line]) + b"\n")
    assert [(problem.line, problem.message.split(" (")[0]) for problem in check_paths([path])] == [
        (3, "not valid JSON in UTF-8"),
        (4, "found list, expected one JSON object a line"),
        (5, "not valid JSON in UTF-8"),
        (6, "id stands already on line 1"),
    ]


def test_a_folder_is_searched(good: Json, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    broken = write(tmp_path / "deep" / "a.jsonl", good | {"created": "x"})
    (tmp_path / "b.txt").write_text("not looked at")
    assert [problem.path for problem in check_paths([tmp_path])] == [broken]


def test_nothing_to_check_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    problems = check_paths([tmp_path / "empty.jsonl", tmp_path / "folder"])
    assert [problem.message for problem in problems] == ["holds no document", "holds no .jsonl or .cfg file"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "README").write_text("")
    problems = check_paths([tmp_path / name for name in ("b.txt", "README", "none.jsonl", "none")])
    assert [problem.message for problem in problems] == [
        "cannot check a file with the suffix .txt; expected .jsonl or .cfg",
        "cannot check a file without a suffix; expected .jsonl or .cfg",
        "no such file or folder",
        "no such file or folder",
    ]


def test_a_config_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.cfg"
    path.write_text('[pipeline]\nstages = ["s"]\n[stages]\n[stages.s]\n@stages = "sentences.none"\n')
    (problem,) = check_paths([path])
    assert str(problem).startswith(f"{path}: error: there is no stage 'sentences.none'; choose one of: ")


def test_what_is_shipped_is_right() -> None:
    assert check_paths([ROOT / "annotations", ROOT / "configs"]) == []


def test_the_example_of_the_format_is_right(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    data = json.loads(example)
    assert document_to_dict(document_from_dict(data)) == data
    assert check_paths([write(tmp_path / "example.jsonl", data)]) == []
    missing = data.keys() | {key for layer in ("entities", "values", "relations", "facts") for key in data[layer][0]}
    assert sorted(key for key in missing if f"`{key}`" not in page.split("```")[-1]) == ["found_by", "score"]


def test_benchmarks_are_checked_as_such(tmp_path: Path) -> None:
    path = tmp_path / "x.cfg"
    path.write_text('[benchmark]\ntask = "tea"\n[systems]\n[sets]\n')
    (problem,) = check_paths([path])
    assert "'tea'" in problem.message
