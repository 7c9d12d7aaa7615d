"""Trace the losses: which stage an error of the facts is owed to.

The pipeline runs with gold in place of its first k stages, for k = 0 … n. A fact of gold that is missed is charged to
the first stage whose gold makes it found, a wrong fact to the first stage whose gold makes it vanish. With gold in
place of every stage nothing is missed or wrong, so that each error is charged once and the charges sum to the errors.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.align import keep_disjoint
from pipeline.errors import FormatError
from pipeline.evaluation.facts import match_facts, score_facts
from pipeline.evaluation.matching import Pair, pair_documents
from pipeline.evaluation.scores import Layer, Score
from pipeline.records import Document, Fact, Links, Segmentation
from pipeline.runner import Pipeline
from pipeline.stage import LAYERS, Stage

_SPAN_LAYERS = ("values", "entities")

Kind = Literal["missed", "wrong"]


@dataclass(frozen=True, slots=True)
class Charge:
    """An error and the stage that it is owed to; `fact` is gold's if it is missed, else the predicted one."""

    document: str
    kind: Kind
    fact: Fact
    stage: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What each stage costs; `scores[k]` are the facts with gold for the first k of `stages`, k = 0 … n."""

    stages: tuple[str, ...]
    scores: tuple[Score, ...]
    charges: tuple[Charge, ...]

    def count(self, stage: str, kind: Kind) -> int:
        """How many errors of that kind the stage is charged with."""
        return sum((charge.stage, charge.kind) == (stage, kind) for charge in self.charges)

    def to_dict(self) -> dict[str, Any]:
        """The waterfall as JSON types; facts by document and id."""
        return {
            "stages": [
                {
                    "stage": stage,
                    "missed": self.count(stage, "missed"),
                    "wrong": self.count(stage, "wrong"),
                    "facts_with_gold_before": before.to_dict(),
                    "facts_with_gold_after": after.to_dict(),
                }
                for stage, before, after in zip(self.stages, self.scores[:-1], self.scores[1:], strict=True)
            ],
            "charges": [
                {"document": charge.document, "kind": charge.kind, "stage": charge.stage, "fact": charge.fact.id}
                for charge in self.charges
            ],
        }


def blame(gold: Sequence[Document], pipeline: Pipeline) -> Waterfall:
    """Run the pipeline n + 1 times over the gold texts and charge every error of its facts to a stage.

    Stages without gold (the transient `parse`) run every time; what they cost shows in the stages that read them.
    Raises FormatError if a gold document has no text, and StageError if a stage fails.
    """
    pairs = pair_documents(gold, gold)
    for pair in pairs:
        if pair.gold.text is None:
            raise FormatError(f"gold document {pair.gold.id!r} has no text: `factwire corpus attach` joins the two")
    stages = tuple(stage.assigns for stage in pipeline.stages if stage.assigns in LAYERS)
    runs = [_run(pair.gold, pipeline, stages) for pair in pairs]
    return Waterfall(
        stages=stages,
        scores=tuple(
            sum((Layer(score_facts(step)).micro for step in column), Score()) for column in zip(*runs, strict=True)
        )
        or (Score(),) * (len(stages) + 1),
        charges=tuple(charge for run in runs for charge in _charge(run, stages)),
    )


def _run(gold: Document, pipeline: Pipeline, stages: Sequence[str]) -> list[Pair]:
    """Gold beside what the pipeline makes of its text with gold for the first k stages, for k = 0 … n."""
    plain = Document(id=gold.id, text=gold.text, created=gold.created, title=gold.title, encoding=gold.encoding)
    return [
        Pair(gold, Pipeline(tuple(_replaced(pipeline.stages, gold, frozenset(stages[:k]))))(plain))
        for k in range(len(stages) + 1)
    ]


def _replaced(stages: Sequence[Stage], gold: Document, given: frozenset[str]) -> list[Stage]:
    """The stages, gold in place of those whose layer is given."""
    replaced: list[Stage] = []
    for stage in stages:
        if stage.assigns in given:
            replaced.append(_Gold(stage, gold))
        elif stage.assigns in _SPAN_LAYERS and not given.isdisjoint(_SPAN_LAYERS):
            replaced.append(_Yielding(stage, gold, given))
        else:
            replaced.append(stage)
    return replaced


@dataclass(frozen=True, slots=True)
class _Around:
    """A stage in the place of another; it reads and writes the same layers."""

    stage: Stage
    gold: Document

    @property
    def assigns(self) -> str:
        return self.stage.assigns

    @property
    def requires(self) -> tuple[str, ...]:
        return self.stage.requires

    @property
    def uses(self) -> tuple[str, ...]:
        return self.stage.uses


@dataclass(frozen=True, slots=True)
class _Gold(_Around):
    """Gives the layer of gold, in the ids that the runner has given to gold's spans."""

    def __call__(self, document: Document) -> Any:
        if self.assigns == "sentences":
            return self._segmentation(document)
        if self.assigns == "links":
            return _translate_links(self.gold.links, self._ids(document))
        if self.assigns == "relations":
            ids = self._ids(document)
            return tuple(replace(arc, head=ids[arc.head], argument=ids[arc.argument]) for arc in self.gold.relations)
        if self.assigns == "facts":
            return tuple(_translate_fact(fact, self._ids(document)) for fact in self.gold.facts)
        return getattr(self.gold, self.assigns)

    def _segmentation(self, document: Document) -> Segmentation:
        """Gold sentences; tokens and zones, where gold has none, are those of the stage."""
        found: Segmentation = self.stage(document)
        return Segmentation(self.gold.tokens or found.tokens, self.gold.sentences, self.gold.zones or found.zones)

    def _ids(self, document: Document) -> dict[str, str]:
        """Id of a span in gold → its id in the document, by offsets: gold spans do not overlap."""
        here = {span.offsets: key for key, span in document.by_id().items()}
        return {key: here[span.offsets] for key, span in self.gold.by_id().items()}


