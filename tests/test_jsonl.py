import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.errors import FormatError
from pipeline.jsonl import (
    document_from_dict,
    document_to_dict,
    dump,
    read_documents,
    write_documents,
)
from pipeline.norms import format_decimal, norm_from_dict, norm_to_dict
from pipeline.records import Amount, Change, Document, Norm, Office, Timex
from tests.strategies import documents


@given(documents())
def test_a_document_survives_the_round_trip_with_origin_and_score(document: Document) -> None:
    line = dump(document_to_dict(document))
    again = document_from_dict(json.loads(line))
    assert again == document
    assert dump(document_to_dict(again)) == line


@pytest.mark.parametrize(
    ("number", "plain"),
    [("1.30E+3", "1300"), ("815500000", "815500000"), ("-12.20", "-12.2"), ("0.0", "0"), ("1E-7", "0.0000001")],
)
def test_decimals_are_written_in_plain_notation(number: str, plain: str) -> None:
    assert format_decimal(Decimal(number)) == plain


@pytest.mark.parametrize(
    "norm",
    [
        Timex("DATE", "2020-H1", None, "2020-01-01", "2020-06-30"),
        Amount(Decimal("1.1"), "~", Decimal("1.2"), currency="USD"),
        Amount(Decimal(120000), unit="t"),
        Office("Prime Minister"),
        Change(Decimal("-12.2"), "%", "year-on-year"),
    ],
)
def test_every_normal_form_is_read_back(norm: Norm) -> None:
    assert norm_from_dict(norm_to_dict(norm)) == norm


def test_currency_stands_only_with_money_and_unit_only_with_quantity() -> None:
    assert "currency" not in norm_to_dict(Amount(Decimal(2)), "CARDINAL")
    assert norm_to_dict(Amount(Decimal(2), currency="USD"), "MONEY")["currency"] == "USD"
    assert norm_to_dict(Amount(Decimal(2)), "QUANTITY")["unit"] is None


def test_reading_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_documents(file, iter([Document(id="a", text="x")]))
        file.write("\n{broken\n")
    reading = read_documents(path)
    assert next(reading).id == "a"
    with pytest.raises(FormatError, match=r"documents\.jsonl:3: not valid JSON"):
        next(reading)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", "found list, expected one JSON object"),
        ("[" * 100_000, "not valid JSON"),
        ('{"id": "a", "text": "\\ud83d"}', "surrogates not allowed"),
        ('{"id": "a", "text": "x", "sentences": [[0, Infinity]]}', "cannot convert float infinity"),
        ('{"text": "x"}', "key 'id' is missing"),
        ('{"id": "a", "text": "x", "sentences": [[0]]}', "not enough values"),
        ('{"id": "a", "text": "x", "links": {"clusters": [[["e1"]]]}}', "is no string"),
        ('{"id": "a", "text": "x", "links": {"countries": {"e1": 3}}}', "3 is no string"),
        ('{"id": "a", "text": "x", "zones": [[0, null, "title"]]}', "NoneType"),
        ('{"id": "a", "text": "x", "created": 2020}', "'created' is 2020, expected str"),
        ('{"id": "a", "text": "x", "schema_version": 99}', "schema_version is 99"),
        ('{"id": "a", "text": "x", "values": [{"id": "v1", "start": 0, "end": 1, "label": "CARDINAL", "text": "x", '
         '"norm": {"amount": "many"}}]}', "ConversionSyntax"),
        ('{"id": "a", "text": "x", "values": [{"id": "v1", "start": 0, "end": 1, "label": "CARDINAL", "text": "x", '
         '"norm": {"amount": "NaN"}}]}', "'NaN' is no finite number"),
        ('{"id": "a", "text": "x", "values": [{"id": "v1", "start": 0, "end": 1, "label": "CARDINAL", "text": "x", '
         '"norm": {"amount": 5}}]}', "'amount' of a norm is 5, expected a string"),
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_refused(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(FormatError, match=message) as caught:
        list(read_documents(path))
    assert "gold.jsonl:1" in str(caught.value)


def test_countries_may_stand_on_the_entities_alone() -> None:
    entity = {"id": "e1", "start": 0, "end": 4, "label": "GPE", "text": "Laos", "country": "LA"}
    document = document_from_dict({"id": "a", "text": "Laos", "entities": [entity]})
    assert document.links.countries == {"e1": "LA"}
