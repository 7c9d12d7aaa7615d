from decimal import Decimal

import pytest

from pipeline.benchmark.nouns import load_nouns, singular
from pipeline.rules import read_toml

NOUNS = load_nouns(read_toml("benchmark/quantities.toml")["nouns"])


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("40 workers left", "worker"),
        ("40 young workers left", "young worker"),
        ("3 of the 40 workers left", "worker"),
        ("12-member team", "member team"),
        ("20 most expensive hotels in town", "expensive hotel"),
        ("6 largest ports", "large port"),
        ("30 sports clubs agree", "sports club"),
        ("14 people, 3 of them", "people"),
        ("2 countries", "country"),
        ("7 times since May", "count"),
        ("5.", None),
        ("5 of them", None),
        ("5 and more", None),
        ("40 last week", None),
    ],
)
def test_what_a_number_counts(text: str, noun: str | None) -> None:
    number = text.replace("-", " ").partition(" ")[0].rstrip(".,")
    assert NOUNS.after(text, len(number), len(text), Decimal(number)) == noun


def test_the_noun_of_one_ends_before_its_verb() -> None:
    text = "one new accord waives visas"
    assert NOUNS.after(text, 3, len(text), Decimal(1)) == "new accord"


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("houses", "house"),
        ("countries", "country"),
        ("boxes", "box"),
        ("churches", "church"),
        ("women", "woman"),
        ("children", "child"),
        ("losses", "loss"),
        ("crisis", "crisis"),
        ("people", "people"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one
