"""Normal forms as JSON objects (docs/format.md): numbers are decimal strings in plain notation."""

import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from pipeline.records import Amount, Change, Norm, Office, Timex

_YEAR = r"[\dX]{4}"
_GRAINS = {
    unit: re.compile(pattern)
    for unit, pattern in {
        "second": r"P.*T.*[\dX]S",
        "minute": r"P.*T.*[\dX]M|.*T\d\d:\d\dZ?",
        "hour": r"P.*T.*[\dX]H|.*T\d\dZ?",
        "part of day": r".*T[A-Z]{2}",
        "weekend": rf"P.*[\dX]WE|{_YEAR}-W[\dX]+-WE",
        "day": rf"P.*[\dX]D|{_YEAR}-[\dX]+-[\dX]+|{_YEAR}-W[\dX]+-\d",
        "week": rf"P.*[\dX]W|{_YEAR}-W[\dX]+",
        "month": rf"P.*[\dX]M|{_YEAR}-[\dX]{{2}}",
        "quarter": rf"P.*[\dX]Q|{_YEAR}-Q\d",
        "season": rf"{_YEAR}-(?:SP|SU|FA|WI)",
        "half": rf"{_YEAR}-H\d",
        "year": rf"P.*[\dX]Y|{_YEAR}",
        "decade": r"P.*[\dX]DE|\d{3}",
        "century": r"P.*[\dX]CE|\d{2}",
    }.items()
}
_AMOUNT_KEYS = {"MONEY": ("currency",), "QUANTITY": ("unit",)}


def format_decimal(number: Decimal) -> str:
    """Plain notation without exponent or trailing zeros: Decimal('1.30E+3') → '1300'."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grain(norm: Timex) -> str | None:
    """The unit that a TIMEX3 value is told to: `day` for 2020-12-05 and P3D; null for vague references and none."""
    value = (norm.value or "").rpartition("/")[2]
    if value.endswith("_REF"):
        return None
    return next((unit for unit, pattern in _GRAINS.items() if pattern.fullmatch(value)), None)


def norm_to_dict(norm: Norm, label: str | None = None) -> dict[str, Any]:
    """A normal form as a JSON object.

    `currency` stands only with MONEY and `unit` only with QUANTITY; without a label, where they are known. `counted`
    stands where it is known.
    """
    if not isinstance(norm, Amount):
        return {
            f.name: format_decimal(value) if isinstance(value := getattr(norm, f.name), Decimal) else value
            for f in fields(norm)
        }
    data: dict[str, Any] = {
        "comparator": norm.comparator,
        "amount": format_decimal(norm.amount),
        "upper": None if norm.upper is None else format_decimal(norm.upper),
    }
    optional = {"currency": norm.currency, "unit": norm.unit}
    wanted = (
        _AMOUNT_KEYS.get(label, ()) if label else tuple(key for key, value in optional.items() if value is not None)
    )
    counted = {} if norm.counted is None else {"counted": norm.counted}
    return data | {key: optional[key] for key in wanted} | counted


def norm_from_dict(data: Mapping[str, Any]) -> Norm:
    """The normal form that `norm_to_dict` wrote. Raises TypeError or ValueError for what it cannot have written."""
    for key, value in data.items():
        if not isinstance(value, str | None):
            raise TypeError(f"{key!r} of a norm is {value!r}, expected a string or null")
    if "office" in data:
        return Office(data["office"])
    if "type" in data:
        return Timex(data["type"], data["value"], data.get("mod"), data.get("begin"), data.get("end"))
    if "basis" in data:
        return Change(_decimal(data["amount"]), data["unit"], data["basis"])
    upper = data.get("upper")
    return Amount(
        amount=_decimal(data["amount"]),
        comparator=data.get("comparator", "="),
        upper=None if upper is None else _decimal(upper),
        currency=data.get("currency"),
        unit=data.get("unit"),
        counted=data.get("counted"),
    )


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(f"{text!r} is no finite number")
    return number
