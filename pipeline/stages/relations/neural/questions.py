"""What a head of relations is asked of a document: its words, the spans among them, and the pairs of these."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.align import token_range
from pipeline.candidates import Candidate, candidates
from pipeline.onnx.folder import PairMeta
from pipeline.onnx.pieces import Integers
from pipeline.records import Document, Offsets

_OPENING, _CLOSING = "[", "]"

Place = tuple[Offsets, str]
"""Where the text speaks of something, and the label of what it speaks of."""


@dataclass(frozen=True, slots=True)
class Question:
    """A document as the head reads it.

    `words` are its tokens, with typed markers around the spans where the head reads those; `sentences` are ranges of
    words. `spans` has the first and the last word of each span, `labels` the number of its label; both are in text
    order. `candidates` are the pairs asked about, `pairs` their ends as numbers of spans, `allowed` the classes that
    each may have, class 0 being no role.
    """

    words: Sequence[str]
    sentences: Sequence[Offsets]
    spans: Integers
    labels: Integers
    candidates: tuple[Candidate, ...]
    pairs: Integers
    allowed: NDArray[np.bool_]


def ask(document: Document, meta: PairMeta) -> Question:
    """The question to a head about a document with sentences, entities and values."""
    asked = tuple(_near(document, meta))
    places = sorted(set(_places(document, asked, meta)), key=lambda place: (place[0][0], -place[0][1], place[1]))
    ranges = [token_range(document.tokens, offsets) for offsets, _ in places]
    labels = [label for _, label in places]
    words = [document.content[start:end] for start, end in document.tokens]
    sentences = [token_range(document.tokens, sentence) for sentence in document.sentences]
    spans = [(first, last - 1) for first, last in ranges]
    if meta.markers:
        words, sentences, spans = _mark(words, sentences, ranges, labels)
    numbers = {place: number for number, place in enumerate(places)}
    classes = ("", *meta.roles)
    return Question(
        words=words,
        sentences=sentences,
        spans=np.array(spans, dtype=np.int64).reshape(-1, 2),
        labels=np.array([meta.labels.index(label) for label in labels], dtype=np.int64),
        candidates=asked,
        pairs=np.array([[numbers[end] for end in _ends(one)] for one in asked], dtype=np.int64).reshape(-1, 2),
        allowed=np.array([[not role or role in one.roles for role in classes] for one in asked], dtype=np.bool_),
    )


def _near(document: Document, meta: PairMeta) -> Iterator[Candidate]:
    """The candidates that the head is asked about: no more than its reach of sentences apart, all of them tokens."""
    for candidate in candidates(document, meta.schema):
        ends = (token_range(document.tokens, offsets) for offsets, _ in _ends(candidate))
        if abs(candidate.distance) <= meta.reach and all(first < last for first, last in ends):
            yield candidate


def _ends(candidate: Candidate) -> tuple[Place, Place]:
    return (candidate.head.offsets, candidate.head.label), (candidate.place, candidate.argument.label)


def _places(document: Document, asked: Sequence[Candidate], meta: PairMeta) -> Iterator[Place]:
    """The spans of the labels that the head knows, and where pointers stand for them."""
    for span in document.spans():
        first, last = token_range(document.tokens, span.offsets)
        if first < last and span.label in meta.labels:
            yield span.offsets, span.label
    for candidate in asked:
        yield from _ends(candidate)


def _mark(
    words: Sequence[str], sentences: Sequence[Offsets], ranges: Sequence[Offsets], labels: Sequence[str]
) -> tuple[list[str], list[Offsets], list[Offsets]]:
    """Typed markers in plain words (Zhou and Chen 2022): `[ person Ana Ruiz ] visited [ gpe Peru ]`.

    The ranges are sorted, outer ones first. Returns words, sentences and spans, each of these from bracket to bracket.
    """
    opening: defaultdict[int, list[int]] = defaultdict(list)
    closing: defaultdict[int, list[int]] = defaultdict(list)
    for number, (first, last) in enumerate(ranges):
        opening[first].append(number)
        closing[last - 1].insert(0, number)
    marked: list[str] = []
    before: list[int] = []
    firsts, lasts = dict[int, int](), dict[int, int]()
    for index, word in enumerate(words):
        before.append(len(marked))
        for number in opening[index]:
            firsts[number] = len(marked)
            marked += (_OPENING, labels[number].lower())
        marked.append(word)
        for number in closing[index]:
            lasts[number] = len(marked)
            marked.append(_CLOSING)
    before.append(len(marked))
    spans = [(firsts[number], lasts[number]) for number in range(len(ranges))]
    return marked, [(before[start], before[end]) for start, end in sentences], spans
