"""Runs the examples of the trigger rules: names and values of a line are given, its triggers must be found."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.records import Document, Entity, Timex, Zone
from pipeline.rules import Example, Rule
from pipeline.schema import load_schema
from pipeline.stages.entities.rules.triggers import find_triggers
from tests.builders import document


def cases(rules: Iterable[Rule]) -> list[tuple[Rule, str]]:
    """Every example and reject of the rules as a marked line."""
    return [(rule, line) for rule in rules for line in (*map(_marked, rule.examples), *rule.rejects)]


def _marked(example: Example) -> str:
    line = ""
    position = 0
    for mark in example.marks:
        line += f"{example.text[position : mark.start]}[{mark.label}:{mark.text}]"
        position = mark.end
    return line + example.text[position:] + (f" => {example.expected}" if example.expected else "")


def given(line: str, *, zone: str | None = None) -> Document:
    """The document of a marked line, in a zone of its own if one is named; ` => v1 2021-05-05` dates a value."""
    marked, _, dated = line.partition(" => ")
    span, _, day = dated.partition(" ")
    made = document(marked, norms={span: Timex("DATE", day, begin=day, end=day)} if dated else None)
    return made if zone is None else replace(made, zones=(Zone(0, len(made.content), zone),))


def found(made: Document) -> list[Entity]:
    """The triggers found in a document whose names are given."""
    return find_triggers(made, [entity for entity in made.entities if entity.label in load_schema().names])


def expected(made: Document) -> list[Entity]:
    """The triggers marked in the document."""
    return [entity for entity in made.entities if entity.label in load_schema().triggers]


def shown(triggers: Iterable[Entity]) -> list[tuple[str, str]]:
    """Label and text, to compare by."""
    return [(trigger.label, trigger.text) for trigger in triggers]
