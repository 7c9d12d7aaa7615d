"""From command-line arguments to the items of a batch, one at a time."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.batch.tasks import Failure, Item, Task
from pipeline.corpus import find_sources, read_source
from pipeline.records import Document


def read_items(paths: Sequence[str], *, created: str | None = None) -> Iterator[Item]:
    """Every document that the paths name, in order, as a Task; what cannot be read as a Failure.

    `created` (YYYY-MM-DD) is the date of texts that give none. Only the ids that were used stay in memory.
    """
    taken: set[str] = set()
    for source in find_sources(paths):
        for found in read_source(source, created=created, taken=taken):
            if isinstance(found, Document):
                yield Task(source.name, found)
            else:
                yield Failure(found.id, found.source, "corpus", found.error, found.message)


def describe_inputs(paths: Sequence[str]) -> dict[str, Any]:
    """What identifies an input list: the paths as given, how many sources they name, and a hash of the names."""
    digest, number = hashlib.sha256(), 0
    for source in find_sources(paths):
        digest.update(source.name.encode("utf-8", "surrogateescape") + b"\n")
        number += 1
    return {"paths": list(paths), "sources": number, "sha256": digest.hexdigest()}


def count_documents(paths: Sequence[str]) -> int | None:
    """How many documents the paths name; null where that takes reading (JSON Lines, standard input)."""
    number = 0
    for source in find_sources(paths):
        if source.is_jsonl or (source.path is None and source.problem is None):
            return None
        number += 1
    return number
