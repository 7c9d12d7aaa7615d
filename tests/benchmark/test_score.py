from collections.abc import Mapping

import pytest

from pipeline.benchmark.score import Macro, Measured, document_name, measure, pair_up, predicted_document, relabel
from pipeline.errors import FormatError
from pipeline.evaluation import Pair, Score
from pipeline.records import Document
from tests.builders import document

GOLD = document(
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] on [DATE:Monday] . [GPE:Chile] did not .",
    clusters=(("e1", "e3"),),
    countries={"e3": "PE", "e4": "CL"},
    arcs=(("e2", "visitor", "e1"), ("e2", "destination", "e3")),
)


def test_ids_and_texts_of_predicted_spans_are_filled_in() -> None:
    text = Document(id="a", text="Ana left Lima today.", created="2020-12-05")
    found = predicted_document(
        text,
        {
            "sentences": [[0, 20]],
            "entities": [{"start": 9, "end": 13, "label": "GPE"}, {"id": "x", "start": 0, "end": 3, "label": "PERSON"}],
            "values": [{"start": 14, "end": 19, "label": "DATE", "norm": {"type": "DATE", "value": "2020-12-05"}}],
        },
    )
    assert (found.id, found.text, found.created, found.sentences) == ("a", text.text, text.created, ((0, 20),))
    assert [(entity.id, entity.text) for entity in found.entities] == [("e1", "Lima"), ("x", "Ana")]
    assert [(value.id, value.text) for value in found.values] == [("v1", "today")]


def test_no_prediction_is_an_empty_document() -> None:
    text = Document(id="a", text="Ana left.")
    assert predicted_document(text, {}) == text


@pytest.mark.parametrize(
    ("prediction", "message"),
    [
        ({"entities": [{"start": 0, "label": "GPE"}]}, "'end'"),
        ({"entities": [{"start": 0, "end": 99, "label": "GPE"}]}, r"'a'.*\(0, 99\) are not inside"),
        ({"sentences": [[-1, 3]]}, "not inside"),
        ({"sentences": [3]}, "'a'"),
        ({"values": [{"start": 0, "end": 3, "label": "DATE", "norm": {"colour": 1}}]}, "'a'"),
    ],
)
def test_a_prediction_that_cannot_be_read_is_refused(prediction: Mapping[str, object], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        predicted_document(Document(id="a", text="Ana left."), prediction)


def test_labels_of_the_set_are_on_both_sides() -> None:
    pair = pair_up(relabel(GOLD, {"GPE": "LOC", "PERSON": "PER", "DATE": "MISC"}), GOLD, {"LOC": ("GPE", "LOC")})
    assert [entity.label for entity in pair.gold.entities] == ["LOC", "LOC"]
    assert pair.gold.entities == pair.predicted.entities
    assert pair.gold.values == pair.predicted.values == ()


def test_without_labels_nothing_changes() -> None:
    assert pair_up(GOLD, GOLD, None) == Pair(GOLD, GOLD)


def test_what_loses_a_span_goes_with_it() -> None:
    kept = relabel(GOLD, {"PERSON": "PER", "VISIT": "VISIT"})
    assert [arc.label for arc in kept.relations] == ["visitor"]
    assert (kept.links.clusters, kept.links.countries, kept.values) == ((), {}, ())
    everything = relabel(GOLD, {label: label for label in ("PERSON", "VISIT", "GPE", "DATE")})
    assert everything == GOLD


def count(pair: Pair) -> Mapping[str, Score]:
    """Spans that the predicted document has too, over both and by label."""
    found = {
        f"same/{label}": Score(
            sum(entity.label == label for entity in pair.gold.entities),
            sum(entity.label == label for entity in pair.predicted.entities),
            len({e.id for e in pair.gold.entities if e.label == label} & {e.id for e in pair.predicted.entities}),
        )
        for label in ("GPE", "PERSON")
    }
    return found | {"same": sum(found.values(), Score()), "other": Score(1, 1, 0)}


def pairs() -> list[Pair]:
    first, second = document("[GPE:Peru] , [GPE:Chile]"), document("[PERSON:Ana] in [GPE:Lima]")
    nothing = document("nobody")
    return [Pair(first, first), Pair(second, nothing)]


def named(name: str, pair: Pair) -> Pair:
    return Pair(*(Document(id=name, text=side.text, entities=side.entities) for side in (pair.gold, pair.predicted)))


def score_of(found: Measured | Macro) -> Score:
    assert isinstance(found, Measured)
    return found.score


def test_a_corpus_is_the_sum_of_its_documents() -> None:
    found = measure(
        [named(name, pair) for name, pair in zip("ab", pairs(), strict=True)], count, ("same",), frozenset()
    )
    assert list(found) == ["same", "other", "same/GPE", "same/PERSON"]
    assert score_of(found["same"]) == Score(4, 2, 2)
    assert found["same"].value == pytest.approx(2 / 3)
    assert score_of(found["same/GPE"]) == Score(3, 2, 2)


def test_an_accuracy_is_the_recall() -> None:
    found = measure(pairs(), count, ("same",), frozenset({"same"}))
    assert found["same"].value == 0.5
    assert found["same/GPE"].value == pytest.approx(2 / 3)


def test_macro_is_the_mean_over_the_labels_of_gold() -> None:
    found = measure(pairs(), count, ("same macro",), frozenset())
    assert found["same macro"].value == pytest.approx((0.8 + 0) / 2)
    assert measure(pairs()[:1], count, ("same macro",), frozenset())["same macro"].value == 1
    assert measure([], count, ("same macro",), frozenset())["same macro"].value is None


def test_parts_of_a_document_are_drawn_together() -> None:
    assert document_name(Document(id="a#2", text="")) == "a"
    apart = measure(
        [named(name, pair) for name, pair in zip("ab", pairs(), strict=True)], count, ("same",), frozenset()
    )
    parts = [named(name, pair) for name, pair in zip(("a#1", "a#2"), pairs(), strict=True)]
    together = measure(parts, count, ("same",), frozenset())
    assert score_of(apart["same"]) == score_of(together["same"])
    assert isinstance(apart["same"], Measured)
    assert isinstance(together["same"], Measured)
    assert apart["same"].intervals["f1"] is not None
    assert together["same"].intervals["f1"] is None  # one document has no spread
