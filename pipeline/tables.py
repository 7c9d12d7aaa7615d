"""Plain text tables."""

from collections.abc import Sequence


def plural(number: int, noun: str) -> str:
    """'1 document', '2,307 documents'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def format_table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows in columns, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def format_number(value: float | None) -> str:
    """Three digits, or a dash for what is not defined."""
    return "–" if value is None else f"{value:.3f}"