@dataclass(frozen=True, slots=True)
class _Yielding(_Around):
    """Leaves out the spans that overlap gold spans of the other span layer: gold is never given up for a prediction."""

    given: frozenset[str]

    def __call__(self, document: Document) -> Any:
        fixed = [span for layer in _SPAN_LAYERS if layer in self.given for span in getattr(self.gold, layer)]
        taken = {span.offsets for span in fixed}
        kept = keep_disjoint([*fixed, *self.stage(document)], lambda span: span.offsets)
        return tuple(span for span in kept if span.offsets not in taken)


def _translate_links(links: Links, ids: Mapping[str, str]) -> Links:
    return Links(
        clusters=tuple(tuple(ids[member] for member in cluster) for cluster in links.clusters),
        countries={ids[key]: country for key, country in links.countries.items()},
        pointers=tuple(
            replace(pointer, targets=tuple(ids[target] for target in pointer.targets)) for pointer in links.pointers
        ),
    )


def _translate_fact(fact: Fact, ids: Mapping[str, str]) -> Fact:
    arguments = {
        role: tuple(replace(argument, id=ids[argument.id]) for argument in fillers)
        for role, fillers in fact.arguments.items()
    }
    trigger = fact.trigger and replace(fact.trigger, id=ids[fact.trigger.id])
    return replace(fact, trigger=trigger, arguments=arguments)


def _charge(run: Sequence[Pair], stages: Sequence[str]) -> Iterator[Charge]:
    """Every error of the first step and the stage with which it goes away."""
    matches = [match_facts(step) for step in run]
    before = replace(run[0].predicted, facts=matches[0].wrong)
    still_wrong = [
        match_facts(Pair(before, replace(step.predicted, facts=match.wrong))).right
        for step, match in zip(run[1:], matches[1:], strict=True)
    ]
    remaining: Mapping[Kind, list[set[str]]] = {
        "missed": [{fact.id for fact in match.missed} for match in matches[1:]],
        "wrong": [{fact.id for fact, _ in survivors} for survivors in still_wrong],
    }
    errors: tuple[tuple[Kind, tuple[Fact, ...]], ...] = (("missed", matches[0].missed), ("wrong", matches[0].wrong))
    for kind, facts in errors:
        for fact in facts:
            step = next(k for k, left in enumerate(remaining[kind]) if fact.id not in left)
            yield Charge(run[0].gold.id, kind, fact, stages[step])
