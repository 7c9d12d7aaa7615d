import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.loaders.cqe import load
from pipeline.records import Amount

TEXT = "Output fell 2.5 percent to 3 to 4 tons."


def write(folder: Path, *quantities: dict[str, str], text: str | None = TEXT) -> Path:
    path = folder / "small.json"
    path.write_text(json.dumps([{"text": "None here.", "quantities": []}, {"text": text, "quantities": quantities}]))
    return path


def quantity(value: str, unit: str = "metric ton", **more: str) -> dict[str, str]:
    return {"value": value, "normalized_unit": unit, **more}


def test_a_document_is_a_sentence(tmp_path: Path) -> None:
    empty, full = load(write(tmp_path, quantity("2.5", "percentage", change="down"), quantity("3.0 - 4.0")))
    assert (empty.id, empty.text, empty.values) == ("small-1", "None here.", ())
    assert [(value.id, value.offsets, value.label) for value in full.values] == [
        ("v1", (0, len(TEXT)), "QUANTITY"),
        ("v2", (0, len(TEXT)), "QUANTITY"),
    ]
    assert [value.norm for value in full.values] == [
        Amount(Decimal("2.5"), "down", unit="percentage"),
        Amount(Decimal(3), "=", Decimal(4), unit="metric ton"),
    ]


@pytest.mark.parametrize(
    ("value", "lower", "upper"),
    [
        ("-5", "-5", None),
        ("1.99E-29", "1.99E-29", None),
        ("1.0-1.5", "1.0", "1.5"),
        ("-2 - -1", "-2", "-1"),
        ("36040.0-34935.0", "36040.0", "34935.0"),
    ],
)
def test_values_are_numbers_or_ranges(tmp_path: Path, value: str, lower: str, upper: str | None) -> None:
    _, document = load(write(tmp_path, quantity(value, "-")))
    assert document.values[0].norm == Amount(Decimal(lower), "=", None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (quantity("many"), r"small\.json: sentence 2: the value 'many' is neither"),
        ({"value": "1"}, r"small\.json: sentence 2: the key 'normalized_unit' is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        list(load(write(tmp_path, wrong)))


def test_what_is_no_list_of_sentences_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_text("[")
    with pytest.raises(FormatError, match=r"small\.json: .*expected a JSON list of sentences"):
        list(load(path))
    with pytest.raises(InputError, match=r"gone\.json: No such file"):
        list(load(tmp_path / "gone.json"))
