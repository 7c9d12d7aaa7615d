"""Sentences, spans, normal forms and attributes: right where offsets and label are the same on both sides."""

from collections.abc import Hashable, Iterator, Mapping

from pipeline.evaluation.matching import Pair, score_exact
from pipeline.evaluation.scores import Score
from pipeline.records import Document, Entity, Span, Value
from pipeline.schema import load_schema

_Key = tuple[int, int, str]


def score_sentences(pair: Pair) -> Mapping[str, Score]:
    """Sentences by their offsets, under the one label `sentence`."""
    gold, predicted = (dict.fromkeys(document.sentences, "sentence") for document in (pair.gold, pair.predicted))
    return score_exact(gold, predicted)


def score_entities(pair: Pair) -> Mapping[str, Score]:
    """Names, titles and triggers by label."""
    return score_exact(_labels(pair.gold.entities), _labels(pair.predicted.entities))


def score_values(pair: Pair) -> Mapping[str, Score]:
    """Dates, amounts and numbers by label."""
    return score_exact(_labels(pair.gold.values), _labels(pair.predicted.values))


def score_norms(pair: Pair) -> Mapping[str, Score]:
    """Values and titles by label, end to end: right where the span and its normal form are."""
    gold, predicted = (
        {(key, norm): key[2] for key, norm in _norms(document).items()} for document in (pair.gold, pair.predicted)
    )
    return score_exact(gold, predicted)


def score_norms_given_spans(pair: Pair) -> Mapping[str, Score]:
    """The same over the spans that both sides hold, so that precision and recall are one accuracy."""
    gold, predicted = _norms(pair.gold), _norms(pair.predicted)
    return _accuracy((key[2], norm, predicted[key]) for key, norm in gold.items() if key in predicted)


def score_attributes(pair: Pair) -> Mapping[str, Score]:
    """`status` of triggers, `phase` of appointments and `country` of names, over the spans that both sides hold.

    A country counts where at least one side gives one.
    """
    return _accuracy(
        (name, value, found)
        for mine, theirs in _shared_entities(pair)
        for (name, value), found in zip(
            _attributes(pair.gold, mine).items(), _attributes(pair.predicted, theirs).values(), strict=True
        )
        if (value, found) != (None, None)
    )


def _key(span: Span) -> _Key:
    return (span.start, span.end, span.label)


def _labels(spans: tuple[Span, ...]) -> dict[_Key, str]:
    return {_key(span): span.label for span in spans}


def _norms(document: Document) -> dict[_Key, Hashable]:
    titles = (entity for entity in document.entities if entity.label == "TITLE")
    found: tuple[Entity | Value, ...] = (*titles, *document.values)
    return {_key(span): span.norm for span in found}


def _shared_entities(pair: Pair) -> Iterator[tuple[Entity, Entity]]:
    predicted = {_key(entity): entity for entity in pair.predicted.entities}
    return ((entity, predicted[_key(entity)]) for entity in pair.gold.entities if _key(entity) in predicted)


def _attributes(document: Document, entity: Entity) -> dict[str, str | None]:
    """The attributes that the label can have, with the schema's defaults."""
    if entity.label not in load_schema().triggers:
        return {"country": document.links.countries.get(entity.id)}
    attributes: dict[str, str | None] = {"status": entity.status or "asserted"}
    return attributes | ({"phase": entity.phase or "begin"} if entity.label == "APPOINTMENT" else {})


def _accuracy(compared: Iterator[tuple[str, Hashable, Hashable]]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for name, gold, predicted in compared:
        scores[name] = scores.get(name, Score()) + Score(1, 1, int(gold == predicted))
    return scores
