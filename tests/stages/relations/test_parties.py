"""Parties of agreements that no grammar joins to them."""

import pytest

from pipeline.rules import parse_example
from pipeline.stages.relations.rules import build
from tests.stages.relations.examples import read_example

STAGE = build()
TALKS = "[GPE:Peru=PE] and [GPE:Chile=CL] held talks.\n"


def _parties(text: str, head: str = "pact") -> list[str]:
    document = read_example(parse_example(text))
    spans = document.by_id()
    return sorted(
        spans[arc.argument].text for arc in STAGE(document) if arc.label == "party" and spans[arc.head].text == head
    )


def test_the_two_countries_of_the_sentence_are_parties() -> None:
    assert _parties("Business was good for [GPE:Peru=PE], [GPE:Chile=CL] after the [AGREEMENT:pact].") == [
        "Chile",
        "Peru",
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"{TALKS}He hailed the [AGREEMENT:pact].",
        "[GPE:Peru=PE], [GPE:Chile=CL] and [GPE:Cuba=CU] are far off, said a report on the [AGREEMENT:pact].",
        "[GPE:Peru=PE] is far off, said a report on the [AGREEMENT:pact].",
        "[GPE:Peru=PE] spoke of the [AGREEMENT:pact] in [GPE:Chile=CL].",
    ],
)
def test_other_countries_are_not(line: str) -> None:
    assert _parties(line) == []


def test_companies_make_their_contracts_alone() -> None:
    assert _parties(f"{TALKS}The [AGREEMENT:pact] between [ORG:Andes Bank] and [ORG:Volga Bank] is old.") == [
        "Andes Bank",
        "Volga Bank",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The [AGREEMENT:pact] pleased [ORG:NATO] leaders.",
        "Heads of the ten members of the [ORG:NATO] hailed the [AGREEMENT:pact].",
        "[ORG:NATO] [MEETING:leaders' meeting] ends, [AGREEMENT:pact] out",
        f"{TALKS}All [ORG:NATO] ministers came.\nThe ministers hailed the [AGREEMENT:pact].",
    ],
)
def test_a_bloc_is_party_where_its_members_act(line: str) -> None:
    assert _parties(line) == ["NATO"]


def test_talks_in_an_organisation_are_none_of_its_members() -> None:
    assert _parties("They spoke of [ORG:NATO] [MEETING:talks] and a [AGREEMENT:pact].") == []
