"""Bring gold and predicted documents together, and items of the two sides one to one."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.errors import FormatError
from pipeline.evaluation.scores import Score
from pipeline.records import Document

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Pair:
    """One document as gold has it and as it was predicted."""

    gold: Document
    predicted: Document


def pair_documents(gold: Iterable[Document], predictions: Iterable[Document]) -> tuple[Pair, ...]:
    """Gold and predicted documents of one id, in the order of ids.

    Raises FormatError that lists what differs: ids that stand twice or on one side alone, and texts that differ.
    """
    golds, predicted = _by_id("gold", gold), _by_id("predictions", predictions)
    pairs = tuple(Pair(golds[key], predicted[key]) for key in sorted(golds.keys() & predicted.keys()))
    differences = {
        "only in gold": golds.keys() - predicted.keys(),
        "only in predictions": predicted.keys() - golds.keys(),
        "with different texts": {pair.gold.id for pair in pairs if _texts_differ(pair)},
    }
    found = [f"{where}: {', '.join(sorted(ids))}" for where, ids in differences.items() if ids]
    if found:
        raise FormatError(f"gold and predictions are not the same documents; {'; '.join(found)}")
    return pairs


def _by_id(side: str, documents: Iterable[Document]) -> dict[str, Document]:
    documents = list(documents)
    twice = sorted(key for key, count in Counter(document.id for document in documents).items() if count > 1)
    if twice:
        raise FormatError(f"{side}: these ids stand twice, expected once: {', '.join(twice)}")
    for document in documents:
        _check_ids(side, document)
    return {document.id: document for document in documents}


def _check_ids(side: str, document: Document) -> None:
    known = document.by_id().keys()
    used = {end for arc in document.relations for end in (arc.head, arc.argument)}
    used |= {argument.id for fact in document.facts for fillers in fact.arguments.values() for argument in fillers}
    used.update(*document.links.clusters)
    if not used <= known:
        raise FormatError(
            f"{side}, document {document.id!r}: no span has the id {min(used - known)!r}; "
            "`factwire check` lists every such place"
        )


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
    return sum(weight(left[i], right[j]) for i, j in best_pairs(left, right, weight))


def best_pairs(
    left: Sequence[_Item], right: Sequence[_Item], weight: Callable[[_Item, _Item], int]
) -> list[tuple[int, int]]:
    """Such a pairing, as indices into `left` and `right`, by `left`; pairs without weight are left out.

    Which of several equally good pairings it is depends on the order of the items; its total does not.
    """
    if not left or not right:
        return []
    if len(left) > len(right):
        return sorted((i, j) for j, i in best_pairs(right, left, lambda a, b: weight(b, a)))
    weights = [[weight(a, b) for b in right] for a in left]
    return [(i, j) for i, j in enumerate(_assign(weights)) if weights[i][j]]


def _assign(weights: Sequence[Sequence[int]]) -> list[int]:
    """The column of every row in the best assignment, each its own; there are no more rows than columns.

    The Hungarian method with potentials and shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987).
    Row and column 0 are helpers: `row_of[0]` is the row that looks for a column.
    """
    rows, columns = len(weights), len(weights[0])
    row_potential, column_potential = [0] * (rows + 1), [0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        slack: list[float] = [float("inf")] * (columns + 1)
        came_from = [0] * (columns + 1)
        done = [False] * (columns + 1)
        while row_of[column]:
            done[column] = True
            here, delta, following = row_of[column], float("inf"), 0
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                reduced = -weights[here - 1][j - 1] - row_potential[here] - column_potential[j]
                if reduced < slack[j]:
                    slack[j], came_from[j] = reduced, column
                if slack[j] < delta:
                    delta, following = slack[j], j
            for j in range(columns + 1):
                if done[j]:
                    row_potential[row_of[j]] += int(delta)
                    column_potential[j] -= int(delta)
                else:
                    slack[j] -= delta
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    column_of = {row: column for column, row in enumerate(row_of) if column and row}
    return [column_of[row] - 1 for row in range(1, rows + 1)]
