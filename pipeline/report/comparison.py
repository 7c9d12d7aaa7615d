"""A comparison of two predictions as plain text."""

from collections.abc import Iterator

from pipeline.evaluation.bootstrap import Interval
from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.layers import HEADLINES
from pipeline.report.facts import describe_fact
from pipeline.tables import format_number, format_table, plural

_KINDS = {
    "gained": "facts of gold that only B has right",
    "lost": "facts of gold that only A has right",
    "mended": "wrong facts that only A has",
    "broken": "wrong facts that only B has",
}


def format_comparison(comparison: Comparison, *, every: bool = False) -> str:
    """The differences by layer (the headlines, or `every` layer), then the facts that changed, document by document."""
    header = ("layer", "F1 of A", "F1 of B", "B - A", "95 %", "p")
    names = (name for name in comparison.layers if every or name in HEADLINES)
    table = format_table([header, *(_row(comparison, name) for name in names)])
    return "\n".join(
        [table, f"{plural(comparison.documents, 'document')}, paired permutation test", *_changes(comparison)]
    )


def _row(comparison: Comparison, name: str) -> tuple[str, ...]:
    found = comparison.layers[name]
    difference = "–" if found.f1 is None else f"{found.f1:+.3f}"
    return name, *map(format_number, (found.a.f1, found.b.f1)), difference, _signed(found.interval), format_p(found.p)


def _signed(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval.low:+.2f}..{interval.high:+.2f}"


def format_p(p: float | None) -> str:
    """A p-value with the digits that mean something."""
    if p is None:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"  # noqa: PLR2004 (the customary last step)


def _changes(comparison: Comparison) -> Iterator[str]:
    for kind, heading in _KINDS.items():
        found = [(change.document, fact) for change in comparison.changes for fact in getattr(change, kind)]
        yield f"\n{heading}: {len(found)}"
        yield from (f"  {document}: {describe_fact(fact)}" for document, fact in found)
