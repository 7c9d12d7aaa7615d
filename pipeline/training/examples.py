"""Annotated documents as what a network learns from: windows with the tags that each token may have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.align import token_range
from pipeline.config import find_build
from pipeline.convert.standoff import Unmatched, attach
from pipeline.errors import ConfigError, InputError
from pipeline.jsonl import read_documents
from pipeline.nn.heads import TAGS
from pipeline.nn.losses import IGNORED
from pipeline.onnx.network import HINTS
from pipeline.onnx.pieces import Integers, Pieces, Window
from pipeline.onnx.tagging import Tagset
from pipeline.records import Document, Entity, Offsets
from pipeline.runner import Pipeline, load_pipeline
from pipeline.schema import load_schema
from pipeline.settings import locate
from pipeline.training.recipe import ANYTHING, DataSet, HeadSettings

Arrays = dict[str, NDArray[Any]]


class AnyExample(Protocol):
    """A window with its answers, for a head of any kind."""

    @property
    def head(self) -> str:
        """The name of the head."""
        ...

    @property
    def window(self) -> Window:
        """What the encoder reads."""
        ...

    @property
    def rows(self) -> int:
        """How many rows the logits of the example have."""
        ...

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked; examples of a batch are asked the same."""
        ...

    def without_hints(self) -> Self:
        """The example of which nothing is told."""
        ...

    @staticmethod
    def join(examples: Sequence[Any]) -> tuple[Arrays, Arrays]:
        """What the head is given beside the states for some examples together, and the answers."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its answers.

    `sentences` are ranges of its tokens and `spans` (first, last, label) its gold, both counted from its first token;
    `allowed` is tokens × tags; `attributes[name]` one class a token, IGNORED where none is asked for; `hints` one
    number a token, 0 where there is none.
    """

    head: str
    window: Window
    sentences: tuple[Offsets, ...]
    spans: tuple[tuple[int, int, str], ...]
    allowed: NDArray[np.bool_]
    attributes: Mapping[str, Integers]
    hints: Integers

    @property
    def rows(self) -> int:
        """One a token."""
        return len(self.window.firsts)

    @property
    def asked(self) -> tuple[str, ...]:
        """The attributes."""
        return tuple(self.attributes)

    def without_hints(self) -> Self:
        """The example of which nothing is told."""
        return replace(self, hints=np.zeros_like(self.hints))

    @staticmethod
    def join(examples: Sequence["Example"]) -> tuple[Arrays, Arrays]:
        """Hints; allowed tags and attributes."""
        answers = [{TAGS: example.allowed, **example.attributes} for example in examples]
        joined = {name: np.concatenate([found[name] for found in answers]) for name in answers[0]}
        return {HINTS: np.concatenate([example.hints for example in examples])}, joined


def classes_of(attribute: str) -> tuple[str, ...]:
    """The values of an attribute, in the order of their classes."""
    return tuple(sorted(load_schema().attributes[attribute]))


def read_examples(data_set: DataSet, data: Path, head: HeadSettings, pieces: Pieces) -> list[Example]:
    """The examples of a data set whose path starts from the folder `data`.

    Raises InputError if it is not there or empty, ConfigError for a label that the recipe does not name.
    """
    maker = _Maker(data_set, head, pieces)
    examples = [example for document in read_set(data_set, data) for example in maker.examples(document)]
    if not examples:
        raise nothing_to_learn(data_set, data)
    return examples


def nothing_to_learn(data_set: DataSet, data: Path) -> InputError:
    """The error of a set that holds no example."""
    path = data_set.locate(data)
    return InputError(f"{path}: found no text to learn from; the recipe's set {data_set.name!r} needs some")


def find_set(data_set: DataSet, data: Path) -> Path:
    """The file or folder of a set. Raises InputError if it is not there."""
    path = data_set.locate(data)
    if not path.exists():
        raise InputError(f"{path}: no such file; the recipe's set {data_set.name!r} needs it (is --data right?)")
    return path


def read_set(data_set: DataSet, data: Path) -> Iterator[Document]:
    """The documents of a set, with tokens and sentences; stand-off gold is joined with its texts.

    Raises InputError if there is no such file, or a text is missing.
    """
    path = find_set(data_set, data)
    segment = find_build("sentences.rules")()
    for document in _documents(data_set, path, data):
        if document.tokens and document.sentences:
            yield document
        else:
            found = segment(document)
            yield replace(document, tokens=document.tokens or found.tokens, sentences=found.sentences)


def _documents(data_set: DataSet, path: Path, data: Path) -> Iterator[Document]:
    if data_set.settings.texts is None:
        yield from data_set.load(path)
        return
    for document in attach(read_documents(path), [str(data / text) for text in data_set.settings.texts]):
        if isinstance(document, Unmatched):
            raise InputError(f"{path}: {document}; [sets.{data_set.name}] texts names the files that are searched")
        yield document


