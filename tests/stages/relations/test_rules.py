"""Every example of every relation rule, read with both grammars."""

from dataclasses import replace

import pytest

from pipeline.records import Document, Parse
from pipeline.rules import Example, Rule, parse_example
from pipeline.schema import load_schema
from pipeline.stages.parse.spacy import SpacyParser
from pipeline.stages.parse.spacy import build as build_parser
from pipeline.stages.relations.rules import RelationRules, build
from pipeline.stages.relations.rules.units import Codes, split
from tests.stages.relations.examples import read_example

STAGE = build()
EXAMPLES = [(rule, example) for rule in STAGE.book.rules for example in rule.examples]
REJECTS = [(rule, line) for rule in STAGE.book.rules for line in rule.rejects]


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return build_parser()


@pytest.fixture(scope="module", params=["shallow", "dependencies"])
def grammar(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _parse(document: Document, grammar: str, parser: SpacyParser) -> Parse | None:
    return parser(document) if grammar == "dependencies" else None


def _readable(document: Document, stage: RelationRules) -> set[str]:
    spans = document.by_id()
    return {f"{arc.label}({spans[arc.head].text}, {spans[arc.argument].text}, {arc.norm})" for arc in stage(document)}


def _stands_in_for_grammar(rule: Rule, document: Document) -> bool:
    """Whether the pattern of an `adjacent` rule matches where grammar was as good."""
    codes = (Codes(units).text for units in split(document))
    return rule.settings.get("kind") == "adjacent" and any(rule.pattern and rule.pattern.search(text) for text in codes)


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{number}" for number, (rule, _) in enumerate(EXAMPLES)]
)
def test_example(rule: Rule, example: Example, grammar: str, parser: SpacyParser) -> None:
    document = read_example(example)
    document = replace(document, parse=_parse(document, grammar, parser))
    expected = {
        f"{arc.label}({document.by_id()[arc.head].text}, {document.by_id()[arc.argument].text}, {arc.norm})"
        for arc in document.relations
    }
    assert _readable(document, STAGE) == expected
    assert rule.name in {arc.found_by for arc in STAGE(document)} or _stands_in_for_grammar(rule, document)


@pytest.mark.parametrize(("rule", "line"), REJECTS, ids=[rule.name for rule, _ in REJECTS])
def test_reject(rule: Rule, line: str, grammar: str, parser: SpacyParser) -> None:
    document = read_example(parse_example(line))
    document = replace(document, parse=_parse(document, grammar, parser))
    assert rule.name not in {arc.found_by for arc in STAGE(document)}


def test_every_rule_can_fill_its_role() -> None:
    schema = load_schema()
    for rule in (*STAGE.paths, *STAGE.context):
        assert rule.conditions.role in schema.roles[rule.label], rule.name
