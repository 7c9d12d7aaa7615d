"""Amounts that leave out their currency or unit: '5 billion dollars, up from 4.5 billion a year earlier'."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import Amount, Offsets, Value

RULE = "amount.ellipsis"
"""`found_by` of the values that are completed here."""

_SCALED = re.compile(r"(?i)(?:hundred|thousand|lakh|crore|million|billion|trillion|(?<![a-z])(?:ml?n|bl?n|tr?n))\b")
_COMPARED = re.compile(r"(?i)\b(?:from|against|versus|vs\.?|than|after|compared\s+(?:to|with))\s+(?:\w+\s+){0,2}$")
_JOINED = re.compile(
    r"(?i)(?:\b(?:and|to|at|with|or|but|while|worth|totall?ing|cost(?:s|ing)?"
    r"|(?:goal|target|sum|total|turnover|revenue|profit|loss|deficit|surplus)\s+of)|,)\s+(?:\w+\s+){0,2}$"
)
_ALTERNATIVE = re.compile(r",?\s+(?:or|and)\s+")
_LISTED = re.compile(r",\s+")
_DIMENSION = re.compile(r"\s?[x×]\s?|\s+by\s+")
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

    That is the amount behind them in 'from A to B dollars', 'A, B or C percent' and 'A by B metres', or the amount
    before, where the number has a scale ('700 billion in April') or is compared with it ('from 100,000').
    """
    amount: Value | None = None
    for value in _with_following(values, text):
        whole = _before(value, amount, text, sentence) if value.label == "CARDINAL" else None
        completed = value if whole is None else _like(value, whole)
        if completed.label in {"MONEY", "QUANTITY", "CARDINAL"}:
            amount = completed
        yield completed


def count_alike(values: Sequence[Value], text: str, sentence: Offsets) -> Iterator[Value]:
    """The values of a sentence, numbers that are compared with one before counting what it counts: 'up from 300'.

    Of several before, that is the one of the most similar size.
    """
    counted: list[Value] = []
    for value in values:
        norm, before = value.norm, (max(sentence[0], value.start - _LOOK_BACK), value.start)
        bare = value.label == "CARDINAL" and isinstance(norm, Amount) and norm.counted is None
        compared = bare and _BARE.match(text, value.end, sentence[1]) and _COMPARED.search(text, *before)
        like = min(counted, key=lambda each: _ratio(value, each), default=None) if compared else None
        made = value if like is None or not _alike(value, like) else _like(value, like)
        if isinstance(made.norm, Amount) and made.norm.counted:
            counted.append(made)
        yield made


def _with_following(values: Sequence[Value], text: str) -> list[Value]:
    """Numbers completed by the amount behind them, from the last one on, so that a whole list of them is."""
    found = list(values)
    for index in range(len(found) - 2, -1, -1):
        value, following = found[index : index + 2]
        if value.label == "CARDINAL" and value.norm is not None and _goes_with(value, following, text):
            found[index] = _like(value, following)
    return found


def _before(value: Value, amount: Value | None, text: str, sentence: Offsets) -> Value | None:
    """The amount before a number whose currency or unit it shares; `amount` is the last one."""
    if amount is None or amount.label == "CARDINAL" or not _BARE.match(text, value.end, sentence[1]):
        return None
    before = max(sentence[0], value.start - _LOOK_BACK), value.start
    joined = _scaled(value) and amount.label == "MONEY" and _JOINED.search(text, *before)
    return amount if joined or (_COMPARED.search(text, *before) and _alike(value, amount)) else None


def _goes_with(value: Value, following: Value, text: str) -> bool:
    """Whether a number shares the unit of the amount right behind it: 'from 3 to 5 percent', '45 or 50 kilometres'."""
    between = value.end, following.start
    scaled = _scaled(value)
    if following.label not in {"MONEY", "PERCENT", "QUANTITY"} or not _alike(value, following):
        return False
    if _RANGE.fullmatch(text, *between):
        if following.label == "MONEY":
            return scaled
        return scaled == _scaled(following) and bool(_FROM.search(text, max(0, value.start - _LOOK_BACK), value.start))
    if scaled or following.label == "MONEY":
        return False
    if following.label == "QUANTITY" and _DIMENSION.fullmatch(text, *between):
        return True
    listed = _LISTED if following.found_by == RULE else _ALTERNATIVE
    return listed.fullmatch(text, *between) is not None


def _scaled(value: Value) -> bool:
    return _SCALED.search(value.text) is not None


def _alike(value: Value, amount: Value) -> bool:
    """Whether a number may be of the same kind as an amount: 'from 15 to 30' scholarships, not dollars."""
    return _ratio(value, amount) < _ALIKE


def _ratio(value: Value, amount: Value) -> float:
    """How many times as great as the smaller one of two amounts the greater one is; infinite if one is unknown or 0."""
    sizes = sorted(abs(each.norm.amount) for each in (value, amount) if isinstance(each.norm, Amount))
    return float(sizes[1] / sizes[0]) if len(sizes) == 2 and sizes[0] else math.inf  # noqa: PLR2004


def _like(value: Value, whole: Value) -> Value:
    norm, model = value.norm, whole.norm
    if isinstance(norm, Amount) and isinstance(model, Amount):
        norm = replace(norm, currency=model.currency, unit=model.unit, counted=model.counted)
    return replace(value, label=whole.label, norm=norm, found_by=RULE)
