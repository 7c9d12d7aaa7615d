"""Relations between entities: directed, typed, several labels a pair allowed.

- `strict`: the label is right, and offsets and label of both ends are (the strict setting of Bekoulis et al. 2018 and
  SpERT, Eberts and Ulges 2020). Over given entities it is the score over all pairs: a relation that was predicted
  where gold has none is wrong;
- `boundaries`: the label and the offsets of both ends are right, whatever their labels;
- `related`: `boundaries` over those ordered pairs alone that gold relates, as the baseline of CrossRE is scored
  (Bassignana and Plank 2022). It cannot see relations that were invented, so it says less than `strict`;
- `entities`: the ends themselves, strictly, for systems that find them.

`METRIC/LABEL` are the scores label by label. The core makes `METRIC macro` of them, the mean F1 over the labels that
gold holds, as CrossRE's scorer does.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.benchmark.tasks.entities import Mention, count_shared, find_mentions
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.scores import Score
from pipeline.records import Document, Offsets

METRICS = ("strict", "strict macro", "boundaries", "related", "related macro", "entities")
ACCURACIES: frozenset[str] = frozenset()


End = Mention | Offsets
"""An entity with its label, or its offsets alone."""


class Relation(NamedTuple):
    """A labelled arc by its ends."""

    head: End
    label: str
    argument: End

    @property
    def pair(self) -> tuple[End, End]:
        """Both ends, without the label."""
        return self.head, self.argument


def score(pair: Pair, *, symmetric: Sequence[str] = ()) -> Mapping[str, Score]:
    """The scores of a document. A relation whose label is `symmetric` counts once, in whichever direction it stands."""
    gold, predicted = (_relations(document, symmetric) for document in (pair.gold, pair.predicted))
    bare_gold, bare_predicted = (set(map(_without_types, found)) for found in (gold, predicted))
    pairs = {relation.pair for relation in bare_gold}
    related = {relation for relation in bare_predicted if relation.pair in pairs}
    return {
        **_by_label("strict", gold, predicted),
        **_by_label("boundaries", bare_gold, bare_predicted),
        **_by_label("related", bare_gold, related),
        "entities": count_shared(find_mentions(pair.gold), find_mentions(pair.predicted)),
    }


def _relations(document: Document, symmetric: Sequence[str]) -> set[Relation]:
    spans = {key: (span.start, span.end, span.label) for key, span in document.by_id().items()}
    found = (Relation(spans[arc.head], arc.label, spans[arc.argument]) for arc in document.relations)
    return {_in_text_order(relation) if relation.label in symmetric else relation for relation in found}


def _in_text_order(relation: Relation) -> Relation:
    first, second = sorted(relation.pair)
    return Relation(first, relation.label, second)


def _without_types(relation: Relation) -> Relation:
    return Relation(relation.head[:2], relation.label, relation.argument[:2])


def _by_label(metric: str, gold: set[Relation], predicted: set[Relation]) -> dict[str, Score]:
    """The score over all labels under `metric`, and that of each label under `metric/label`."""
    labels = sorted({relation.label for relation in gold | predicted})
    return {metric: count_shared(gold, predicted)} | {
        f"{metric}/{label}": count_shared(_labelled(label, gold), _labelled(label, predicted)) for label in labels
    }


def _labelled(label: str, relations: set[Relation]) -> set[Relation]:
    return {relation for relation in relations if relation.label == label}
