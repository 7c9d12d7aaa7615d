from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError, StageError
from pipeline.records import Document, Entity, Links, Parse, Segmentation, Span, Value
from pipeline.runner import Pipeline, resolve_overlaps

DOCUMENT = Document(id="d", text="ASEAN leaders met on 3 May")


@dataclass(frozen=True)
class Stub:
    """A stage whose layer is what `give` makes of the document."""

    assigns: str
    give: Callable[[Document], Any]
    requires: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    def __call__(self, document: Document) -> Any:
        return self.give(document)


def entity(start: int, end: int, label: str) -> Entity:
    return Entity(start=start, end=end, label=label, text=DOCUMENT.content[start:end])


def test_layers_are_written_in_order_and_spans_numbered() -> None:
    seen: list[str] = []

    def links(document: Document) -> Links:
        seen.extend(span.id for span in document.spans())
        return Links()

    pipeline = Pipeline(
        (
            Stub("sentences", lambda document: Segmentation(sentences=((0, len(document.content)),))),
            Stub("parse", lambda _: Parse((), (), (), ()), ("sentences",)),
            Stub("values", lambda _: (Value(start=21, end=26, label="DATE", text="3 May"),), ("sentences",)),
            Stub("entities", lambda _: (entity(14, 17, "MEETING"), entity(0, 5, "ORG")), ("values",)),
            Stub("links", links, ("entities", "values")),
        )
    )
    result = pipeline(DOCUMENT)
    assert seen == ["e1", "e2", "v1"]
    assert [(span.id, span.text) for span in result.entities] == [("e1", "ASEAN"), ("e2", "met")]
    assert result.sentences == ((0, 26),)
    assert result.parse is None


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ([Stub("links", lambda _: Links(), ("entities",))], "'links' reads 'entities'"),
        (
            [Stub("values", lambda _: (), uses=("parse",)), Stub("parse", lambda _: Parse((), (), (), ()))],
            "'values' reads 'parse'",
        ),
        ([Stub("values", lambda _: ()), Stub("values", lambda _: ())], "two stages assign the layer 'values'"),
        ([Stub("weather", lambda _: ())], "a stage assigns 'weather'"),
    ],
)
def test_a_wrong_order_is_refused_before_anything_runs(stages: list[Stub], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Pipeline(tuple(stages))


def test_a_failing_stage_is_named() -> None:
    def fail(_: Document) -> Any:
        raise ZeroDivisionError("by design")

    with pytest.raises(StageError, match="stage 'values' failed on 'd': ZeroDivisionError: by design"):
        Pipeline((Stub("values", fail),))(DOCUMENT)


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (Entity(start=0, end=5, label="ORG", text="asean"), "are not 'asean'"),
        (Entity(start=3, end=3, label="ORG", text=""), "are not ''"),
        (Entity(start=0, end=5, label="PLANET", text="ASEAN"), "label 'PLANET'"),
        (Entity(start=0, end=5, label="DATE", text="ASEAN"), "label 'DATE'"),
    ],
)
def test_a_stage_that_breaks_the_contract_is_named(span: Span, message: str) -> None:
    with pytest.raises(StageError, match=message):
        Pipeline((Stub("entities", lambda _: (span,)),))(DOCUMENT)


def test_the_longer_span_wins_then_the_label_of_higher_priority() -> None:
    spans = (entity(0, 5, "GPE"), entity(0, 5, "ORG"), entity(0, 13, "MEETING"), entity(14, 17, "MEETING"))
    for order in permutations(spans):
        kept = resolve_overlaps(DOCUMENT.with_layer("entities", order)).entities
        assert [(span.text, span.label) for span in kept] == [("ASEAN leaders", "MEETING"), ("met", "MEETING")]
    kept = resolve_overlaps(DOCUMENT.with_layer("entities", spans[:2])).entities
    assert [span.label for span in kept] == ["ORG"]


_proposals = st.tuples(st.integers(0, 25), st.integers(1, 10), st.sampled_from(["ORG", "GPE", "MEETING"])).map(
    lambda p: entity(p[0], min(26, p[0] + p[1]), p[2])
)


@given(st.lists(_proposals, max_size=12), st.randoms())
def test_resolved_spans_are_flat_and_independent_of_the_order_of_proposals(spans: list[Entity], random: Any) -> None:
    shuffled = list(spans)
    random.shuffle(shuffled)
    first = resolve_overlaps(DOCUMENT.with_layer("entities", tuple(spans))).entities
    assert first == resolve_overlaps(DOCUMENT.with_layer("entities", tuple(shuffled))).entities
    assert all(a.end <= b.start for a, b in pairwise(first))
    covered = {position for span in first for position in range(*span.offsets)}
    assert all(covered & set(range(*span.offsets)) for span in spans)
