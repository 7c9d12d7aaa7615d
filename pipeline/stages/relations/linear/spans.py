"""Features of one span: its label, head word, normal form and neighbours."""

from collections.abc import Iterator

from pipeline.records import Amount, Entity, Span, Timex, Value
from pipeline.schema import load_schema
from pipeline.stages.relations.linear.text import COUNTRIES, Text


class SpanFeatures:
    """Features of the spans of a text, each made once; they begin with `head.` or `argument.`."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._zones = [zone for zone in text.document.zones if zone.kind in ("title", "dateline")]
        self._made: dict[tuple[str, str], tuple[str, ...]] = {}

    def __call__(self, span: Span, side: str) -> tuple[str, ...]:
        """The features of a span as `head` or as `argument`."""
        key = (span.id, side)
        if key not in self._made:
            self._made[key] = tuple(f"{side}.{feature}" for feature in self._features(span))
        return self._made[key]

    def zone(self, span: Span) -> str:
        """Where in the report a span stands."""
        return next((zone.kind for zone in self._zones if zone.start <= span.start < zone.end), "body")

    def _features(self, span: Span) -> Iterator[str]:
        text = self._text
        first, last = text.tokens(span.offsets)
        yield f"label={span.label}"
        yield f"zone={self.zone(span)}"
        if span.label in load_schema().triggers | {"TITLE"}:
            yield f"last={text.lemmas[last - 1]}"
            yield f"first={text.words[first]}"
        if text.parse is not None and span.label in load_schema().triggers:
            yield f"tag={text.parse.tags[last - 1]}"
        yield from self._entity(span) if isinstance(span, Entity) else self._value(span)
        yield f"before={text.code(first - 1)}"
        yield f"after={text.code(last)}"
        yield f"before2={text.code(first - 2)} {text.code(first - 1)}"
        yield f"after2={text.code(last)} {text.code(last + 1)}"
        yield f"governor={text.governor(first)}"

    def _entity(self, entity: Entity) -> Iterator[str]:
        if entity.status:
            yield f"status={entity.status}"
        if entity.phase:
            yield f"phase={entity.phase}"
        if entity.label in COUNTRIES:
            yield f"country={entity.id in self._text.document.links.countries}.{entity.label}"

    def _value(self, span: Span) -> Iterator[str]:
        norm = span.norm if isinstance(span, Value) else None
        if isinstance(norm, Amount):
            yield f"amount={norm.comparator}.{norm.currency is not None}.{norm.unit}"
        if not isinstance(norm, Timex):
            return
        yield f"timex={norm.type}.{norm.mod}.{len(norm.value or '')}"
        word = self._text.words[self._text.tokens(span.offsets)[1] - 1]
        yield f"unit={'#' if word[:1].isdigit() else word}"
        created = self._text.document.created
        if created is not None and norm.begin is not None and norm.end is not None:
            yield f"when={(norm.begin > created) - (norm.end < created)}"
