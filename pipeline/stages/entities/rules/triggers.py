"""Triggers: VISIT MEETING AGREEMENT APPOINTMENT INDICATOR."""

from collections.abc import Sequence

from pipeline.records import Document, Entity


def find_triggers(document: Document, names: Sequence[Entity]) -> list[Entity]:
    """Triggers of the document beside its names, in text order, without ids."""
    del document, names
    return []
