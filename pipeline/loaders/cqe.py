"""The test sets of CQE (Almasian et al. 2023, https://aclanthology.org/2023.emnlp-main.793): NewsQuant and R-Quants.

A file is a JSON list of sentences, `{"text", "quantities": [{"value", "normalized_unit", "change"?, …}, …]}`.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.loaders.common.files import expecting, read_list
from pipeline.records import Amount, Document, Value

_EXPECTED = "a JSON list of sentences with 'text' and 'quantities'"
_NO_UNIT = "-"
_NUMBER = r"-?\d+(?:\.\d+)?(?:E-?\d+)?"
_VALUE = re.compile(rf"(?P<lower>{_NUMBER})(?:\s*-\s*(?P<upper>{_NUMBER}))?")


def load(path: Path) -> Iterator[Document]:
    """One document a sentence.

    The sets do not say where in its sentence a quantity stands: each value spans the whole of it. All are QUANTITY;
    `unit` is the set's name of the unit (null for '-'), and `comparator` is the set's `change`: `=` `~` `>` `<` as
    ours, or `up` and `down`; R-Quants has none, so that all are `=`. Raises InputError if the file cannot be read,
    FormatError that names the sentence for what is not of this form.
    """
    for number, place, sentence in read_list(path, "sentence", _EXPECTED):
        with expecting(place, _EXPECTED):
            document = _document(f"{path.stem}-{number}", sentence)
        yield document


def _document(name: str, sentence: Mapping[str, Any]) -> Document:
    text = sentence["text"]
    values = tuple(
        Value(id=f"v{number}", start=0, end=len(text), label="QUANTITY", text=text, norm=_amount(quantity))
        for number, quantity in enumerate(sentence["quantities"], 1)
    )
    return Document(id=name, text=text, sentences=((0, len(text)),), values=values)


def _amount(quantity: Mapping[str, str]) -> Amount:
    value, unit = _VALUE.fullmatch(quantity["value"].strip()), quantity["normalized_unit"]
    if value is None:
        raise ValueError(f"the value {quantity['value']!r} is neither a number nor a range 'a-b'")
    return Amount(
        amount=Decimal(value["lower"]),
        comparator=quantity.get("change", "="),
        upper=Decimal(value["upper"]) if value["upper"] else None,
        unit=None if unit == _NO_UNIT else unit,
    )
