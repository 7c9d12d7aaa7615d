"""Named entities in columns: one token a line, its IOB tag in the last column, a blank line between sentences.

CoNLL-2003 (Tjong Kim Sang and De Meulder 2003), CoNLL++, CrossNER, WNUT-17, WikiGold and their like. Columns are parted
by white space; the first one is the token. The text is rebuilt from the tokens (`pipeline.loaders.common.tokens`), one
sentence a line.
"""

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from pipeline.errors import FormatError
from pipeline.loaders.common.files import read_lines
from pipeline.loaders.common.tags import OUTSIDE, Scheme, find_fault, find_spans
from pipeline.loaders.common.tokens import build_document
from pipeline.records import Document

DOCUMENT_START = "-DOCSTART-"

_COLUMNS = 2

_Sentence = list[tuple[str, str]]


def load(path: Path, *, scheme: Scheme = "iob2") -> Iterator[Document]:
    """The documents of a column file, `FILE-1`, `FILE-2` …, with tokens, sentences and entities.

    A line `-DOCSTART-` parts documents; in a file without any, each sentence is a document of its own.
    Raises FormatError at a line that has no tag, or a tag that `scheme` does not allow there.
    """
    count = 0
    for count, sentences in enumerate(_documents(path, scheme), 1):
        yield _build(f"{path.stem}-{count}", sentences)
    if not count:
        raise FormatError(f"{path}: found no sentence; expected lines of a token and its tag")


def _documents(path: Path, scheme: Scheme) -> Iterator[list[_Sentence]]:
    parted = any(line.startswith(DOCUMENT_START) for _, line in read_lines(path))
    sentences: list[_Sentence] = []
    for sentence in _sentences(path, scheme):
        if sentence is not None:
            sentences.append(sentence)
        if sentences and (sentence is None or not parted):
            yield sentences
            sentences = []
    if sentences:
        yield sentences


def _sentences(path: Path, scheme: Scheme) -> Iterator[_Sentence | None]:
    """The sentences as tokens with their tags, and null where a document starts."""
    sentence: _Sentence = []
    for place, line in read_lines(path):
        columns = line.split()
        starts = columns[:1] == [DOCUMENT_START]
        if (starts or not columns) and sentence:
            yield sentence
            sentence = []
        if starts:
            yield None
        elif columns:
            before = sentence[-1][1] if sentence else OUTSIDE
            sentence.append(_token(columns, before, scheme, place))
    if sentence:
        yield sentence


def _token(columns: list[str], before: str, scheme: Scheme, place: str) -> tuple[str, str]:
    if len(columns) < _COLUMNS:
        raise FormatError(f"{place}: found {columns[0]!r} alone; expected a token and its tag, parted by white space")
    fault = find_fault(columns[-1], before, scheme)
    if fault:
        raise FormatError(f"{place}: {fault}")
    return columns[0], columns[-1]


def _build(document_id: str, sentences: list[_Sentence]) -> Document:
    starts = accumulate(map(len, sentences), initial=0)
    ranges = [
        (start + first, start + last, label)
        for start, sentence in zip(starts, sentences, strict=False)
        for first, last, label in find_spans(tag for _, tag in sentence)
    ]
    return build_document(document_id, [[token for token, _ in sentence] for sentence in sentences], ranges)
