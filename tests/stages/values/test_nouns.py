from decimal import Decimal

import pytest

from pipeline.stages.values.rules.nouns import load_nouns, singular

NOUNS = load_nouns()


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("40 workers left", "worker"),
        ("40 young workers left", "young worker"),
        ("3 of the 40 workers left", "worker"),
        ("12-member team", "member team"),
        ("20 most expensive hotels in town", "expensive hotel"),
        ("6 largest ports", "largest port"),
        ("30 sports clubs agree", "sports club"),
        ("14 people, 3 of them", "people"),
        ("2 countries", "country"),
        ("7 times since May", "time"),
        ("8 U.S. marines died", "U.S. marine"),
        ("2 US aides left", "US aide"),
        ("350 of its more than 2,000 jobs", "job"),
        ("12 new species", "new species"),
        ("6-speed gearboxes", "speed gearbox"),
        ("50 drug-related crimes", "drug-related crime"),
        ("4 remaining ports", "port"),
        ("35-year-old farmer", "year"),
        ("2 more after that", None),
        ("3 of the four", None),
        ("2 crises", "crisis"),
        ("2 Joint Bureaus", "Joint Bureau"),
        ("168 remains", "remains"),
        ("5.", None),
        ("5 of them", None),
        ("5 and more", None),
        ("40 last week", None),
    ],
)
def test_what_a_number_counts(text: str, noun: str | None) -> None:
    number = text.replace("-", " ").partition(" ")[0].rstrip(".,")
    assert NOUNS.after(text, len(number), len(text), Decimal(number)) == noun


@pytest.mark.parametrize(
    ("text", "noun"),
    [("6-party talks", "party"), ("40-strong delegation", "delegation"), ("300-plus delegates", "delegate")],
)
def test_a_number_with_a_hyphen_counts_the_next_word(text: str, noun: str) -> None:
    number = text.partition("-")[0]
    assert NOUNS.counted(text, len(number), len(text), Decimal(number)) == noun


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
