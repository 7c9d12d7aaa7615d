"""Gold as what a model of relations learns from: every candidate in every role, right, wrong or left open."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.candidates import Candidate, candidates
from pipeline.evaluation.identity import Keys, entities, mention_key
from pipeline.records import Arc, Document
from pipeline.runner import Pipeline
from pipeline.stage import Stage
from pipeline.stages.relations.linear.features import Features
from pipeline.stages.relations.linear.model import group_name


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate in one role: its features, and whether gold has the arc.

    `right` is null where gold has it between other mentions of the two: such a pair is neither right nor wrong.
    `document` is the number of the document, by which the folds are made.
    """

    document: int
    group: str
    features: tuple[str, ...]
    right: bool | None
    weight: float


@dataclass(frozen=True, slots=True)
class _GoldArc:
    head: Keys
    argument: Keys
    mentions: tuple[Hashable, Hashable]


class GoldArcs:
    """The arcs of gold beside a document with the same text, whose candidates they judge."""

    def __init__(self, gold: Document, seen: Document | None = None) -> None:
        """`seen` is the document whose candidates are judged; null for gold itself."""
        known, spans = entities(gold), gold.by_id()
        self._known = known if seen is None else entities(seen)
        self._arcs: dict[str, list[_GoldArc]] = {}
        for arc in gold.relations:
            mentions = (mention_key(spans[arc.head]), mention_key(spans[arc.argument]))
            self._arcs.setdefault(arc.label, []).append(_GoldArc(known[arc.head], known[arc.argument], mentions))

    def is_right(self, candidate: Candidate, role: str) -> bool | None:
        """Right where gold has the arc from this mention of the head, and to this mention if the sentence names it.

        Null where gold has it between other mentions of the two.
        """
        head, argument = self._known[candidate.head.id], self._known[candidate.argument.id]
        arcs = self._arcs.get(role, ())
        same = [arc for arc in arcs if not (arc.head.isdisjoint(head) or arc.argument.isdisjoint(argument))]
        if not same:
            return False
        mentions = (mention_key(candidate.head), mention_key(candidate.argument))
        by_name = not (candidate.pointed or candidate.distance)
        found = any(arc.mentions[0] == mentions[0] and not (by_name and arc.mentions[1] != mentions[1]) for arc in same)
        return True if found else None


class View:
    """A document as the stage will see it, with the arcs of the rules, beside its gold."""

    def __init__(self, gold: Document, seen: Document, arcs: Sequence[Arc]) -> None:
        self.gold, self.seen, self.arcs = gold, seen, arcs

    def examples(self, number: int, weight: float) -> Iterator[Example]:
        """All examples of the document; `weight` is that of each in the loss."""
        features, gold = Features(self.seen, self.arcs), GoldArcs(self.gold, self.seen)
        for candidate in candidates(self.seen):
            shared = features.of_pair(candidate)
            for role in candidate.roles:
                yield Example(
                    document=number,
                    group=group_name(candidate.head.label, role),
                    features=(*shared, *features.of_role(candidate, role)),
                    right=gold.is_right(candidate, role),
                    weight=weight,
                )


def read_views(gold: Document, stages: Sequence[Stage]) -> tuple[View, View]:
    """The document with spans and links of gold, and with those that the stages find.

    `stages` are those of the pipeline up to the rules for relations, which are the last.
    """
    *before, rules = stages
    plain = Document(id=gold.id, text=gold.text, created=gold.created, title=gold.title)
    given = replace(gold, relations=(), facts=())
    for stage in before:
        if stage.assigns == "sentences" and not given.tokens:
            given = replace(given, tokens=stage(plain).tokens)
        elif stage.assigns == "parse":
            given = given.with_layer("parse", stage(given))
    found = run_stages(plain, before)
    return View(gold, given, rules(given)), View(gold, found, rules(found))


def run_stages(document: Document, stages: Sequence[Stage]) -> Document:
    """The document with the layers of the stages, transient ones among them."""
    parsed = next((stage(Pipeline(tuple(stages[:1]))(document)) for stage in stages if stage.assigns == "parse"), None)
    return replace(Pipeline(tuple(stages))(document), parse=parsed)
