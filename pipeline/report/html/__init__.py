"""One HTML page: an evaluation where there is gold, else the facts. It opens from disk, without network or scripts.

    from pipeline.jsonl import read_documents
    from pipeline.report.html import write_report

    write_report(Path("report.html"), list(read_documents(Path("out/documents.jsonl"))))

The same documents give the same bytes, in whatever order they come.
"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.blame import Waterfall
from pipeline.errors import OutputError
from pipeline.records import Document
from pipeline.report.html.pages import render_evaluation, render_facts

__all__ = ["render_report", "write_report"]


def render_report(
    predictions: Sequence[Document],
    gold: Sequence[Document] | None = None,
    *,
    waterfall: Waterfall | None = None,
    title: str | None = None,
) -> str:
    """The page as a string, to be written as UTF-8.

    With `gold`: scores, confusion, the errors in the text and, given a `waterfall` of the same predictions, the stages
    that they are owed to. Without: the facts beside their texts and the indicators over time. Raises FormatError
    unless gold and predictions hold the same documents, ValueError for a waterfall without gold.
    """
    if gold is not None:
        return render_evaluation(predictions, gold, waterfall, title or "Evaluation")
    if waterfall is not None:
        raise ValueError("a waterfall traces errors: found no gold to go with it")
    return render_facts(predictions, title or "Facts")


def write_report(
    out: Path,
    predictions: Sequence[Document],
    gold: Sequence[Document] | None = None,
    *,
    waterfall: Waterfall | None = None,
    title: str | None = None,
) -> None:
    """Write the page of `render_report`. Raises OutputError if the file cannot be written."""
    page = render_report(predictions, gold, waterfall=waterfall, title=title)
    try:
        out.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; expected a path where a file can be written") from error
