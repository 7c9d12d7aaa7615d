"""What a corpus holds, as Markdown."""

from collections.abc import Iterable, Mapping

from pipeline.evaluation.statistics import Statistics

_TOTALS = ("documents", "words", "sentences", "spans", "clusters", "arcs", "crossing", "facts")
_HEADINGS = {"crossing": "arcs that cross a sentence"}


def format_statistics(parts: Mapping[str, Statistics]) -> str:
    """One column a part: totals, then spans by label, arcs by role, facts by type, status, number of countries."""
    rows = [("", *parts), ("---", *("---:" for _ in parts))]
    rows += [_row(_HEADINGS.get(name, name), [getattr(part, name) for part in parts.values()]) for name in _TOTALS]
    rows.append(_row("countries", [len(part.counts["countries"]) for part in parts.values()]))
    for name, heading in (("labels", "span"), ("roles", "arc"), ("facts", "fact"), ("status", "trigger")):
        keys = sorted({key for part in parts.values() for key in part.counts[name]})
        rows += [_row(f"{heading} `{key}`", [part.counts[name][key] for part in parts.values()]) for key in keys]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(heading: str, values: Iterable[int | None]) -> tuple[str, ...]:
    return heading, *("–" if value is None else f"{value:,}" for value in values)
