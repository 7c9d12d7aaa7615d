import pytest

from pipeline.stages.entities.rules.gazetteer import build_gazetteer, load_gazetteer
from pipeline.stages.entities.rules.reading import read
from tests.builders import document


def found(text: str) -> list[tuple[str, str]]:
    return [(name.text, name.label) for name in load_gazetteer().find(read(document(text)))]


def test_the_longest_name_wins() -> None:
    gazetteer = build_gazetteer([("Red", "ORG"), ("Red River", "LOC"), ("Red River Delta", "LOC")])
    names = gazetteer.find(read(document("Rice of the Red River Delta and the Red River feeds them.")))
    assert [name.text for name in names] == ["Red River Delta", "Red River"]


def test_the_first_label_of_a_name_stays() -> None:
    names = build_gazetteer([("Ruritania", "GPE"), ("Ruritania", "ORG")]).find(read(document("Ruritania lost.")))
    assert [name.label for name in names] == ["GPE"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Envoys of Viet Nam and Laos met.", [("Viet Nam", "GPE"), ("Laos", "GPE")]),
        ("The Lao People’s Democratic Republic agreed.", [("Lao People’s Democratic Republic", "GPE")]),
        ("Two Lao and ten Laotians left.", [("Lao", "NORP"), ("Laotians", "NORP")]),
        ("U.S. troops left; the US stayed.", [("U.S.", "GPE"), ("US", "GPE")]),
        ("The DPRK and the ROK talked.", [("DPRK", "GPE"), ("ROK", "GPE")]),
        ("HANOI was calm.", [("HANOI", "GPE")]),
        (
            "Đà Nẵng in Việt Nam, Niš and Tétouan grew.",
            [("Đà Nẵng", "GPE"), ("Việt Nam", "GPE"), ("Niš", "GPE"), ("Tétouan", "GPE")],
        ),
        ("They told us that Usage grew.", []),
        ("Laosian is no word.", []),
        ("ASEAN and the African Union met.", [("ASEAN", "ORG"), ("African Union", "ORG")]),
        ("Germans and Filipinos won.", [("Germans", "NORP"), ("Filipinos", "NORP")]),
    ],
)
def test_find(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names
