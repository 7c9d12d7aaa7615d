"""Normal forms as people read them."""

from decimal import Decimal

import pytest

from pipeline.records import Amount, Argument, Change, Norm, Office, Timex
from pipeline.report.norms import describe_argument, format_norm


@pytest.mark.parametrize(
    ("norm", "label", "shown"),
    [
        (Timex("DATE", "2023-11-21/2023-11-23", None, "2023-11-21", "2023-11-23"), "DATE", "2023-11-21..2023-11-23"),
        (Timex("DATE", "2023-11-22", None, "2023-11-22", "2023-11-22"), "DATE", "2023-11-22"),
        (Timex("DATE", "2023", "START", "2023-01-01", "2023-12-31"), "DATE", "2023-01-01..2023-12-31 (START)"),
        (Timex("DURATION", "P5Y", "APPROX"), "DATE", "P5Y (APPROX)"),
        (Timex("DATE", None), "DATE", "DATE"),
        (Amount(Decimal("1.3E+9"), ">", currency="USD"), "MONEY", "> 1300000000 USD"),
        (Amount(Decimal(1100), upper=Decimal(1200), currency="USD"), "MONEY", "1100..1200 USD"),
        (Amount(Decimal(120000), unit="t"), "QUANTITY", "120000 t"),
        (Amount(Decimal("12.20"), "~"), "PERCENT", "~ 12.2 %"),
        (Amount(Decimal(10)), "ORDINAL", "10"),
        (Change(Decimal("-12.2"), "%", "year-on-year"), "PERCENT", "-12.2 %, year-on-year"),
        (Change(Decimal(3), "USD"), "MONEY", "+3 USD"),
        (Office("Prime Minister"), "TITLE", "Prime Minister"),
    ],
)
def test_a_normal_form_is_one_line(norm: Norm, label: str, shown: str) -> None:
    assert format_norm(norm, label) == shown


@pytest.mark.parametrize(
    ("argument", "shown"),
    [
        (Argument("e1", "Laos", country="LA"), "[LA]"),
        (Argument("v1", "ten", Amount(Decimal(10))), "10"),
        (Argument("e2", "Hanoi"), ""),
    ],
)
def test_an_argument_is_described_by_country_or_normal_form(argument: Argument, shown: str) -> None:
    assert describe_argument(argument) == shown
