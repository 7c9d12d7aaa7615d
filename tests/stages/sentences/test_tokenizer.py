"""Tokens: every rule's examples, and spaCy's English tokenizer as an oracle on sentences of our own."""

import pytest
import spacy

from pipeline.rules import Example, load_rules
from pipeline.stages.sentences.rules.tokenizer import build_tokenizer

BOOK = load_rules("sentences/tokens.toml")
TOKENIZER = build_tokenizer(BOOK, ("Mr", "Gen", "Nov", "No"))

AGREED = (
    "The Peru-Chile Inter-Governmental Committee held its 31st session on August 14-16.",
    "Peru's ministers don't think we're late, they said; it can't be.",
    'The U.S. envoy said: "We\'ll give 2,400 stipends (worth $1.9 million) by 5 p.m."',
    "Trade fell 3.7% to 640.5 million USD… and the countries’ leaders met.",
    "Write to ann.lee@example.org or see https://example.org/a?b=1, please.",
    "Mr. Okafor and Gen. Silva cannot come -- they haven't been told.",
    "COVID-19 hit the five-year plan; O'Neill's team, AT&T and the rock'n'roll club agreed...",
    "In the 1990s they met at 10:30 with 25/30 members.",
)


def tokens(text: str) -> list[str]:
    return [text[start:end] for start, end in TOKENIZER.tokenize(text, (0, len(text)))]


@pytest.mark.parametrize(
    "example", [pytest.param(example, id=rule.name) for rule in BOOK.rules for example in rule.examples]
)
def test_every_rule_finds_the_tokens_of_its_examples(example: Example) -> None:
    found = set(TOKENIZER.tokenize(example.text, (0, len(example.text))))
    assert [mark.text for mark in example.marks if (mark.start, mark.end) not in found] == []


@pytest.mark.parametrize("text", AGREED)
def test_tokens_are_those_of_spacy(text: str) -> None:
    assert tokens(text) == [token.text for token in spacy.blank("en")(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 2019–2020 season", ["the", "2019", "–", "2020", "season"]),
        ("a 25-member team", ["a", "25", "-", "member", "team"]),
        ("U.S.-led talks", ["U.S.", "-", "led", "talks"]),
        ("in 2024./.", ["in", "2024", "./."]),
        ("the region./.", ["the", "region", "./."]),
        ("(Photo: VNA)", ["(", "Photo", ":", "VNA", ")"]),
        ("US$5bn", ["US$", "5", "bn"]),
        ("Việt Nam’s", ["Việt", "Nam", "’s"]),
        ("He said no.", ["He", "said", "no", "."]),
    ],
)
def test_where_spacy_differs_from_ontonotes_or_from_the_genre(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