class _Maker:
    """Makes the examples of one set."""

    def __init__(self, data_set: DataSet, head: HeadSettings, pieces: Pieces) -> None:
        self._name = data_set.name
        self._settings = data_set.settings
        self._head = head
        self._tagset = Tagset(tuple(head.labels))
        self._pieces = pieces
        settings = data_set.settings
        self._propose = _proposer(head.hints) if head.hints and settings.labels is None else None
        self._known = {label: [label] for label in head.labels} if settings.labels is None else settings.labels
        self._outside = self._allow(["O", *(settings.outside or ())])

    def examples(self, document: Document) -> Iterator[Example]:
        """The windows of a document with their answers."""
        tokens, text = document.tokens, document.content
        hints = self._hints(document)
        words = [text[start:end] for start, end in tokens]
        sentences = [token_range(tokens, sentence) for sentence in document.sentences]
        spans = sorted(self._spans(document), key=lambda found: found[:2])
        for window in self._pieces.windows(words, sentences):
            example = self._example(window, sentences, spans)
            yield replace(example, hints=hints[window.start : window.end])

    def _hints(self, document: Document) -> Integers:
        """What the head is told of each token of the document."""
        tokens = document.tokens
        if self._propose is None:
            return np.zeros(len(tokens), dtype=np.int64)
        plain = Document(id=document.id, text=document.text, created=document.created, title=document.title)
        found = self._propose(plain).entities
        spans = [(*token_range(tokens, entity.offsets), entity.label) for entity in found]
        return np.array(self._tagset.hint(spans, len(tokens)), dtype=np.int64)

    def _spans(self, document: Document) -> Iterator[tuple[int, int, Entity]]:
        """Gold as ranges of tokens: flat, the longest of overlapping ones; labels that no head has are an error."""
        taken = 0
        ranked = sorted(document.entities, key=lambda entity: (entity.start, -entity.end))
        labels = self._known.keys() | (load_schema().values if self._settings.labels is None else set())
        for entity in ranked:
            if entity.label not in labels:
                raise ConfigError(
                    f"set {self._name!r}, document {document.id!r}: found the label {entity.label!r}, which the recipe "
                    f"does not name; add it to [sets.{self._name}.labels] (it names {', '.join(sorted(self._known))})"
                )
            first, last = token_range(document.tokens, entity.offsets)
            if first < last and first >= taken and entity.label in self._known:
                taken = last
                yield first, last, entity

    def _example(
        self, window: Window, sentences: Sequence[Offsets], spans: Sequence[tuple[int, int, Entity]]
    ) -> Example:
        inside = [
            (first - window.start, last - window.start, entity)
            for first, last, entity in spans
            if window.start <= first and last <= window.end
        ]
        length = window.end - window.start
        allowed = np.tile(self._outside, (length, 1))
        for first, last, entity in inside:
            allowed[first] = self._allow(self._known[entity.label], "B")
            allowed[first + 1 : last] = self._allow(self._known[entity.label], "I")
        return Example(
            head=self._settings.head,
            window=window,
            sentences=tuple(_clip(sentences, window)),
            spans=tuple((first, last, entity.label) for first, last, entity in inside),
            allowed=allowed,
            attributes={name: _classes(name, inside, length) for name in self._attributes()},
            hints=np.zeros(length, dtype=np.int64),
        )

    def _attributes(self) -> Iterable[str]:
        return (self._head.attributes or ()) if self._settings.labels is None else ()

    def _allow(self, labels: Iterable[str], prefixes: str = "BI") -> NDArray[np.bool_]:
        """Which tags may be right where any of these labels may be; `O` stands for no label."""
        names = set(labels)
        tags = self._tagset.tags
        if ANYTHING in names:
            return np.ones(len(tags), dtype=np.bool_)
        return np.array([tag in names or (tag[0] in prefixes and tag[2:] in names) for tag in tags])


def _proposer(config: str) -> Pipeline:
    """The stages of a pipeline config up to `entities`."""
    return load_pipeline(locate(config, Path()))


def _clip(sentences: Iterable[Offsets], window: Window) -> Iterator[Offsets]:
    """The parts of the sentences that lie in the window, counted from its first token."""
    for first, last in sentences:
        start, end = max(first, window.start), min(last, window.end)
        if start < end:
            yield start - window.start, end - window.start


def _classes(attribute: str, spans: Iterable[tuple[int, int, Entity]], length: int) -> Integers:
    classes = np.full(length, IGNORED, dtype=np.int64)
    for first, _, entity in spans:
        value = getattr(entity, attribute)
        if value is not None:
            classes[first] = classes_of(attribute).index(value)
    return classes
