"""Lookup of listed names: a dictionary by first word, the longest that fits wins; marks on letters do not count."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.countries import load_countries
from pipeline.letters import plain
from pipeline.records import Entity
from pipeline.rules import read_toml
from pipeline.stages.entities.rules.reading import Reading

_FIRST_WORD = re.compile(r"\w+")
_SHORT = 3
_FILES = ("places", "peoples", "organisations", "events")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their first word; each bucket has the longest names first."""

    buckets: Mapping[str, tuple[tuple[str, str], ...]]
    found_by: str

    def find(self, reading: Reading) -> Iterator[Entity]:
        """Matches, left to right and disjoint; a name starts and ends at the end of a word."""
        position, text = 0, plain(reading.text)
        for word in _FIRST_WORD.finditer(text):
            bucket = self.buckets.get(word[0])
            if bucket is None or word.start() < position:
                continue
            for name, label in bucket:
                end = word.start() + len(name)
                if text.startswith(name, word.start()) and _ends_word(text, end):
                    yield reading.entity((word.start(), end), label, self.found_by)
                    position = end
                    break


def build_gazetteer(entries: Iterable[tuple[str, str]], found_by: str = "gazetteer") -> Gazetteer:
    """A gazetteer of (name, label) pairs; of two labels for one name the first stays."""
    labels: dict[str, str] = {}
    for name, label in entries:
        labels.setdefault(plain(name), label)
    buckets: dict[str, list[tuple[str, str]]] = {}
    for name, label in sorted(labels.items(), key=lambda item: (-len(item[0]), item[0])):
        first = _FIRST_WORD.search(name)
        if first is not None and first.start() == 0:
            buckets.setdefault(first[0], []).append((name, label))
    return Gazetteer({word: tuple(names) for word, names in buckets.items()}, found_by)


@cache
def load_gazetteer() -> Gazetteer:
    """Countries, nationalities and capitals, and the lists in `resources/entities/`."""
    countries = load_countries()
    listed = [
        (name, label)
        for file in _FILES
        for label, names in read_toml(f"entities/{file}.toml")["gazetteer"].items()
        for name in names
    ]
    return build_gazetteer(
        [
            *((name, "GPE") for name in countries.names),
            *((name, "NORP") for name in countries.peoples),
            *((name, "GPE") for name in countries.capitals),
            *listed,
            *((name.upper(), "GPE") for name in countries.names if len(name) > _SHORT),
            *((name.upper(), "GPE") for name in countries.capitals),
            *((name.upper(), label) for name, label in listed if label == "GPE" and len(name) > _SHORT),
        ]
    )


def _ends_word(text: str, end: int) -> bool:
    following = text[end : end + 1]
    return not (following.isalnum() or following == "_") or text[end - 1] == "."
