import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rules
from pipeline.errors import RuleError
from pipeline.rules import Mark, alternation, load_rules, parse_example

BOOK = """
[lists]
month = ["May", "January", "Jan", "New Year"]
[patterns]
day = '\\d{1,2}'
[[rule]]
name = "date.month_day"
label = "DATE"
pattern = '(?P<month>{month}) {day}'
resolve = "day"
examples = ["He came on [January 5]. => 2020-01-05"]
rejects = ["January was cold."]
"""


@pytest.fixture
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rules, "PACKAGE", tmp_path)
    return tmp_path


def test_a_rule_has_its_references_expanded_and_its_settings_kept(resources: Path) -> None:
    (resources / "dates.toml").write_text(BOOK, encoding="utf-8")
    (rule,) = load_rules("dates.toml").rules
    assert (rule.name, rule.label, rule.settings) == ("date.month_day", "DATE", {"resolve": "day"})
    assert [match["month"] for match in rule.find("January 5, Jan 17, New  Year 1")] == ["January", "Jan", "New  Year"]
    (example,) = rule.examples
    assert example.text == "He came on January 5."
    assert example.marks == (Mark(11, 20, "January 5", None),)
    assert example.expected == "2020-01-05"


def test_later_files_see_the_lists_of_earlier_ones(resources: Path) -> None:
    (resources / "a.toml").write_text('[lists]\nunit = ["ton"]\n', encoding="utf-8")
    (resources / "b.toml").write_text(
        "[[rule]]\nname = 'x'\npattern = '{unit}'\nexamples = ['a [ton]']\n", encoding="utf-8"
    )
    assert load_rules("a.toml", "b.toml").rules[0].name == "x"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[rule]]\nname = 'x'\npattern = 'a'\n", "rule 'x' has no examples"),
        ("[[rule]]\nexamples = ['a']\n", "a rule has no name"),
        ("[[rule]]\nname = 'x'\npattern = '('\nexamples = ['a']\n", "pattern of rule 'x' cannot be compiled"),
        ("[[rule]]\nname = 'x'\npattern = '{nothing}'\nexamples = ['a']\n", "pattern of rule 'x' cannot be compiled"),
        ("[[rule]]\nname = 'x'\nexamples = ['a']\n" * 2, "two rules are named 'x'"),
        ("[[rule", "not valid TOML"),
    ],
)
def test_a_book_that_cannot_be_used_is_refused(resources: Path, content: str, message: str) -> None:
    (resources / "bad.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        load_rules("bad.toml")
    assert "bad.toml" in str(caught.value)


@pytest.mark.usefixtures("resources")
def test_a_missing_file_is_refused() -> None:
    with pytest.raises(RuleError, match="no such resource file"):
        load_rules("none.toml")


def test_marks_may_carry_labels() -> None:
    example = parse_example("[PERSON:Son] [VISIT:visited] [GPE:Laos]. => visitor(visited, Son)")
    assert example.text == "Son visited Laos."
    assert [(mark.label, mark.start, mark.end) for mark in example.marks] == [
        ("PERSON", 0, 3),
        ("VISIT", 4, 11),
        ("GPE", 12, 16),
    ]
    assert example.expected == "visitor(visited, Son)"


@given(st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1), st.text("ab.", max_size=8))
def test_an_alternation_finds_the_longest_word(words: list[str], text: str) -> None:
    found = re.match(alternation(words), text)
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    assert (found and found[0]) == longest


def test_a_space_of_an_alternation_is_any_white_space() -> None:
    assert re.fullmatch(alternation(["New Year", "New"]), "New \n Year")
