"""NUPunkt (Bommarito, Katz and Bommarito 2025): Punkt with abbreviations learnt from legal text. MIT licence."""

# mypy: disable-error-code="import-not-found,import-untyped"
from collections.abc import Callable, Mapping
from typing import Any

PACKAGE = "nupunkt"
TASKS = ("sentences",)


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it has one task)
    """The splitter with the model that it comes with."""
    from nupunkt import sent_spans

    def predict(text: str, _: str | None) -> Mapping[str, Any]:
        return {"sentences": [list(offsets) for offsets in sent_spans(text)]}

    return predict
