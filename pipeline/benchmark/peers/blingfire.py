"""BlingFire (Microsoft): sentence splitting by a finite automaton. MIT licence."""

# mypy: disable-error-code="import-not-found,import-untyped"
from collections.abc import Callable, Mapping
from typing import Any

PACKAGE = "blingfire"
TASKS = ("sentences",)


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it has one task)
    """The splitter with the model that it comes with."""
    from blingfire import text_to_sentences_and_offsets

    def predict(text: str, _: str | None) -> Mapping[str, Any]:
        return {"sentences": [list(offsets) for offsets in text_to_sentences_and_offsets(text)[1]]}

    return predict
