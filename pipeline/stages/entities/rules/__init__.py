"""`entities.rules`: names, titles and triggers by word lists and named rules.

Names and titles come first and are flat among each other; triggers are found beside them. `values` and, where it is
there, `parse` help to tell what is no name.
"""

from dataclasses import dataclass

from pipeline.records import Document, Entity
from pipeline.stage import Stage
from pipeline.stages.entities.rules.names import find_names
from pipeline.stages.entities.rules.triggers import find_triggers


@dataclass(frozen=True, slots=True)
class EntityRules:
    """The stage: all entities of a document, in text order, without ids."""

    assigns: str = "entities"
    requires: tuple[str, ...] = ("sentences", "values")
    uses: tuple[str, ...] = ("parse",)

    def __call__(self, document: Document) -> tuple[Entity, ...]:
        """Names, titles and triggers."""
        names = find_names(document)
        return tuple(sorted((*names, *find_triggers(document, names)), key=lambda entity: entity.offsets))


def build() -> Stage:
    """The stage; it has no settings."""
    return EntityRules()
