"""Missed and wrong facts as cards: a missed fact beside the wrong fact most like it, slot by slot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.blame import Waterfall
from pipeline.evaluation.facts import ComparedFact, compare_facts, match_facts, same_filler, shared_slots
from pipeline.evaluation.matching import Pair, best_pairs
from pipeline.records import Document, Fact
from pipeline.report.html.fillers import Filler, Heading, describe_filler, describe_heading, labels_of

Stages = Mapping[tuple[str, str, str], str]
"""(document id, `missed` or `wrong`, fact id) → the stage that the error is owed to."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A filler of gold and the predicted one in its place; a side that has none is null."""

    role: str
    gold: Filler | None
    predicted: Filler | None
    same: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A fact as one side of a card."""

    fact: Fact
    heading: Heading
    stage: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """A missed fact, a wrong fact, or one of each that share a slot."""

    type: str
    gold: Side | None
    predicted: Side | None
    slots: tuple[Slot, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The fact or the two facts, gold first."""
        return tuple(side.fact for side in (self.gold, self.predicted) if side is not None)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of error that it shows."""
        sides = {"missed fact": self.gold, "wrong fact": self.predicted}
        return tuple(kind for kind, side in sides.items() if side is not None)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that its errors are owed to, where that is known."""
        found = (side.stage for side in (self.gold, self.predicted) if side is not None)
        return tuple(dict.fromkeys(stage for stage in found if stage is not None))


def index_charges(waterfall: Waterfall | None) -> Stages:
    """The charges by document, kind and fact."""
    charges = waterfall.charges if waterfall else ()
    return {(charge.document, charge.kind, charge.fact.id): charge.stage for charge in charges}


def compare(pair: Pair, stages: Stages) -> Iterator[Card]:
    """The cards of a document: missed facts, each beside the wrong fact most like it, then the other wrong facts."""
    match = match_facts(pair)
    gold = _halves(pair.gold, match.missed, "missed", stages)
    predicted = _halves(pair.predicted, match.wrong, "wrong", stages)
    partners = dict(best_pairs(gold, predicted, _likeness))
    for i, half in enumerate(gold):
        yield _card(half, predicted[partners[i]] if i in partners else None)
    paired = set(partners.values())
    for j, half in enumerate(predicted):
        if j not in paired:
            yield _card(None, half)


@dataclass(frozen=True, slots=True)
class _Half:
    """A fact of one document, as it is shown and as it is compared."""

    side: Side
    compared: ComparedFact
    labels: Mapping[str, str]

    def fillers(self, role: str) -> list[Filler]:
        return [describe_filler(argument, self.labels) for argument in self.side.fact.arguments.get(role, ())]


def _halves(document: Document, facts: Sequence[Fact], kind: str, stages: Stages) -> list[_Half]:
    labels = labels_of(document)
    compared = compare_facts(replace(document, facts=tuple(facts)))
    return [
        _Half(Side(fact, describe_heading(fact), stages.get((document.id, kind, fact.id))), own, labels)
        for fact, own in zip(facts, compared, strict=True)
    ]


def _likeness(gold: _Half, predicted: _Half) -> int:
    return shared_slots(gold.compared, predicted.compared) if gold.compared.type == predicted.compared.type else 0


def _card(gold: _Half | None, predicted: _Half | None) -> Card:
    halves = [half for half in (gold, predicted) if half is not None]
    roles = dict.fromkeys(role for half in halves for role in half.compared.slots)
    return Card(
        type=halves[0].compared.type,
        gold=gold.side if gold else None,
        predicted=predicted.side if predicted else None,
        slots=tuple(slot for role in roles for slot in _slots(role, gold, predicted)),
    )


def _slots(role: str, gold: _Half | None, predicted: _Half | None) -> Iterator[Slot]:
    """The fillers of a role: those that agree side by side, the others in what places are left."""
    mine, theirs = (half.fillers(role) if half else [] for half in (gold, predicted))
    if gold is None or predicted is None:
        yield from (Slot(role, filler, None, same=False) for filler in mine)
        yield from (Slot(role, None, filler, same=False) for filler in theirs)
        return
    same = best_pairs(gold.compared.slots.get(role, ()), predicted.compared.slots.get(role, ()), same_filler)
    yield from (Slot(role, mine[i], theirs[j], same=True) for i, j in same)
    left = [filler for i, filler in enumerate(mine) if i not in {i for i, _ in same}]
    right = [filler for j, filler in enumerate(theirs) if j not in {j for _, j in same}]
    yield from (Slot(role, a, b, same=False) for a, b in zip_longest(left, right))
