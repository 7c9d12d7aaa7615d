"""Bring gold and predicted documents together, and items of the two sides one to one."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.errors import FormatError
from pipeline.evaluation.assignment import Assignment
from pipeline.evaluation.scores import Score
from pipeline.records import Document
from pipeline.schema import load_schema

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Pair:
    """One document as gold has it and as it was predicted."""

    gold: Document
    predicted: Document


def pair_documents(
    gold: Iterable[Document],
    predictions: Iterable[Document],
    *,
    check_labels: bool = True,
    side: str = "predictions",
) -> tuple[Pair, ...]:
    """Gold and predicted documents of one id, in the order of ids; `side` is what errors call the predictions.

    Raises FormatError that lists what differs: ids that stand twice or on one side alone, texts that differ, and with
    `check_labels` labels and roles that the schema does not have (public data sets have their own).
    """
    golds = _by_id("gold", gold, check_labels=check_labels)
    predicted = _by_id(side, predictions, check_labels=check_labels)
    pairs = tuple(Pair(golds[key], predicted[key]) for key in sorted(golds.keys() & predicted.keys()))
    differences = {
        "only in gold": golds.keys() - predicted.keys(),
        f"only in {side}": predicted.keys() - golds.keys(),
        "with different texts": {pair.gold.id for pair in pairs if _texts_differ(pair)},
    }
    found = [f"{where}: {', '.join(sorted(ids))}" for where, ids in differences.items() if ids]
    if found:
        raise FormatError(f"gold and {side} are not the same documents; {'; '.join(found)}")
    return pairs


def _by_id(side: str, documents: Iterable[Document], *, check_labels: bool) -> dict[str, Document]:
    documents = list(documents)
    twice = sorted(key for key, count in Counter(document.id for document in documents).items() if count > 1)
    if twice:
        raise FormatError(f"{side}: these ids stand twice, expected once: {', '.join(twice)}")
    unknown = sorted({label for document in documents for label in _unknown_labels(document)})
    if unknown and check_labels:
        raise FormatError(f"{side}: the schema has no {', '.join(unknown)}; `factwire check` lists every such place")
    for document in documents:
        check_ids(side, document)
    return {document.id: document for document in documents}


def _unknown_labels(document: Document) -> Iterator[str]:
    schema = load_schema()
    for known, spans in ((schema.entities, document.entities), (schema.values, document.values)):
        yield from (f"label {span.label!r}" for span in spans if span.label not in known)
    roles = {role for roles in schema.roles.values() for role in roles}
    yield from (f"role {arc.label!r}" for arc in document.relations if arc.label not in roles)


def check_ids(side: str, document: Document) -> None:
    """Raises FormatError that names the side if the document uses an id that no span has."""
    if missing := unknown_ids(document):
        raise FormatError(
            f"{side}, document {document.id!r}: no span has the id {min(missing)!r}; "
            "`factwire check` lists every such place"
        )


def unknown_ids(document: Document) -> set[str]:
    """The ids that arcs, facts and links use and no span has."""
    links = document.links
    used = {end for arc in document.relations for end in (arc.head, arc.argument)}
    used |= {argument.id for fact in document.facts for fillers in fact.arguments.values() for argument in fillers}
    used |= links.countries.keys()
    used.update(*links.clusters, *(pointer.targets for pointer in links.pointers))
    return used - document.by_id().keys()


def _texts_differ(pair: Pair) -> bool:
    if pair.gold.text is not None and pair.predicted.text is not None:
        return pair.gold.text != pair.predicted.text
    hashes = {digest for document in (pair.gold, pair.predicted) if (digest := _text_hash(document))}
    return len(hashes) > 1


def _text_hash(document: Document) -> str | None:
    return document.text_sha256 if document.text is None else hashlib.sha256(document.text.encode()).hexdigest()


def score_exact(gold: Mapping[_Item, str], predicted: Mapping[_Item, str]) -> dict[str, Score]:
    """Score by label of items (item → its label) that are right where both sides hold the same item."""
    labels = {*gold.values(), *predicted.values()}
    golds, found = Counter(gold.values()), Counter(predicted.values())
    right = Counter(label for item, label in predicted.items() if gold.get(item) == label)
    return {label: Score(golds[label], found[label], right[label]) for label in labels}


def score_accuracy(compared: Iterable[tuple[str, Hashable, Hashable]]) -> dict[str, Score]:
    """Score by label of what both sides say (label, gold, predicted), so that precision and recall are one accuracy."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    for label, gold, predicted in compared:
        scores[label] += Score(1, 1, int(gold == predicted))
    return dict(scores)


def score_matched(
    gold: Mapping[str, Sequence[_Item]],
    predicted: Mapping[str, Sequence[_Item]],
    weight: Callable[[_Item, _Item], int],
) -> dict[str, Score]:
    """Score by label of items (label → its items) that are right where `weight` of the best pairing says so."""
    return {
        label: Score(
            gold=len(gold.get(label, ())),
            predicted=len(predicted.get(label, ())),
            right=best_total(gold.get(label, ()), predicted.get(label, ()), weight),
        )
        for label in gold.keys() | predicted.keys()
    }


def best_total(left: Sequence[_Item], right: Sequence[_Item], weight: Callable[[_Item, _Item], int]) -> int:
    """The greatest total weight of any one-to-one pairing of `left` with `right`; weights are not negative.

    With weights 0 and 1 this is the size of a maximum matching. It depends on neither order nor sides.
    """
    if len(left) == 1 or len(right) == 1:  # as most roles of facts, of which there are many pairs
        return max((weight(a, b) for a in left for b in right), default=0)
    return sum(weight(left[i], right[j]) for i, j in best_pairs(left, right, weight))


def best_pairs(
    left: Sequence[_Item], right: Sequence[_Item], weight: Callable[[_Item, _Item], int]
) -> list[tuple[int, int]]:
    """Such a pairing, as indices into `left` and `right`, by `left`; pairs without weight are left out.

    Which of several equally good pairings it is depends on the order of the items; its total does not.
    """
    rows = [{j: found for j, b in enumerate(right) if (found := weight(a, b))} for a in left]
    return Assignment.of(rows).pairs()
