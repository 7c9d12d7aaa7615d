"""What a benchmark found, as records and as JSON types."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.benchmark.config import Published
from pipeline.benchmark.score import Macro, Measured
from pipeline.benchmark.systems import Unavailable, Usage


@dataclass(frozen=True, slots=True)
class Row:
    """A system on a set: its settings and package, every metric, what it cost, and the texts on which it failed.

    `usage` is null for predictions that were made elsewhere.
    """

    system: str
    peer: str
    settings: Mapping[str, Any]
    measures: Mapping[str, Measured | Macro]
    usage: Usage | None
    errors: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON types."""
        return {
            "system": self.system,
            "peer": self.peer,
            "settings": dict(self.settings),
            "metrics": {name: measured.to_dict() for name, measured in self.measures.items()},
            "usage": asdict(self.usage) | {"words_per_cpu_second": self.usage.words_per_second} if self.usage else None,
            "failed": list(self.errors),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """All systems on one set: how many documents, texts (their parts) and words it has, and what is published."""

    task: str
    name: str
    title: str
    note: str
    path: str
    sha256: str
    documents: int
    texts: int
    words: int
    metrics: tuple[str, ...]
    rows: tuple[Row, ...]
    published: tuple[Published, ...]
    unavailable: tuple[Unavailable, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON types."""
        keys = ("task", "name", "title", "note", "path", "sha256", "documents", "texts", "words")
        return {
            **{key: getattr(self, key) for key in keys},
            "systems": [row.to_dict() for row in self.rows],
            "published": [
                {"system": each.system, "source": each.source, "scores": dict(each.scores)} for each in self.published
            ],
            "unavailable": [asdict(each) for each in self.unavailable],
        }


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """The results of a run, set by set, and the record of how they were made."""

    record: Mapping[str, Any]
    sets: tuple[SetResult, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON types."""
        return {"record": dict(self.record), "sets": [each.to_dict() for each in self.sets]}
