"""The contract of a stage.

A stage is a pure function from a document to the one layer that it assigns: it reads the layers that it requires,
returns that layer's value, catches no exception, prints nothing and does no input or output outside its `build`.
An implementation is a module `pipeline/stages/<layer>/<name>.py` (or a package of that name) with a function
`build(**settings)` whose signature is its config schema; a config names it as `"@stages" = "<layer>.<name>"`.
"""

from typing import Any, Protocol

from pipeline.records import Document

LAYERS = ("sentences", "values", "entities", "links", "relations", "facts")
"""The layers that are written out, in the order of the data flow."""

TRANSIENT_LAYERS = ("parse", "states")
"""Layers that stages share within a run and that are never written out."""


class Stage(Protocol):
    """One implementation of one layer.

    `requires` names layers that must be assigned before; `uses` names layers that are read only if they are there.
    """

    @property
    def assigns(self) -> str:
        """The layer that this stage writes."""
        ...

    @property
    def requires(self) -> tuple[str, ...]:
        """The layers that must be there."""
        ...

    @property
    def uses(self) -> tuple[str, ...]:
        """The layers that are read if they are there."""
        ...

    def __call__(self, document: Document, /) -> Any:
        """The value of the layer `assigns` for this document.

        sentences → Segmentation; entities → tuple[Entity, …]; values → tuple[Value, …]; links → Links;
        relations → tuple[Arc, …]; facts → tuple[Fact, …]; parse → Parse; states → States. Spans of entities and
        values come without ids: the runner numbers them.
        """
        ...
