"""The facts beside the text that they were read from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale

from pipeline.align import index_at, overlaps
from pipeline.records import Document, Fact, Offsets, Span
from pipeline.report.html.fillers import Filler, Heading, describe_filler, describe_heading, labels_of, span_ids
from pipeline.report.html.text import Mark, Piece, cut, mark
from pipeline.schema import load_schema


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text with its anchor; `number` counts from 1."""

    key: str
    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FactCard:
    """A fact: its roles with their fillers, the sentences of its evidence, and `refs`, its marks in the text."""

    key: str
    type: str
    heading: Heading
    roles: Mapping[str, tuple[Filler, ...]]
    countries: tuple[str, ...]
    evidence: tuple[tuple[str, int], ...]
    refs: tuple[int, ...]
    is_static: bool


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document: paragraphs of sentences, and its facts."""

    key: str
    id: str
    title: str
    created: str | None
    paragraphs: tuple[tuple[Sentence, ...], ...]
    facts: tuple[FactCard, ...]


def fact_key(document: str, number: int) -> str:
    """The anchor of the fact that stands at place `number` (from 0) of the document with that anchor."""
    return f"{document}f{number + 1}"


def show_facts(key: str, document: Document) -> DocumentFacts:
    """A document with its facts; `key` is its anchor in the page."""
    stretches = cut(document)
    refs = _number(document)
    cards = tuple(
        _card(fact_key(key, number), key, fact, _View(stretches, labels_of(document), refs))
        for number, fact in enumerate(document.facts)
    )
    return DocumentFacts(
        key=key,
        id=document.id,
        title=document.title or document.id,
        created=document.created,
        paragraphs=tuple(_paragraphs(key, document, stretches, refs)),
        facts=tuple(sorted(cards, key=lambda card: card.is_static)),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """What the facts of one document share: the stretches of its text, labels and mark numbers by span id."""

    stretches: Sequence[Offsets]
    labels: Mapping[str, str]
    refs: Mapping[str, int]


def _number(document: Document) -> dict[str, int]:
    """Span id → number of the thing that it mentions, for every mention of what stands in a fact."""
    clusters = document.links.cluster_of()
    refs: dict[str, int] = {}
    for number, span_id in enumerate(span_ids(document.facts)):
        for member in (span_id, *clusters.get(span_id, ())):
            refs.setdefault(member, number)
    return refs


def _card(key: str, document: str, fact: Fact, view: _View) -> FactCard:
    arguments = [argument for fillers in fact.arguments.values() for argument in fillers]
    lit = [
        index
        for index, stretch in enumerate(view.stretches)
        if any(overlaps(stretch, evidence) for evidence in fact.evidence)
    ]
    return FactCard(
        key=key,
        type=fact.type,
        heading=describe_heading(fact),
        roles={
            role: tuple(describe_filler(argument, view.labels) for argument in fillers)
            for role, fillers in fact.arguments.items()
        },
        countries=tuple(sorted({argument.country for argument in arguments if argument.country})),
        evidence=tuple((_sentence_key(document, index), index + 1) for index in lit),
        refs=tuple(dict.fromkeys(view.refs[span_id] for span_id in span_ids([fact]))),
        is_static=fact.type in load_schema().static,
    )


def _sentence_key(document: str, index: int) -> str:
    return f"{document}s{index + 1}"


def _paragraphs(
    key: str, document: Document, stretches: Sequence[Offsets], refs: Mapping[str, int]
) -> Iterator[tuple[Sentence, ...]]:
    """The sentences, those of one line of the text together."""
    marks: defaultdict[int | None, list[Mark]] = defaultdict(list)
    for found in _marks(key, document, refs):
        marks[index_at(stretches, found.start)].append(found)
    paragraph: list[Sentence] = []
    for index, stretch in enumerate(stretches):
        text = document.content[slice(*stretch)]
        paragraph.append(Sentence(_sentence_key(key, index), index + 1, mark(document.content, stretch, marks[index])))
        if not {"\n", "\r"}.isdisjoint(text[len(text.rstrip()) :]):
            yield tuple(paragraph)
            paragraph = []
    if paragraph:
        yield tuple(paragraph)


def _marks(key: str, document: Document, refs: Mapping[str, int]) -> Iterator[Mark]:
    """The mentions of what stands in a fact; the first fact of a trigger is where its mentions lead."""
    spans = document.by_id()
    facts: dict[int, int] = {}
    for number, fact in enumerate(document.facts):
        if fact.trigger:
            facts.setdefault(refs[fact.trigger.id], number)
    for span_id, ref in refs.items():
        span = spans.get(span_id)
        if span is not None:
            href = f"#{fact_key(key, facts[ref])}" if ref in facts else None
            yield Mark(*span.offsets, _group(span), span.label, href, ref)


def _group(span: Span) -> str:
    schema = load_schema()
    groups = {"trigger": schema.triggers, "value": schema.values, "name": schema.names}
    return next((group for group, labels in groups.items() if span.label in labels), "other")


def count_countries(documents: Iterable[DocumentFacts]) -> list[tuple[str, str, int]]:
    """Code, name and number of facts of every country that stands in a fact, by name."""
    counts = Counter(code for document in documents for fact in document.facts for code in fact.countries)
    return sorted(
        ((code, _country_names().get(code, code), count) for code, count in counts.items()), key=lambda c: c[1:]
    )


@cache
def _country_names() -> Mapping[str, str]:
    return dict(Locale("en").territories)
