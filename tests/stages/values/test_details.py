"""What dates were read against, why some have no value, and what sets and stretches have beside their value."""

import pytest

import pipeline
from pipeline.norms import grain
from pipeline.records import Details, Timex


def known(text: str, created: str | None = "2020-12-05", profile: str = "schema") -> Details | None:
    values = pipeline.normalize(text, created, profile="timeml" if profile == "timeml" else "schema")
    return [value for value in values if isinstance(value.norm, Timex)][-1].details


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("They met on May 3, 2019.", "absolute"),
        ("They met in the 1990s.", "absolute"),
        ("They met on May 3.", "assumed year"),
        ("They met last week.", "document date"),
        ("They met on Monday.", "document date"),
        ("They met on May 3, 2019, and again two days later.", "previous date"),
        ("They met on May 3, 2019, at 5 p.m.", "previous date"),
    ],
)
def test_what_a_date_was_read_against(text: str, resolved: str) -> None:
    assert known(text) == Details(resolved=resolved)


@pytest.mark.parametrize(
    ("text", "created", "reason"),
    [
        ("They met last week.", None, "no document date"),
        ("They met on May 3.", None, "no document date"),
        ("They met on Monday.", None, "no document date"),
        ("They met two hours ago.", "2020-12-05", "no time of the document"),
        ("It was built 3,000 years ago.", "2020-12-05", "beyond the calendar"),
    ],
)
def test_why_there_is_no_value(text: str, created: str | None, reason: str) -> None:
    assert known(text, created) == Details(reason=reason)


def test_sets_and_stretches() -> None:
    assert known("They meet every day.") == Details(quant="EVERY")
    assert known("They meet twice a week.", profile="timeml") == Details(freq="2X")
    assert known("They met in the past two years.", profile="timeml") == Details(
        resolved="document date", begin_point="2018-12-05", end_point="2020-12-05"
    )


@pytest.mark.parametrize("text", ["They met for two days.", "They meet weekly.", "They met recently."])
def test_what_needs_no_details(text: str) -> None:
    assert known(text) is None


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("2020-12-05", "day"),
        ("2020-12-04/2020-12-06", "day"),
        ("P3D", "day"),
        ("2020-W49", "week"),
        ("2020-W49-WE", "weekend"),
        ("2020-12", "month"),
        ("2020-Q3", "quarter"),
        ("2020-H1", "half"),
        ("2020-SU", "season"),
        ("2020", "year"),
        ("P2Y6M", "month"),
        ("199", "decade"),
        ("20", "century"),
        ("2020-12-05T17:30", "minute"),
        ("2020-12-05TEV", "part of day"),
        ("PT2H", "hour"),
        ("PXM", "month"),
        ("PRESENT_REF", None),
        (None, None),
    ],
)
def test_grain(value: str | None, unit: str | None) -> None:
    assert grain(Timex("DATE", value)) == unit
