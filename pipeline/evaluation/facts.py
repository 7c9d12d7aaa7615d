"""Facts: right as a whole, and slot by slot."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.evaluation.identity import Keys, entities
from pipeline.evaluation.matching import Pair, best_total, score_matched
from pipeline.evaluation.scores import Score
from pipeline.records import Document, Norm, Office


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler of a role: the keys of its cluster, and its normal form."""

    keys: Keys
    norm: Norm | None


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """What makes two facts equal: type, status, phase and the fillers of every role; not the trigger's words."""

    status: str | None
    phase: str | None
    slots: Mapping[str, tuple[Filler, ...]]

    @property
    def size(self) -> int:
        """The number of its slots, one a filler."""
        return sum(map(len, self.slots.values()))


def score_facts(pair: Pair) -> Mapping[str, Score]:
    """Whole facts by type."""
    return score_matched(_facts(pair.gold), _facts(pair.predicted), _equal)


def score_slots(pair: Pair) -> Mapping[str, Score]:
    """Fillers by type of fact, the facts of a type being paired so that as many slots as possible are right."""
    gold, predicted = _facts(pair.gold), _facts(pair.predicted)
    return {
        kind: Score(
            gold=sum(fact.size for fact in gold.get(kind, ())),
            predicted=sum(fact.size for fact in predicted.get(kind, ())),
            right=best_total(gold.get(kind, ()), predicted.get(kind, ()), _shared_slots),
        )
        for kind in gold.keys() | predicted.keys()
    }


def _facts(document: Document) -> dict[str, list[ComparedFact]]:
    found = entities(document)
    facts: defaultdict[str, list[ComparedFact]] = defaultdict(list)
    for fact in document.facts:
        slots = {
            role: tuple(Filler(found[argument.id], argument.norm) for argument in arguments)
            for role, arguments in fact.arguments.items()
        }
        facts[fact.type].append(ComparedFact(fact.status, fact.phase, slots))
    return facts


def _equal(gold: ComparedFact, predicted: ComparedFact) -> int:
    same = (gold.status, gold.phase, gold.size) == (predicted.status, predicted.phase, predicted.size)
    return int(same and _shared_slots(gold, predicted) == gold.size)


def _shared_slots(gold: ComparedFact, predicted: ComparedFact) -> int:
    roles = gold.slots.keys() & predicted.slots.keys()
    return sum(best_total(gold.slots[role], predicted.slots[role], _same_filler) for role in roles)


def _same_filler(gold: Filler, predicted: Filler) -> int:
    """Values are the same by normal form, names by cluster or country, titles by either."""
    if gold.norm is not None and gold.norm == predicted.norm:
        return 1
    is_name = all(norm is None or isinstance(norm, Office) for norm in (gold.norm, predicted.norm))
    return int(is_name and not gold.keys.isdisjoint(predicted.keys))
