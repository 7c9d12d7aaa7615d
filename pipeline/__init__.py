"""factwire: structured, sourced, normalized facts from agency reports on relations between countries."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.records import Value
    from pipeline.runner import Pipeline

__all__ = ["normalize"]


def normalize(
    text: str, created: str | None = None, *, profile: Literal["schema", "timeml", "whole"] = "schema"
) -> "tuple[Value, ...]":
    """The dates, times, amounts and numbers of a text in text order, with their normal forms.

    `created` is the document date in ISO 8601 (`2020-12-05`), which 'last week' and 'May 3' are read against; `profile`
    is whose extents and values dates have (docs/values.md). Names of holidays are dates here, for nothing else marks
    them. What cannot be resolved ('last week' without a date) keeps its span with a null `norm.value`. Raises
    FormatError where `created` is no date.
    """
    from pipeline.errors import FormatError
    from pipeline.records import Document

    if created is not None:
        try:
            date.fromisoformat(created[:10])
        except ValueError as error:
            raise FormatError(f"created is {created!r}; expected a date in ISO 8601, as 2020-12-05") from error
    return _values(profile)(Document(id="text", text=text, created=created)).values


@cache
def _values(profile: Literal["schema", "timeml", "whole"]) -> "Pipeline":
    from pipeline.runner import Pipeline
    from pipeline.stages.sentences import rules as sentences
    from pipeline.stages.values import rules as values

    return Pipeline((sentences.build(), values.build(profile=profile, holidays=True)))
