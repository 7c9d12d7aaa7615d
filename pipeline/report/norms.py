"""Normal forms as short texts: '2023-11-21..2023-11-23', '> 1300000000 USD', '-12.2 %, year-on-year'."""

from pipeline.norms import format_decimal
from pipeline.records import Amount, Argument, Change, Norm, Office, Timex


def format_norm(norm: Norm, label: str | None = None) -> str:
    """A normal form in one line; a PERCENT, told by `label`, gets its sign."""
    match norm:
        case Timex():
            return _format_timex(norm)
        case Amount():
            return _format_amount(norm, "%" if label == "PERCENT" else "")
        case Change():
            return _format_change(norm)
        case Office():
            return norm.office


def _format_timex(norm: Timex) -> str:
    mod = f" ({norm.mod})" if norm.mod else ""
    if norm.begin is None or norm.end is None:
        return (norm.value or norm.type) + mod
    return (norm.begin if norm.begin == norm.end else f"{norm.begin}..{norm.end}") + mod


def _format_amount(norm: Amount, sign: str) -> str:
    comparator = "" if norm.comparator == "=" else f"{norm.comparator} "
    upper = "" if norm.upper is None else f"..{format_decimal(norm.upper)}"
    return f"{comparator}{format_decimal(norm.amount)}{upper} {norm.currency or norm.unit or sign}".rstrip()


def _format_change(norm: Change) -> str:
    sign = "+" if norm.amount > 0 else ""
    basis = f", {norm.basis}" if norm.basis else ""
    return f"{sign}{format_decimal(norm.amount)} {norm.unit}{basis}"


def describe_argument(argument: Argument, label: str | None = None) -> str:
    """What a filler stands for: `[LA]` for a country, else its normal form, else nothing."""
    if argument.country:
        return f"[{argument.country}]"
    return "" if argument.norm is None else format_norm(argument.norm, label)
