"""Normal forms as they are written by hand: `2020-12-04/2020-12-06`, `SET P1Y`, `> 1300000000 USD`, `-12.2 %`."""

import re
from decimal import Decimal, InvalidOperation

from pipeline.evaluation.denotation import interval
from pipeline.norms import format_decimal
from pipeline.records import Amount, Change, Timex
from pipeline.schema import load_schema

_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d(:\d\d)?")
_PART_OF_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T[A-Z]{2}")
_TIMED = frozenset({"DATE", "TIME"})


def read_norm(label: str, written: str) -> Timex | Amount | None:
    """The normal form of a value with that label; `?` is null. Raises ValueError that says what was expected."""
    if written == "?":
        return None
    return _timex(label, written.split()) if label in _TIMED else _amount(label, written)


def _timex(label: str, words: list[str]) -> Timex:
    """`[TYPE] VALUE [mod=MOD] [BEGIN..END | none]`; the interval of a calendar value need not be written."""
    kind = words.pop(0) if words and words[0] in load_schema().attributes["timex_type"] else label
    if not words:
        raise ValueError("expected [TYPE] VALUE [mod=MOD] [BEGIN..END], as 2020-12-04 or SET P1Y")
    value, mod, bounds = words.pop(0), None, None
    for word in words:
        if word.startswith("mod="):
            mod = word.removeprefix("mod=")
        elif ".." in word or word == "none":
            bounds = word
        else:
            raise ValueError(f"found {word!r} behind the value {value!r}, expected mod=MOD or BEGIN..END")
    begin, end = _bounds(kind, value) if bounds is None else (None, None) if bounds == "none" else bounds.split("..")
    return Timex(kind, None if value == "?" else value, mod, begin, end)


def _bounds(kind: str, value: str) -> tuple[str, str] | tuple[None, None]:
    if kind not in _TIMED:
        return None, None
    if _CLOCK.fullmatch(value):
        return value, value
    if part := _PART_OF_DAY.fullmatch(value):
        return part[1], part[1]
    found = interval(value)
    return (None, None) if found is None else (found[0].isoformat(), found[1].isoformat())


def _amount(label: str, written: str) -> Amount:
    """`[comparator] AMOUNT[..UPPER] [CURRENCY or unit]`."""
    comparator, rest = "=", written.split()
    if rest and rest[0] in load_schema().attributes["comparator"]:
        comparator = rest.pop(0)
    has_unit = label in {"MONEY", "QUANTITY"}
    if len(rest) != 1 + has_unit:
        expected = "[comparator] AMOUNT[..UPPER]" + (" CURRENCY" if label == "MONEY" else " UNIT" if has_unit else "")
        raise ValueError(f"found {written!r}, expected {expected}, as {'> 1300000000 USD' if has_unit else '~ 34'}")
    low, _, high = rest[0].partition("..")
    return Amount(
        _decimal(low),
        comparator,
        _decimal(high) if high else None,
        currency=rest[1] if label == "MONEY" else None,
        unit=rest[1] if label == "QUANTITY" else None,
    )


def read_change(written: str) -> Change:
    """`AMOUNT UNIT [basis]`. Raises ValueError that says what was expected."""
    words = written.split()
    if len(words) not in {2, 3}:
        raise ValueError(f"found {written!r}, expected AMOUNT UNIT [basis], as -12.2 % year-on-year")
    return Change(_decimal(words[0]), words[1], words[2] if len(words) > 2 else None)  # noqa: PLR2004 (counted above)


def _decimal(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation as error:
        raise ValueError(f"found {written!r}, expected a number in plain digits") from error


def write_norm(label: str, norm: Timex | Amount | None) -> str:
    """What `read_norm` reads, as short as it can be."""
    if norm is None:
        return "?"
    return _write_timex(label, norm) if isinstance(norm, Timex) else _write_amount(norm)


def _write_timex(label: str, norm: Timex) -> str:
    words = [] if norm.type == label else [norm.type]
    words += [norm.value or "?", *([f"mod={norm.mod}"] if norm.mod else [])]
    if (norm.begin, norm.end) != _bounds(norm.type, norm.value or "?"):
        words.append("none" if norm.begin is None else f"{norm.begin}..{norm.end}")
    return " ".join(words)


def _write_amount(norm: Amount) -> str:
    words = [] if norm.comparator == "=" else [norm.comparator]
    words.append(format_decimal(norm.amount) + ("" if norm.upper is None else f"..{format_decimal(norm.upper)}"))
    return " ".join([*words, *([unit] if (unit := norm.currency or norm.unit) else [])])


def write_change(norm: Change) -> str:
    """What `read_change` reads."""
    return f"{format_decimal(norm.amount)} {norm.unit} {norm.basis or ''}".rstrip()
