"""Every example and reject of resources/links/*.toml, and the contract of the stage."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.records import Document, Zone
from pipeline.rules import Example, Rule, load_rules, parse_example
from pipeline.stages.links.rules import build
from tests.builders import document

CLUSTER_FILES = ("names", "offices", "events")


def scene(example: Example) -> Document:
    """A document from an example: a first line is its title, what stands before ' – ' its dateline."""
    marked, position = "", 0
    for mark in example.marks:
        if mark.label:
            marked += f"{example.text[position : mark.start]}[{mark.label}:{mark.text}]"
            position = mark.end
    plain = document(marked + example.text[position:])
    title, line, _ = plain.content.partition("\n")
    dateline, dash, _ = plain.content.partition(" – ")
    title_zone = (Zone(0, len(title), "title"),) if line else ()
    return replace(plain, zones=title_zone + ((Zone(0, len(dateline) + 2, "dateline"),) if dash else ()))


def clusters(example: Example, label: str) -> list[list[int]]:
    """Numbers of the marks that are one, counted from 1, of this label (of all, if it is empty)."""
    doc = scene(example)
    links = build()(doc)
    starts = [mark.start for mark in example.marks]
    spans = doc.by_id()
    numbers = [
        [starts.index(spans[id_].start) + 1 for id_ in cluster if label in ("", spans[id_].label)]
        for cluster in links.clusters
    ]
    return sorted(cluster for cluster in numbers if cluster)


def expected_clusters(example: Example) -> list[list[int]]:
    return [[int(number) for number in part.split(" = ")] for part in (example.expected or "").split("; ")]


def pointers(example: Example) -> dict[str, list[str]]:
    doc = scene(example)
    spans = doc.by_id()
    return {doc.content[p.start : p.end]: [spans[id_].text for id_ in p.targets] for p in build()(doc).pointers}


def rules(*files: str) -> Sequence[Rule]:
    return [rule for file in files for rule in load_rules(f"links/{file}.toml").rules]


def examples(*files: str) -> Iterator[object]:
    for rule in rules(*files):
        yield from (pytest.param(rule, example, id=f"{rule.name}: {example.text}") for example in rule.examples)


def rejects(*files: str) -> Iterator[object]:
    for rule in rules(*files):
        yield from (pytest.param(rule, parse_example(line), id=f"{rule.name}: {line}") for line in rule.rejects)


@pytest.mark.parametrize(("rule", "example"), list(examples(*CLUSTER_FILES)))
def test_what_is_one_is_joined(rule: Rule, example: Example) -> None:
    assert clusters(example, rule.label) == expected_clusters(example)


@pytest.mark.parametrize(("rule", "example"), list(rejects(*CLUSTER_FILES)))
def test_what_is_not_one_stays_apart(rule: Rule, example: Example) -> None:
    assert clusters(example, rule.label) == []


@pytest.mark.parametrize(("rule", "example"), list(examples("pointers")))
def test_a_pointer_finds_its_targets(rule: Rule, example: Example) -> None:
    (phrase,) = [mark for mark in example.marks if mark.label is None]
    assert (phrase.start, phrase.end) in [match.span() for match in rule.find(example.text)]
    assert pointers(example).get(phrase.text) == (example.expected or "").split(", ")


@pytest.mark.parametrize(("rule", "example"), list(rejects("pointers")))
def test_an_unclear_phrase_is_no_pointer(rule: Rule, example: Example) -> None:
    found = [match.group() for match in rule.find(example.text)]
    assert not set(found) & set(pointers(example))


def test_countries_are_those_of_country_names_and_nationalities() -> None:
    links = build()(document("[NORP:Norwegian] ships left [GPE:Lima] in [GPE:Peru] for [LOC:Asia] ."))
    assert links.countries == {"e1": "NO", "e3": "PE"}


def test_pointers_stand_in_text_order_without_overlap() -> None:
    doc = document("[GPE:Norway] and [GPE:Peru] signed . The two countries and their ministries trade . They gain .")
    found = build()(doc).pointers
    assert len(found) == 3
    assert all(first.end <= second.start for first, second in pairwise(found))


def test_nobody_is_both_he_and_she() -> None:
    example = parse_example("[PERSON:Omar Diaz] left his ship before she came .")
    assert pointers(example) == {"his": ["Omar Diaz"]}
