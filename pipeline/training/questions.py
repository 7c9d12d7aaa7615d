"""Annotated documents as what a head of relations learns from: windows with pairs of spans and their right roles."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ConfigError
from pipeline.nn.pairs import ROLES
from pipeline.onnx.folder import PairMeta
from pipeline.onnx.pieces import Integers, Pieces, Window
from pipeline.records import Document
from pipeline.stages.relations.neural.questions import Question, ask
from pipeline.training.examples import Arrays, nothing_to_learn, read_set
from pipeline.training.pairs import GoldArcs
from pipeline.training.recipe import DataSet


@dataclass(frozen=True, slots=True)
class PairExample:
    """A window with the pairs of the spans in it, and their right classes.

    `spans`, `labels`, `pairs` and `allowed` are as a head takes them (`pipeline.nn.pairs`), counted from the window's
    first word; `right` is pairs × classes, with at least one in each row. `gold` is how many arcs the
    document has of each role, whether they are asked about or not; its first window has it.
    """

    head: str
    window: Window
    spans: Integers
    labels: Integers
    pairs: Integers
    allowed: NDArray[np.bool_]
    right: NDArray[np.bool_]
    gold: Mapping[str, int]

    @property
    def rows(self) -> int:
        """One a pair."""
        return len(self.pairs)

    @property
    def asked(self) -> tuple[str, ...]:
        """The roles."""
        return (ROLES,)

    def without_hints(self) -> "PairExample":
        """The example itself: a head of relations has no hints."""
        return self

    @staticmethod
    def join(examples: Sequence["PairExample"]) -> tuple[Arrays, Arrays]:
        """Spans and pairs, counted over all the windows; right classes."""
        words = np.cumsum([0, *(len(example.window.firsts) for example in examples)])
        spans = np.cumsum([0, *(len(example.spans) for example in examples)])
        given = {
            "spans": np.concatenate([example.spans + words[row] for row, example in enumerate(examples)]),
            "labels": np.concatenate([example.labels for example in examples]),
            "pairs": np.concatenate([example.pairs + spans[row] for row, example in enumerate(examples)]),
            "allowed": np.concatenate([example.allowed for example in examples]),
        }
        return given, {ROLES: np.concatenate([example.right for example in examples])}


def read_questions(data_set: DataSet, data: Path, meta: PairMeta, pieces: Pieces) -> list[PairExample]:
    """The examples of a data set whose path starts from the folder `data`.

    Raises InputError if it is not there or holds no pair, ConfigError for a label or role that the recipe has not.
    """
    examples: list[PairExample] = []
    for document in read_set(data_set, data):
        _check(document, data_set, meta)
        examples += _examples(document, data_set.settings.head, meta, pieces)
    if not examples:
        raise nothing_to_learn(data_set, data)
    return examples


def _check(document: Document, data_set: DataSet, meta: PairMeta) -> None:
    labels = {span.id: span.label for span in document.spans()}
    foreign = [label for label in labels.values() if label not in meta.labels]
    arcs = [(labels[arc.head], arc.label, labels[arc.argument]) for arc in document.relations]
    unknown = [arc for arc in arcs if arc[2] not in meta.schema.get(arc[0], {}).get(arc[1], ())]
    place = f"set {data_set.name!r}, document {document.id!r}: found"
    if foreign:
        raise ConfigError(
            f"{place} the label {foreign[0]!r}, which [heads.{data_set.settings.head}] labels does not name; it has "
            f"{', '.join(meta.labels)}"
        )
    if unknown:
        head, role, argument = unknown[0]
        raise ConfigError(
            f"{place} {role!r} from {head} to {argument}, which [heads.{data_set.settings.head}.roles] does not allow; "
            f"add '{head} > {argument}' to {role}"
        )


def _examples(document: Document, head: str, meta: PairMeta, pieces: Pieces) -> Iterator[PairExample]:
    question = ask(document, meta)
    right = _right(question, GoldArcs(document), meta)
    kept = right.any(-1)
    gold = dict(Counter(arc.label for arc in document.relations))
    for window in pieces.windows(question.words, question.sentences):
        inside = (question.spans[:, 0] >= window.start) & (question.spans[:, 1] < window.end)
        asked = kept & inside[question.pairs].all(-1)
        if asked.any() or gold:
            numbers = np.cumsum(inside) - 1
            yield PairExample(
                head=head,
                window=window,
                spans=question.spans[inside] - window.start,
                labels=question.labels[inside],
                pairs=numbers[question.pairs[asked]],
                allowed=question.allowed[asked],
                right=right[asked],
                gold=gold,
            )
            gold = {}


def _right(question: Question, gold: GoldArcs, meta: PairMeta) -> NDArray[np.bool_]:
    """Pairs × classes: the right roles, else class 0; none where gold has an arc between other mentions of the two."""
    right = np.zeros(question.allowed.shape, dtype=np.bool_)
    for row, candidate in enumerate(question.candidates):
        answers = {role: gold.is_right(candidate, role) for role in candidate.roles}
        if any(answers.values()):
            right[row] = [bool(answers.get(role)) for role in ("", *meta.roles)]
        else:
            right[row, 0] = None not in answers.values()
    return right
