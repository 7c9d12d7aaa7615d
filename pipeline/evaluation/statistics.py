"""What a corpus holds: how much of everything, and where two texts say the same in the same words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.align import index_at
from pipeline.evaluation.arcs import count_crossing
from pipeline.evaluation.matching import check_ids
from pipeline.records import Document
from pipeline.schema import load_schema

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
NGRAM = 8

Counts = Mapping[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Totals of a corpus, and counts by name: `labels`, `roles`, `facts`, `status`, `countries` (once a document)."""

    documents: int
    words: int | None
    sentences: int
    spans: int
    clusters: int
    arcs: int
    crossing: int
    facts: int
    counts: Counts


def count_corpus(documents: Iterable[Document]) -> Statistics:
    """Count a corpus. `words` is null if a document has no text. Raises FormatError for an id that no span has."""
    documents = list(documents)
    for document in documents:
        check_ids("corpus", document)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for name, key in _keys(document):
            counts[name][key] += 1
    return Statistics(
        documents=len(documents),
        words=_words(documents),
        sentences=sum(len(document.sentences) for document in documents),
        spans=sum(len(document.spans()) for document in documents),
        clusters=sum(len(document.links.clusters) for document in documents),
        arcs=sum(len(document.relations) for document in documents),
        crossing=sum(map(count_crossing, documents)),
        facts=sum(len(document.facts) for document in documents),
        counts=counts,
    )


def _keys(document: Document) -> Iterator[tuple[str, str]]:
    triggers = load_schema().triggers
    yield from (("labels", span.label) for span in document.spans())
    yield from (("roles", arc.label) for arc in document.relations)
    yield from (("facts", fact.type) for fact in document.facts)
    yield from (("status", entity.status or "asserted") for entity in document.entities if entity.label in triggers)
    yield from (("countries", country) for country in set(document.links.countries.values()))


def _words(documents: Iterable[Document]) -> int | None:
    texts = [document.text for document in documents]
    return None if None in texts else sum(len(text.split()) for text in texts if text)


def shared_ngrams(documents: Sequence[Document], size: int = NGRAM) -> Iterator[tuple[str, str, str]]:
    """Pairs of documents and `size` words in a row that both have, names, offices and numbers left out of account.

    A stretch in which fewer than half of the words are the author's own counts for nothing: two texts may well name
    the same people and offices.
    """
    holders: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for document in documents:
        for ngram in _ngrams(document, size):
            holders[ngram].add(document.id)
    for ngram, ids in sorted(holders.items()):
        for first, second in combinations(sorted(ids), 2):
            yield first, second, " ".join(ngram)


def _ngrams(document: Document, size: int) -> Iterator[tuple[str, ...]]:
    marked = [span.offsets for span in document.spans() if span.label not in load_schema().triggers]
    words = [(match[0].lower(), index_at(marked, match.start()) is None) for match in _WORD.finditer(document.content)]
    for start in range(len(words) - size + 1):
        stretch = words[start : start + size]
        if 2 * sum(own for _, own in stretch) >= size:
            yield tuple(word for word, _ in stretch)
