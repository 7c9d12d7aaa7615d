"""pySBD (Sadvilkar and Neumann 2020): the Golden Rules as rules, with the offsets of each sentence. MIT licence."""

# mypy: disable-error-code="import-not-found,import-untyped"
from collections.abc import Callable, Mapping
from typing import Any

PACKAGE = "pysbd"
TASKS = ("sentences",)


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it has one task)
    """The segmenter for English."""
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)

    def predict(text: str, _: str | None) -> Mapping[str, Any]:
        return {"sentences": [[found.start, found.end] for found in segmenter.segment(text)]}

    return predict
