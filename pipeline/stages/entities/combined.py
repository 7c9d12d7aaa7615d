"""`entities.combined`: several recognizers side by side, and by label which of them is believed.

    [stages.entities]
    @stages = "entities.combined"
    order = ["neural", "rules"]

    [stages.entities.parts]

    [stages.entities.parts.neural]
    @stages = "entities.neural"

    [stages.entities.parts.rules]
    @stages = "entities.rules"

    [stages.entities.labels]
    INDICATOR = ["rules"]

Of a label only those parts are asked that `labels` names for it (all of them, in `order`, where it names none); what a
part scores below its `least` is not taken. Of two spans that overlap, that of the part named first stays. Where several
parts find the same span, `attributes` says whose status, phase and normal form are taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.align import keep_disjoint
from pipeline.errors import ConfigError
from pipeline.records import Document, Entity
from pipeline.schema import load_schema
from pipeline.stage import Stage


@dataclass(frozen=True, slots=True)
class Combination:
    """The stage. `ranks[label]` are the parts asked for that label, the most trusted first."""

    parts: Mapping[str, Stage]
    ranks: Mapping[str, tuple[str, ...]]
    attributes: tuple[str, ...]
    least: Mapping[str, float]
    requires: tuple[str, ...]
    uses: tuple[str, ...]
    model_hash: str | None = field(default=None)
    assigns: str = "entities"

    def __call__(self, document: Document) -> tuple[Entity, ...]:
        """The entities, flat and in text order."""
        found: dict[str, Sequence[Entity]] = {name: part(document) for name, part in self.parts.items()}
        ranked = sorted(
            ((self.ranks[entity.label].index(name), entity) for name, entity in self._candidates(found)),
            key=lambda pair: (pair[0], pair[1].start - pair[1].end, pair[1].start, pair[1].label),
        )
        kept = keep_disjoint(ranked, lambda pair: pair[1].offsets)
        twins = [{(*entity.offsets, entity.label): entity for entity in found[name]} for name in self.attributes]
        return tuple(_with_attributes(entity, twins) for _, entity in kept)

    def _candidates(self, found: Mapping[str, Sequence[Entity]]) -> Iterator[tuple[str, Entity]]:
        for name, entities in found.items():
            for entity in entities:
                is_sure = entity.score is None or entity.score >= self.least.get(name, 0.0)
                if is_sure and name in self.ranks[entity.label]:
                    yield name, entity


def _with_attributes(entity: Entity, twins: Sequence[Mapping[tuple[int, int, str], Entity]]) -> Entity:
    """The entity with the attributes of the first part that found the same span."""
    for twin in twins:
        same = twin.get((*entity.offsets, entity.label))
        if same is not None:
            return replace(entity, status=same.status, phase=same.phase, norm=same.norm)
    return entity


def build(
    parts: dict[str, Any],
    order: list[str],
    labels: dict[str, list[str]] | None = None,
    *,
    attributes: list[str] | None = None,
    least: dict[str, float] | None = None,
) -> Combination:
    """A combination.

    Args:
        parts: the recognizers by name, stages of the layer `entities`.
        order: all names, the most trusted first.
        labels: label → the parts that are asked for it, the most trusted first.
        attributes: the parts whose status, phase and normal form go before those of others; by default none.
        least: part → the score below which its spans are dropped; spans without score stay.

    Raises ConfigError for a name that is no part, a label that is not of the schema, or a part of another layer.
    """
    known = load_schema().entities
    _check_parts(parts)
    _check_names(parts, {"order": order, "attributes": attributes or [], "least": least or {}, **(labels or {})})
    foreign = sorted(set(labels or {}) - known)
    if foreign:
        raise ConfigError(f"labels: {foreign[0]!r} is not one of {', '.join(sorted(known))}")
    requires = tuple(dict.fromkeys(layer for part in parts.values() for layer in part.requires))
    hashes = [found for part in parts.values() if (found := getattr(part, "model_hash", None))]
    return Combination(
        parts=parts,
        ranks={label: tuple((labels or {}).get(label, order)) for label in known},
        attributes=tuple(attributes or ()),
        least=least or {},
        requires=requires,
        uses=tuple(dict.fromkeys(layer for part in parts.values() for layer in part.uses if layer not in requires)),
        model_hash="+".join(hashes) or None,
    )


def _check_parts(parts: Mapping[str, Any]) -> None:
    for name, part in parts.items():
        if part.assigns != "entities":
            raise ConfigError(f"parts: {name!r} assigns the layer {part.assigns!r}; expected stages of 'entities'")


def _check_names(parts: Mapping[str, Any], named: Mapping[str, Iterable[str]]) -> None:
    for place, names in named.items():
        unknown = [name for name in names if name not in parts]
        if unknown:
            raise ConfigError(f"{place}: there is no part {unknown[0]!r}; the parts are {', '.join(sorted(parts))}")
