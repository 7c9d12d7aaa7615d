from dataclasses import replace

import pytest

from pipeline.records import Office, Zone
from pipeline.stages.entities.rules.names import find_names
from tests.builders import document


def titles(text: str) -> list[tuple[str, str]]:
    return [
        (name.text, name.norm.office)
        for name in find_names(document(text))
        if name.label == "TITLE" and isinstance(name.norm, Office)
    ]


def offices(text: str) -> list[str]:
    return [title for title, _ in titles(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Peruvian Deputy Prime Minister and Trade Minister Ana Ruiz left.",
            ["Deputy Prime Minister", "Trade Minister"],
        ),
        ("The French minister came.", ["minister"]),
        ("Japan's new foreign minister came.", ["foreign minister"]),
        ("Ana Ruiz, president of Peru, and UN spokeswoman Eva Holm spoke.", ["president", "spokeswoman"]),
        ("He was appointed ambassador to Chile.", ["ambassador"]),
        ("She was prime minister until May.", ["prime minister"]),
        ("Minister for Trade and Industry Eva Holm came.", ["Minister for Trade and Industry"]),
        ("Eva Holm, the minister of science and technology, came.", ["minister of science and technology"]),
        ("Acting Secretary of State Eva Holm and General Ivo Horn came.", ["Acting Secretary of State", "General"]),
        ("ASEAN Secretary-General Eva Holm came.", ["Secretary-General"]),
    ],
)
def test_offices(text: str, found: list[str]) -> None:
    assert offices(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The president left.",
        "The two ministers met.",
        "The Lao leader left.",
        "The foreign ministers of the two countries met.",
        "German and Danish ambassadors left.",
        "They held the foreign ministerial-level meeting.",
        "The meeting began at 3 pm Monday.",
        "Officials met the minister's team.",
        "They head of course to Peru.",
    ],
)
def test_anaphora_and_plurals_are_no_titles(text: str) -> None:
    assert offices(text) == []


def test_a_headline_needs_no_name() -> None:
    plain = document("Foreign minister ends tour\nThe foreign minister left.")
    found = find_names(replace(plain, zones=(Zone(*plain.sentences[0], "title"),)))
    assert [(name.text, name.start) for name in found] == [("Foreign minister", 0)]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Prime Ministers Ana Ruiz and Eva Holm met.", ("Prime Ministers", "Prime Minister")),
        ("Secretaries of State Ana Ruiz and Eva Holm met.", ("Secretaries of State", "Secretary of State")),
        ("Minister of Foreign Affairs Ana Ruiz left.", ("Minister of Foreign Affairs", "Minister of Foreign Affairs")),
    ],
)
def test_the_norm_is_singular(text: str, norm: tuple[str, str]) -> None:
    assert titles(text) == [norm]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Premier Ana Ruiz met her Lao counterpart Kham Souk.", "Premier"),
        ("Premier Ana Ruiz met King Olav Holm. Ruiz also saw her Lao counterpart Kham Souk.", "Premier"),
        ("Her Lao counterpart Kham Souk met Premier Ana Ruiz.", "Premier"),
    ],
)
def test_a_counterpart_repeats_an_office(text: str, office: str) -> None:
    assert ("counterpart", office) in titles(text)


def test_a_counterpart_without_a_name_is_no_title() -> None:
    assert offices("Premier Ana Ruiz met her Lao counterpart.") == ["Premier"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He named Ana Ruiz education minister and Ivo Horn governor.", ["education minister", "governor"]),
        ("The minister of trade, Ana Maria Ruiz, came.", ["minister of trade"]),
        ("Heads of State Ana Ruiz and Eva Holm came.", ["Heads of State"]),
        ("Deputy Envoy for Political Affairs Eva Holm came.", ["Deputy Envoy for Political Affairs"]),
        ("Minister for East Asian Affairs Eva Holm came.", ["Minister for East Asian Affairs"]),
        ("Danish Foreign Minister Prince Olav Holm came.", ["Foreign Minister"]),
        ("The Amir of Qatar saw Defence Minister Amir Holm.", ["Amir", "Defence Minister"]),
    ],
)
def test_offices_given_introduced_and_with_their_field(text: str, found: list[str]) -> None:
    assert offices(text) == found


def test_a_headline_s_modifier_is_no_title() -> None:
    plain = document("CEO summit opens\nThe summit opened.")
    assert find_names(replace(plain, zones=(Zone(*plain.sentences[0], "title"),))) == []
