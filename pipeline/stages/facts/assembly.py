"""Facts from spans, links and arcs: one for each trigger cluster with arcs, one for each static arc.

Nothing is decided here that an earlier layer did not say, so the same function reads gold and predicted documents.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from pipeline.align import index_at
from pipeline.records import Arc, Argument, Document, Entity, Fact, Norm, Office, Offsets, Span, Trigger, Value
from pipeline.schema import load_schema


class Assembly:
    """The stage: `assemble` behind the stage contract."""

    requires: ClassVar = ("sentences", "entities", "values", "links", "relations")
    uses: ClassVar[tuple[str, ...]] = ()
    assigns = "facts"

    def __call__(self, document: Document) -> tuple[Fact, ...]:
        """The facts of the document."""
        return assemble(document)


def build() -> Assembly:
    """The stage `facts.assembly`; it has no settings."""
    return Assembly()


def assemble(document: Document) -> tuple[Fact, ...]:
    """The facts of a document, numbered f1 … in the order of their evidence; in one sentence, events come first."""
    static = load_schema().static
    view = _view(document)
    facts = list(_trigger_facts(view, [arc for arc in document.relations if arc.label not in static]))
    facts += _static_facts(view, [arc for arc in document.relations if arc.label in static])
    facts.sort(key=lambda fact: fact.evidence[0])
    return tuple(replace(fact, id=f"f{number}") for number, fact in enumerate(facts, 1))


@dataclass(frozen=True, slots=True)
class _View:
    """A document, its spans by id, the cluster of each, and by key the fullest mention of each entity in an arc."""

    document: Document
    spans: Mapping[str, Span]
    clusters: Mapping[str, str]
    fullest: Mapping[Hashable, Entity]

    def key(self, span: Span, norm: Norm | None = None) -> Hashable:
        """What makes two fillers one: country, else normal form (the given one or a value's own), else cluster."""
        country = self.document.links.countries.get(span.id)
        if country is not None:
            return country
        if norm is None and isinstance(span, Value):
            norm = span.norm
        return self.clusters.get(span.id, span.id) if norm is None else (span.label, norm)

    def argument(self, span: Span, norm: Norm | None = None) -> Argument:
        """The filler as a record: a value as it stands, an entity by its fullest mention that stands in an arc."""
        if isinstance(span, Entity):
            span = self.fullest[self.key(span)]
        return self.as_written(span, norm)

    def as_written(self, span: Span, norm: Norm | None = None) -> Argument:
        """The filler as a record, by this very mention."""
        own = span.norm if isinstance(span, Entity | Value) else None
        return Argument(span.id, span.text, norm or own, self.document.links.countries.get(span.id))

    def sentences(self, spans: Iterable[Span]) -> tuple[Offsets, ...]:
        """The sentences that hold the spans (the span itself where no sentence does), sorted, each once."""
        sentences = self.document.sentences
        indices = {span.offsets: index_at(sentences, span.start) for span in spans}
        return tuple(sorted({offsets if i is None else sentences[i] for offsets, i in indices.items()}))


def _view(document: Document) -> _View:
    spans = document.by_id()
    clusters = {member: cluster[0] for cluster in document.links.clusters for member in cluster}
    fullest: dict[Hashable, Entity] = {}
    view = _View(document, spans, clusters, fullest)
    in_arcs = {end for arc in document.relations for end in (arc.head, arc.argument)}
    for entity in sorted(document.entities, key=_fullness):
        if entity.id in in_arcs:
            fullest.setdefault(view.key(entity), entity)
    return view


def _fullness(entity: Entity) -> tuple[bool, bool, int, int]:
    """Sort key, fullest first: no stand-in ('counterpart'), no nationality for a country, the longest, the earliest."""
    stand_in = entity.norm is not None and entity.norm != Office(entity.text)
    return stand_in, entity.label == "NORP", -len(entity.text), entity.start


def _trigger_facts(view: _View, arcs: Sequence[Arc]) -> Iterator[Fact]:
    triggers = load_schema().triggers
    by_head: defaultdict[str, list[Arc]] = defaultdict(list)
    for arc in arcs:
        by_head[arc.head].append(arc)
    events: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in sorted(view.document.entities, key=lambda entity: entity.start):
        if entity.label in triggers:
            events[entity.label, view.clusters.get(entity.id, entity.id)].append(entity)
    for mentions in events.values():
        for observation in _observations(view, mentions, by_head):
            yield _trigger_fact(view, mentions, observation)


def _observations(view: _View, mentions: Sequence[Entity], by_head: Mapping[str, list[Arc]]) -> Iterator[list[Arc]]:
    """The arcs of each fact of one event: one fact, but one for each of several values of an INDICATOR.

    What stands on a value joins that value's fact and replaces what the INDICATOR says in the same role.
    """
    arcs = [arc for mention in mentions for arc in by_head.get(mention.id, ())]
    observed: defaultdict[Hashable, list[Arc]] = defaultdict(list)
    for arc in arcs:
        if mentions[0].label == "INDICATOR" and arc.label == "value":
            observed[view.key(view.spans[arc.argument])].append(arc)
    if arcs and not observed:
        yield arcs
    shared = [arc for arc in arcs if arc.label != "value"]
    for values in observed.values():
        own = [arc for value in values for arc in by_head.get(value.argument, ())]
        replaced = {arc.label for arc in own}
        yield [*values, *(arc for arc in shared if arc.label not in replaced), *own]


def _trigger_fact(view: _View, mentions: Sequence[Entity], arcs: Sequence[Arc]) -> Fact:
    counts = Counter(arc.head for arc in arcs)
    trigger = max(mentions, key=lambda mention: counts[mention.id])
    return Fact(
        id="",
        document=view.document.id,
        created=view.document.created,
        type=trigger.label,
        status=_status(mentions),
        phase=next((mention.phase for mention in mentions if mention.phase), None),
        trigger=Trigger(trigger.id, trigger.text),
        arguments=_arguments(view, trigger.label, arcs),
        evidence=view.sentences(view.spans[arc.head] for arc in arcs),
        found_by=_found_by(arcs),
        score=_score(view, arcs),
    )


def _status(mentions: Sequence[Entity]) -> str:
    """The marked status of an event: `asserted` is a mere default, so one 'will visit' speaks for every 'the visit'."""
    found = {mention.status for mention in mentions}
    return next((status for status in ("negated", "planned") if status in found), "asserted")


def _arguments(view: _View, label: str, arcs: Sequence[Arc]) -> dict[str, tuple[Argument, ...]]:
    """Role → its fillers in text order, each once; roles in the order of the schema."""
    fillers: dict[str, dict[Hashable, Argument]] = {role: {} for role in load_schema().roles[label]}
    for arc in sorted(arcs, key=lambda arc: view.spans[arc.argument].start):
        span = view.spans[arc.argument]
        fillers[arc.label].setdefault(view.key(span, arc.norm), view.argument(span, arc.norm))
    return {role: tuple(found.values()) for role, found in fillers.items() if found}


def _static_facts(view: _View, arcs: Sequence[Arc]) -> Iterator[Fact]:
    seen: set[Hashable] = set()
    for arc in sorted(arcs, key=lambda arc: (view.spans[arc.head].start, view.spans[arc.argument].start)):
        ends = (view.spans[arc.head], view.spans[arc.argument])
        # A name and its short form are one entity: only their surfaces tell them apart.
        aliases = arc.label == "short_name"
        identity = (arc.label, *((end.text if aliases else view.key(end)) for end in ends))
        if identity in seen:
            continue
        seen.add(identity)
        head, argument = (view.as_written(end) if aliases else view.argument(end) for end in ends)
        yield Fact(
            id="",
            document=view.document.id,
            created=view.document.created,
            type=arc.label,
            status=None,
            phase=None,
            trigger=None,
            arguments={"head": (head,), "argument": (argument,)},
            evidence=view.sentences(ends),
            found_by=_found_by([arc]),
            score=_score(view, [arc]),
        )


def _found_by(arcs: Iterable[Arc]) -> str | None:
    """The names of the rules that found the arcs, joined with `+`."""
    return "+".join(sorted({arc.found_by for arc in arcs if arc.found_by})) or None


def _score(view: _View, arcs: Iterable[Arc]) -> float | None:
    """The lowest score among the arcs and the spans that they join; null where nothing is scored."""
    parts = (part for arc in arcs for part in (arc, view.spans[arc.head], view.spans[arc.argument]))
    return min((part.score for part in parts if part.score is not None), default=None)
