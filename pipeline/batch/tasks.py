"""One text on its way through a batch: a task goes in, a result comes out; both cross process borders."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import StageError
from pipeline.jsonl import document_to_dict, dump
from pipeline.records import Document
from pipeline.runner import Pipeline

Build = Callable[[], Pipeline]
"""Builds the pipeline, once in every process; it must be picklable (a module's function, or a `partial` of one)."""

Counts = Counter[tuple[str, ...]]
"""What was found, by kind and label: ("tokens",), ("spans", "VISIT"), ("facts", "MEETING")."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document still to be processed, and the name of the file that it was read from."""

    source: str
    document: Document


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document is missing: one line of failures.jsonl.

    `stage` is the layer whose stage failed, `corpus` (not readable, or its id is used twice) or `worker` (the process
    died). `error` is the name of the exception. `id` is null if it is not known.
    """

    id: str | None
    source: str
    stage: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """A processed document as the bytes that are written: its line and those of its facts, newlines included."""

    id: str
    line: bytes
    facts: bytes
    counts: Counts


Item = Task | Failure
Result = Done | Failure


def process(pipeline: Pipeline, task: Task) -> Result:
    """Run the pipeline over one document; what its stages raise becomes a Failure."""
    try:
        document = pipeline(task.document)
    except StageError as error:
        cause = error.__cause__ or error
        return Failure(task.document.id, task.source, error.stage or "pipeline", type(cause).__name__, str(cause))
    data = document_to_dict(document)
    return Done(document.id, encode_line(data), encode_facts(data), count(data))


def encode_line(data: Mapping[str, Any]) -> bytes:
    """One line of JSON Lines in UTF-8, with its newline."""
    return (dump(data) + "\n").encode()


def encode_facts(data: Mapping[str, Any]) -> bytes:
    """The lines of facts.jsonl that belong to a line of documents.jsonl."""
    return b"".join(encode_line(fact) for fact in data["facts"])


def count(data: Mapping[str, Any]) -> Counts:
    """Count the layers of a line of documents.jsonl. A word is a token with a letter or digit in it."""
    text, tokens = data["text"], data["tokens"]
    counts: Counts = Counter()
    counts["documents",] = 1
    counts["sentences",] = len(data["sentences"])
    counts["tokens",] = len(tokens)
    counts["words",] = sum(any(map(str.isalnum, text[start:end])) for start, end in tokens)
    counts.update(("spans", span["label"]) for span in (*data["entities"], *data["values"]))
    counts.update(("facts", fact["type"]) for fact in data["facts"])
    return counts
