from pathlib import Path

import pytest
import spacy

from pipeline.errors import ConfigError
from pipeline.stages.entities.spacy import SpacyRecognizer, build
from tests.builders import document


@pytest.fixture
def package(tmp_path: Path) -> str:
    """A package whose recognizer is a list of phrases."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "GPE", "pattern": [{"TEXT": "the"}, {"TEXT": "Philippines"}, {"TEXT": "'"}]},
            {"label": "GPE", "pattern": [{"TEXT": "Peru"}, {"TEXT": "'"}, {"TEXT": "s"}]},
            {"label": "FIRM", "pattern": "Acme"},
            {"label": "VISIT", "pattern": "visited"},
            {"label": "DATE", "pattern": "Monday"},
            {"label": "LOC", "pattern": "the"},
        ]
    )
    nlp.to_disk(tmp_path / "phrases")
    return str(tmp_path / "phrases")


def found(recognizer: SpacyRecognizer, text: str) -> list[tuple[str, str]]:
    given = document(text)
    entities = recognizer(given)
    assert all(given.content[entity.start : entity.end] == entity.text for entity in entities)
    return [(entity.label, entity.text) for entity in entities]


def test_takes_our_names_without_articles_and_possessives(package: str) -> None:
    text = "Acme moved Monday. It visited the Philippines' port and Peru's capital."
    assert found(build(package), text) == [("VISIT", "visited"), ("GPE", "Philippines"), ("GPE", "Peru")]


def test_nothing_is_left_of_an_article(package: str) -> None:
    assert found(build(package, {"LOC": "LOC"}), "the end") == []


def test_a_label_map_renames(package: str) -> None:
    recognizer = build(package, {"FIRM": "ORG"})
    assert found(recognizer, "Acme is in Peru's capital.") == [("ORG", "Acme")]


def test_triggers_are_asserted(package: str) -> None:
    (entity,) = build(package)(document("They visited."))
    assert (entity.status, entity.phase, entity.score) == ("asserted", None, None)
    assert entity.found_by == "spacy.en_pipeline"


def test_only_sentences_are_read(package: str) -> None:
    assert build(package)(document("")) == ()


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"FIRMS": "ORG"}, "has no label 'FIRMS'"),
        ({"FIRM": "COMPANY"}, "'COMPANY' is not one of"),
        ({}, "none of the labels"),
    ],
)
def test_a_wrong_label_map_is_a_config_error(package: str, labels: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build(package, labels)


def test_a_package_without_recognizer_is_a_config_error(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="has no named entity recognizer"):
        build(str(tmp_path / "blank"))


def test_the_small_english_package() -> None:
    recognizer = build()
    assert recognizer.nlp.pipe_names == ["tok2vec", "ner"]
    labels = {"PERSON", "NORP", "GPE", "LOC", "FAC", "ORG", "EVENT"}
    assert recognizer.labels == {label: label for label in labels}
    text = "Angela Merkel flew to Paris on Monday for talks with French ministers."
    assert found(recognizer, text) == [("PERSON", "Angela Merkel"), ("GPE", "Paris"), ("NORP", "French")]
