"""Facts: right as a whole, and slot by slot."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from pipeline.evaluation.identity import Keys, entities
from pipeline.evaluation.matching import Pair, best_pairs, best_total, score_matched
from pipeline.evaluation.scores import Score
from pipeline.records import Document, Fact, Norm, Office, Timex


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler of a role: the keys of its cluster, and its normal form."""

    keys: Keys
    norm: Norm | None


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """What makes two facts equal: type, status, phase and the fillers of every role; not the trigger's words."""

    type: str
    status: str | None
    phase: str | None
    slots: Mapping[str, tuple[Filler, ...]]

    @property
    def size(self) -> int:
        """The number of its slots, one a filler."""
        return sum(map(len, self.slots.values()))


@dataclass(frozen=True, slots=True)
class FactMatch:
    """The facts of a pair of documents, each once: pairs of equal facts, those of gold that were missed, wrong ones."""

    right: tuple[tuple[Fact, Fact], ...]
    missed: tuple[Fact, ...]
    wrong: tuple[Fact, ...]


def score_facts(pair: Pair) -> Mapping[str, Score]:
    """Whole facts by type."""
    return score_matched(_by_type(pair.gold), _by_type(pair.predicted), _equal)


def score_slots(pair: Pair) -> Mapping[str, Score]:
    """Fillers by type of fact, the facts of a type being paired so that as many slots as possible are right."""
    gold, predicted = _by_type(pair.gold), _by_type(pair.predicted)
    return {
        kind: Score(
            gold=sum(fact.size for fact in gold.get(kind, ())),
            predicted=sum(fact.size for fact in predicted.get(kind, ())),
            right=best_total(gold.get(kind, ()), predicted.get(kind, ()), shared_slots),
        )
        for kind in gold.keys() | predicted.keys()
    }


def match_facts(pair: Pair) -> FactMatch:
    """Which facts are right, one to one, as many as can be: `score_facts` counts the same."""
    found = best_pairs(compare_facts(pair.gold), compare_facts(pair.predicted), _equal)
    mine, theirs = {i for i, _ in found}, {j for _, j in found}
    return FactMatch(
        right=tuple((pair.gold.facts[i], pair.predicted.facts[j]) for i, j in found),
        missed=tuple(fact for i, fact in enumerate(pair.gold.facts) if i not in mine),
        wrong=tuple(fact for j, fact in enumerate(pair.predicted.facts) if j not in theirs),
    )


def compare_facts(document: Document) -> list[ComparedFact]:
    """The facts of a document, in their order, as they are compared."""
    found = entities(document)
    return [
        ComparedFact(
            fact.type,
            fact.status,
            fact.phase,
            {
                role: tuple(Filler(found[argument.id], argument.norm) for argument in arguments)
                for role, arguments in fact.arguments.items()
            },
        )
        for fact in document.facts
    ]


def shared_slots(gold: ComparedFact, predicted: ComparedFact) -> int:
    """How many fillers of the two facts are the same, role by role and one to one."""
    roles = gold.slots.keys() & predicted.slots.keys()
    return sum(best_total(gold.slots[role], predicted.slots[role], same_filler) for role in roles)


def same_filler(gold: Filler, predicted: Filler) -> int:
    """Values are the same by what their normal forms mean, names by cluster or country, titles by either."""
    if gold.norm is not None and _meaning(gold.norm) == _meaning(predicted.norm):
        return 1
    is_name = all(norm is None or isinstance(norm, Office) for norm in (gold.norm, predicted.norm))
    return int(is_name and not gold.keys.isdisjoint(predicted.keys))


def _meaning(norm: Norm | None) -> Hashable:
    """A date with an interval is that interval, however its value is written: 2020-H1 is 2020-01/2020-06."""
    if isinstance(norm, Timex) and norm.begin is not None:
        return (norm.begin, norm.end, norm.mod)
    return norm


def _by_type(document: Document) -> dict[str, list[ComparedFact]]:
    facts: defaultdict[str, list[ComparedFact]] = defaultdict(list)
    for fact in compare_facts(document):
        facts[fact.type].append(fact)
    return facts


def _equal(gold: ComparedFact, predicted: ComparedFact) -> int:
    """Whether everything agrees; most facts differ in the first thing that is looked at."""
    return int(
        all(getattr(gold, name) == getattr(predicted, name) for name in ("type", "status", "phase"))
        and {role: len(fillers) for role, fillers in gold.slots.items()}
        == {role: len(fillers) for role, fillers in predicted.slots.items()}
        and all(
            best_total(fillers, predicted.slots[role], same_filler) == len(fillers)
            for role, fillers in gold.slots.items()
        )
    )
