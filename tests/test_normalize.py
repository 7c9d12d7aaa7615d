import subprocess
import sys

import pytest

import pipeline
from pipeline.errors import FormatError
from pipeline.records import Amount, Timex


def test_values_with_their_normal_forms() -> None:
    text = "Leaders will meet after Tet and on December 12; trade rose by 5 million dollars last week."
    found = [(value.text, value.norm) for value in pipeline.normalize(text, "2020-12-05")]
    tet, day, money, week = found
    assert tet == ("Tet", Timex("DATE", "2021-02-12", None, "2021-02-12", "2021-02-12"))
    assert day == ("December 12", Timex("DATE", "2020-12-12", None, "2020-12-12", "2020-12-12"))
    assert isinstance(money[1], Amount)
    assert (money[0], money[1].currency) == ("5 million dollars", "USD")
    assert week == ("last week", Timex("DATE", "2020-W48", None, "2020-11-23", "2020-11-29"))


def test_it_can_be_called_again_and_with_another_profile() -> None:
    text = "They met in the past two years."
    assert [value.text for value in pipeline.normalize(text, "2020-12-05")] == ["past two years"]
    assert [value.text for value in pipeline.normalize(text, "2020-12-05", profile="timeml")] == ["the past two years"]


def test_what_cannot_be_resolved_keeps_its_span() -> None:
    (value,) = pipeline.normalize("They met last week.")
    assert (value.text, value.norm) == ("last week", Timex("DATE", None))


def test_a_document_date_that_is_none() -> None:
    with pytest.raises(FormatError, match="'yesterday'"):
        pipeline.normalize("They met last week.", "yesterday")


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import pipeline, sys; print([name for name in sys.modules if name.startswith('pipeline.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
