"""`entities.rules`: names, titles and triggers by word lists and named rules.

Names and titles come first and are flat among each other; triggers are found beside them. `values` and, where it is
there, `parse` help to tell what is no name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.records import Document, Entity
from pipeline.stage import Stage
from pipeline.stages.entities.rules.extent import extent_lists
from pipeline.stages.entities.rules.gazetteer import load_gazetteer
from pipeline.stages.entities.rules.indicators import figure_pattern, indicator_rules, uncounted
from pipeline.stages.entities.rules.names import find_names, load_name_rules
from pipeline.stages.entities.rules.persons import load_person_rules
from pipeline.stages.entities.rules.status import status_rules
from pipeline.stages.entities.rules.titles import load_title_rules
from pipeline.stages.entities.rules.triggers import argument_pattern, find_triggers, trigger_rules
from pipeline.stages.entities.rules.words import tag_words

_RESOURCES: tuple[Callable[[], object], ...] = (
    load_gazetteer,
    load_name_rules,
    load_person_rules,
    load_title_rules,
    trigger_rules,
    argument_pattern,
    extent_lists,
    indicator_rules,
    figure_pattern,
    uncounted,
    status_rules,
)


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
    """The stage; it has no settings. Resources are read here, so that a broken one stops the build."""
    for load in _RESOURCES:
        load()
    for table in ("tags", "endings", "ambiguous"):
        tag_words(table)
    return EntityRules()
