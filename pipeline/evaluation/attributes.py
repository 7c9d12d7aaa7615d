"""What is said of entities beside their label, over the spans that both sides hold."""

from collections.abc import Iterator, Mapping

from pipeline.evaluation.matching import Pair, score_accuracy
from pipeline.evaluation.scores import Score
from pipeline.evaluation.spans import span_key
from pipeline.records import Document, Entity
from pipeline.schema import load_schema


def score_attributes(pair: Pair) -> Mapping[str, Score]:
    """`status` of triggers, `phase` of appointments and `country` of names, over the spans that both sides hold.

    A country counts where at least one side gives one.
    """
    return score_accuracy(
        (name, value, found)
        for mine, theirs in _shared_entities(pair)
        for (name, value), found in zip(
            _attributes(pair.gold, mine).items(), _attributes(pair.predicted, theirs).values(), strict=True
        )
        if (value, found) != (None, None)
    )


def _shared_entities(pair: Pair) -> Iterator[tuple[Entity, Entity]]:
    predicted = {span_key(entity): entity for entity in pair.predicted.entities}
    return ((entity, predicted[span_key(entity)]) for entity in pair.gold.entities if span_key(entity) in predicted)


def _attributes(document: Document, entity: Entity) -> dict[str, str | None]:
    """The attributes that the label can have, with the schema's defaults."""
    if entity.label not in load_schema().triggers:
        return {"country": document.links.countries.get(entity.id)}
    attributes: dict[str, str | None] = {"status": entity.status or "asserted"}
    return attributes | ({"phase": entity.phase or "begin"} if entity.label == "APPOINTMENT" else {})
