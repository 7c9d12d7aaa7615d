"""quantulum3 (Nielsen and others), MIT licence: quantities with their units, ambiguous ones by a classifier."""
# mypy: disable-error-code="import-not-found,import-untyped"

from collections.abc import Callable, Mapping
from typing import Any

PACKAGE = "quantulum3"
TASKS = ("quantities",)

_NO_UNIT = frozenset({"dimensionless", "unk"})


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it has one task)
    """Its parser for English."""
    from quantulum3 import parser

    return lambda text, _: {"values": [convert(quantity) for quantity in parser.parse(text)]}


def convert(quantity: Any) -> dict[str, Any]:
    """A quantity of quantulum3 as a value. It gives a range as its middle and an uncertainty: here are its ends.

    Its offsets are sometimes one off, and then one before the text.
    """
    start, end = quantity.span
    kind, unit = quantity.unit.entity.name, quantity.unit.name
    label = "MONEY" if kind == "currency" else "PERCENT" if unit == "percentage" else "QUANTITY"
    spread = quantity.uncertainty or 0
    norm = {
        "comparator": "=",
        "amount": str(quantity.value - spread),
        "upper": str(quantity.value + spread) if spread else None,
        "unit": None if unit in _NO_UNIT else unit,
    }
    return {"start": max(start, 0), "end": end, "label": label, "norm": norm}
