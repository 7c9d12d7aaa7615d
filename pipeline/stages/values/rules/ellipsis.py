"""Amounts that leave out their currency or unit: '5 billion dollars, up from 4.5 billion a year earlier'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import Amount, Offsets, Value

RULE = "amount.ellipsis"
"""`found_by` of the values that are completed here."""

_SCALED = re.compile(r"(?i)(?:hundred|thousand|lakh|crore|million|billion|trillion|ml?n|bl?n|tr?n)$")
_COMPARED = re.compile(r"(?i)\b(?:from|against|versus|vs\.?|than|compared\s+(?:to|with))\s+(?:\w+\s+){0,2}$")
_JOINED = re.compile(r"(?i)(?:\b(?:and|to|at|with|or|but|while)|,)\s+(?:\w+\s+){0,2}$")
_RANGE = re.compile(r"\s+to\s+$")
_FROM = re.compile(r"(?i)\bfrom\s+$")
_BARE = re.compile(
    r"\s*(?:$|[.,;:)]|\b(?:in|from|to|and|the|last|this|next|during|for|at|by|against|compared|over|under|on|as|after|while"
    r"|before|previously|(?:a|one|the)\s+(?:year|month|quarter|week|decade)|respectively|earlier|less|more|higher|lower|up|down)\b)"
)
_LOOK_BACK = 40
_ALIKE = 1000
"""How many times as great as the other one of two compared sums may be."""


def complete(values: Sequence[Value], text: str, sentence: Offsets) -> Iterator[Value]:
    """The values of a sentence, bare numbers with the currency or unit of the amount that they go with.

    That is the amount before, where the number has a scale ('700 billion in April') or is compared with it ('from
    100,000'), or the upper end of 'from A to B dollars'.
    """
    amount: Value | None = None
    for index, value in enumerate(values):
        whole = _whole(values, index, amount, text, sentence) if value.label == "CARDINAL" else None
        completed = value if whole is None else _like(value, whole)
        if completed.label in {"MONEY", "QUANTITY", "CARDINAL"}:
            amount = completed
        yield completed


def _whole(values: Sequence[Value], index: int, amount: Value | None, text: str, sentence: Offsets) -> Value | None:
    """The amount whose currency or unit the number at `index` shares; `amount` is the last one before it."""
    value = values[index]
    if not _BARE.match(text, value.end, sentence[1]):
        return None
    scaled = _SCALED.search(value.text) is not None
    following = values[index + 1] if index + 1 < len(values) else None
    if following and _goes_with(value, following, text, scaled=scaled):
        return following
    before = max(sentence[0], value.start - _LOOK_BACK), value.start
    if amount is None or amount.label == "CARDINAL":
        return None
    joined = scaled and amount.label == "MONEY" and _JOINED.search(text, *before)
    return amount if joined or (_COMPARED.search(text, *before) and _alike(value, amount)) else None


def _goes_with(value: Value, following: Value, text: str, *, scaled: bool) -> bool:
    """Whether a number shares the unit of the amount behind it: 'from 3 to 5 percent', '45 and 50 kilometres'."""
    if following.label == "MONEY":
        return scaled and _RANGE.fullmatch(text, value.end, following.start) is not None
    if following.label not in {"PERCENT", "QUANTITY"} or scaled or not _alike(value, following):
        return False
    return _FROM.search(text, max(0, value.start - _LOOK_BACK), value.start) is not None and bool(
        _RANGE.fullmatch(text, value.end, following.start)
    )


def _alike(value: Value, amount: Value) -> bool:
    """Whether a number may be of the same kind as an amount: 'from 15 to 30' scholarships, not dollars."""
    sizes = [abs(each.norm.amount) for each in (value, amount) if isinstance(each.norm, Amount)]
    return min(sizes) * _ALIKE > max(sizes)


def _like(value: Value, whole: Value) -> Value:
    norm, model = value.norm, whole.norm
    if isinstance(norm, Amount) and isinstance(model, Amount):
        norm = replace(norm, currency=model.currency, unit=model.unit)
    return replace(value, label=whole.label, norm=norm, found_by=RULE)
