"""A pipeline for tests of the frame: every word a token, every capitalised word a GPE, every number a CARDINAL.

Some words make it misbehave: `fail` raises, `kill` ends the process, `slow` takes a while.
"""

import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.batch import Job, Recipe, extract
from pipeline.records import Amount, Argument, Document, Entity, Fact, Segmentation, Value
from pipeline.runner import Pipeline

SLOW_SECONDS = 0.02


@dataclass(frozen=True)
class Stage:
    assigns: str
    find: Callable[[Document], Any]
    requires: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    model_hash: str = "0" * 64

    def __call__(self, document: Document, /) -> Any:
        return self.find(document)


def _segment(document: Document) -> Segmentation:
    text = document.content
    return Segmentation(
        tokens=tuple(match.span() for match in re.finditer(r"\w+|[^\w\s]", text)),
        sentences=tuple(match.span() for match in re.finditer(r"[^.\s][^.]*\.", text)),
    )


def _find_values(document: Document) -> tuple[Value, ...]:
    if "fail" in document.content:
        raise ZeroDivisionError("by design")
    if "kill" in document.content:
        os.kill(os.getpid(), signal.SIGKILL)
    if "slow" in document.content:
        time.sleep(SLOW_SECONDS)
    return tuple(
        Value(start=m.start(), end=m.end(), label="CARDINAL", text=m[0], norm=Amount(Decimal(m[0])))
        for m in re.finditer(r"\d+", document.content)
    )


def _find_entities(document: Document) -> tuple[Entity, ...]:
    matches = re.finditer(r"\b[A-Z]\w*", document.content)
    return tuple(Entity(start=m.start(), end=m.end(), label="GPE", text=m[0]) for m in matches)


def _assemble(document: Document) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            id=f"f{number}",
            document=document.id,
            created=document.created,
            type="member_of",
            status=None,
            phase=None,
            trigger=None,
            arguments={"head": (Argument(entity.id, entity.text),)},
            evidence=(entity.offsets,),
        )
        for number, entity in enumerate(document.entities, 1)
    )


def build() -> Pipeline:
    return Pipeline(
        (
            Stage("sentences", _segment),
            Stage("values", _find_values),
            Stage("entities", _find_entities),
            Stage("facts", _assemble, requires=("entities",)),
        )
    )


def build_only_in_parent() -> Pipeline:
    """Builds where tests call it, and kills every worker that tries."""
    if multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return build()


def job(*paths: Path | str, **options: Any) -> Job:
    recipe = options.pop("recipe", Recipe({"stand_in": {"version": 1}}, build))
    return Job(paths=tuple(str(path) for path in paths), recipe=recipe, **options)


if __name__ == "__main__":
    source, out, workers = sys.argv[1:]
    extract(job(source, workers=int(workers)), Path(out))
