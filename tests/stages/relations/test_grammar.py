"""Units, the shallow parser and the paths that are read off a parse."""

import pytest

from pipeline.rules import load_rules, parse_example, read_toml
from pipeline.stages.relations.rules.graph import Graph
from pipeline.stages.relations.rules.shallow import parse_shallow
from pipeline.stages.relations.rules.units import Codes, Unit, contract, split
from pipeline.stages.relations.rules.words import Lexicon, build_lexicon
from tests.stages.relations.examples import read_example

PHRASE = load_rules("relations/codes.toml").compile("{phrase}")
LEXICON: Lexicon = build_lexicon(read_toml("relations/words.toml"))


def _units(line: str) -> tuple[Unit, ...]:
    (units,) = split(read_example(parse_example(line)))
    return contract(units, PHRASE)


def _paths(line: str, start: str, end: str) -> set[str]:
    units = _units(line)
    texts = [unit.text for unit in units]
    tree = parse_shallow(units, LEXICON)
    graph = Graph(tree, tree.lemmas, LEXICON.control)
    return {path for index, path in graph.paths(texts.index(start)) if index == texts.index(end)}


def test_a_title_before_a_name_is_one_unit() -> None:
    units = _units("[NORP:Polish] [TITLE:President] [PERSON:Nowak] spoke.")
    assert [unit.code for unit in units] == ["PERSON", "spoke", "."]


def test_a_comparator_belongs_to_its_amount() -> None:
    units = _units("It reached more than [MONEY:5 dollars].")
    assert [unit.code for unit in units] == ["it", "reached", "MONEY", "."]


def test_a_pointer_stands_on_its_last_token() -> None:
    units = _units("[GPE:Peru] said [POINTER:the country] agreed. => the country = Peru")
    assert [(unit.text, unit.targets[0].text) for unit in units if unit.targets] == [
        ("Peru", "Peru"),
        ("country", "Peru"),
    ]


def test_the_distance_to_another_event_stands_for_nothing() -> None:
    units = _units("[PERSON:Orban] left [DATE:three days] after the vote.")
    assert [unit.text for unit in units if unit.targets] == ["Orban"]


def test_codes_lead_back_to_units() -> None:
    units = _units("[PERSON:Orban] [VISIT:visited] [GPE:Serbia].")
    codes = Codes(units)
    start = codes.text.index("VISIT")
    assert codes.units[codes.between(start, start + len("VISIT"))] == (units[1],)


@pytest.mark.parametrize(
    ("line", "start", "end", "path"),
    [
        ("[PERSON:A] is on a [VISIT:visit] to [GPE:B].", "visit", "A", "<on:be >subject"),
        ("[PERSON:A] is on a [VISIT:visit] to [GPE:B].", "visit", "B", ">to"),
        ("[PERSON:A], who [VISIT:visited] [GPE:B], spoke.", "visited", "A", ">subject"),
        ("[PERSON:A] invited [PERSON:B] to [VISIT:visit] [GPE:C].", "visit", "B", ">subject"),
        ("[PERSON:A] went to [GPE:B] to [VISIT:visit] [GPE:C].", "visit", "A", ">subject"),
        ("[PERSON:A] will [VISIT:visit] [GPE:B] and open [MEETING:talks].", "talks", "A", "<object:open >subject"),
        ("[AGREEMENT:Pact] was signed by [GPE:A] and [GPE:B].", "Pact", "B", "<object:sign >subject"),
        ("The [AGREEMENT:pact] signed by [GPE:A] ended.", "pact", "A", ">acl:sign >subject"),
        ("The [PERSON:A] named by [GPE:B] [VISIT:visited] [GPE:C].", "visited", "A", ">subject"),
        ("To open the [MEETING:talks], [PERSON:A] left.", "talks", "A", "<object:open >subject"),
        ("In [DATE:May], [GPE:A] held [MEETING:talks].", "talks", "May", "<object:hold >in"),
        ("[GPE:A] agreed after [GPE:B] held [MEETING:talks].", "talks", "B", "<object:hold >subject"),
        ("The [VISIT:visit] that [PERSON:A] paid to [GPE:B] ended.", "visit", "A", "<object:pay >subject"),
        ("The [VISIT:visit] that [PERSON:A] was to make to [GPE:B] ended.", "visit", "B", "<object:make >to"),
        ("He left [GPE:B], where he held [MEETING:talks].", "talks", "B", "<object:hold >in"),
        ("[PERSON:A], whom he is to [MEETING:meet] on Monday, spoke.", "meet", "A", ">object"),
        (
            "[PERSON:A], on a [VISIT:visit] to [GPE:B] to open the [MEETING:fair], left.",
            "fair",
            "A",
            "<object:open >subject",
        ),
    ],
)
def test_path(line: str, start: str, end: str, path: str) -> None:
    assert path in _paths(line, start, end)


def test_a_person_is_not_listed_with_a_place() -> None:
    units = _units("Before [MEETING:talks] with [GPE:Peru], [PERSON:Orban] spoke.")
    names = tuple(unit.code for unit in units)
    tree = parse_shallow(units, LEXICON)
    reached = {names[index] for index, path in Graph(tree, names, LEXICON.control).paths(1) if path == ">with"}
    assert reached == {"GPE"}


def test_regular_and_irregular_verb_forms() -> None:
    forms = {
        "carried": "carry",
        "planning": "plan",
        "reaches": "reach",
        "held": "hold",
        "agreed": "agree",
        "paying": "pay",
    }
    assert {form: LEXICON.verbs[form][0] for form in forms} == forms
