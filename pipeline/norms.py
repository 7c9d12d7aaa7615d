"""Normal forms as JSON objects (docs/format.md): numbers are decimal strings in plain notation."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from pipeline.records import Amount, Change, Norm, Office, Timex

_AMOUNT_KEYS = {"MONEY": ("currency",), "QUANTITY": ("unit",)}


def format_decimal(number: Decimal) -> str:
    """Plain notation without exponent or trailing zeros: Decimal('1.30E+3') → '1300'."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


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
