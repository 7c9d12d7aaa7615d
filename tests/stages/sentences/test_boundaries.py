"""Where sentences end: every rule's examples, and cases that no single rule decides."""

import pytest

from pipeline.rules import Example, load_rules
from pipeline.stages.sentences.rules.boundaries import build_boundaries

BOOK = load_rules("sentences/boundaries.toml")
BOUNDARIES = build_boundaries(BOOK)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in BOUNDARIES.split(text, (0, len(text)))]


@pytest.mark.parametrize(
    "example", [pytest.param(example, id=rule.name) for rule in BOOK.rules for example in rule.examples]
)
def test_every_rule_splits_its_examples(example: Example) -> None:
    assert split(example.text) == [mark.text for mark in example.marks]


def test_every_rule_is_a_class_of_words_or_a_cut() -> None:
    kinds = {"starter", "title", "calendar", "capital", "digit", "amount", "lower", "other"}
    for rule in BOOK.rules:
        settings = dict(rule.settings)
        if "cuts" in settings:
            assert set(settings.pop("cuts")) <= {"start", "end"}
        else:
            assert set(settings.pop("before")) <= kinds
        assert set(settings) <= {"words", "stop", "least"}


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. Secretary met Gen. Aye in St. Louis.", "Talks lasted 2.5 hours."],
        ["They signed at 3 p.m. Tuesday.", "No. 7 is the last one."],
        ["He lives in the U.S.", "The firm is in the U.K."],
        ["Trade with Acme Inc. of Ohio grew.", "It fell with Zeta Corp.", "In May it rose."],
        ["“We are ready.”", "The minister left."],
        ["“Are we ready?” he asked.", "“No,” she said."],
        ['She said "Go!" and left.', '"Why?"', "Nobody knew."],
        ["It grew (by 5 pct.) in May.", "(It fell in June.)", "Prices rose."],
        ["The sum was $1.5 million.", "$2 million came from Oslo."],
        ["See www.example.org for more.", "Write to ann.lee@example.org."],
        ["The work ended... but not well.", "Then they left."],
        ["1. The first point is trade.", "2. The second point is aid."],
        ["Mr. J. R. Okafor Jr. came.", "Ms. Li did not."],
        ["Is it true?!", "Yes!!!"],
        ["The talks ended in 2024./."],
        ["The talks ended./.", "The next ones begin."],
        ['They "agreed on it."', "Talks go on."],
        ['He said: "It is done. " ', "They left."],
    ],
    ids=lambda sentences: sentences[0][:30],
)
def test_sentences_stand_apart(sentences: list[str]) -> None:
    assert split(" ".join(sentence.strip() for sentence in sentences)) == [sentence.strip() for sentence in sentences]


def test_a_missing_space_after_a_stop_is_seen() -> None:
    assert split("They met in Oslo.They will meet again.") == ["They met in Oslo.", "They will meet again."]
    assert split("The file a.Txt is here.") == ["The file a.Txt is here."]


def test_other_scripts_have_stops_too() -> None:
    assert split("会谈结束。双方满意。") == ["会谈结束。", "双方满意。"]


def test_white_space_has_no_sentences() -> None:
    assert split("") == split(" \t ") == []
