"""Features of what the rules say of a head, a role and an argument: on their precision the model is built."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.candidates import Candidate
from pipeline.records import Arc, Document
from pipeline.schema import load_schema
from pipeline.stages.relations.linear.text import capped


class Agreement:
    """The arcs of the rules by what they join; features begin with `rules.`."""

    def __init__(self, document: Document, arcs: Sequence[Arc], things: dict[str, str]) -> None:
        self._things = things
        spans = document.by_id()
        self._pair: dict[tuple[str, str, str], str] = {}
        self._roles: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._clusters: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._fillers: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._heads: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for arc in arcs:
            rule = arc.found_by or ""
            thing = things[arc.argument]
            self._pair[arc.head, arc.label, arc.argument] = rule
            self._roles[arc.head, thing][arc.label] = rule
            self._clusters[things[arc.head], thing].add(arc.label)
            self._fillers[arc.head][arc.label].add(thing)
            self._heads[self._filler(arc.argument, spans[arc.argument].label), arc.label].add(arc.head)

    def _filler(self, span: str, label: str) -> str:
        """What can be used twice: a thing, but of values this mention."""
        return span if label in load_schema().values else self._things[span]

    def __call__(self, candidate: Candidate, role: str, kind: str) -> Iterator[str]:
        """The features of a candidate in a role; `kind` says where the argument stands."""
        head, argument = candidate.head.id, candidate.argument
        thing = self._things[argument.id]
        known = self._roles.get((head, thing), {})
        agrees = role in known
        if (head, role, argument.id) in self._pair:
            yield from ("rules.pair", f"rules.pair.{kind}", f"rules.rule={known[role]}")
        elif agrees:
            yield from ("rules.thing", f"rules.thing.{kind}", f"rules.other_mention={known[role]}")
        else:
            yield f"rules.none.{kind}.{bool(known)}"
            yield from (f"rules.other={other}" for other in known)
            if role in self._clusters.get((self._things[head], thing), ()):
                yield f"rules.cluster.{kind}"
        yield from self._competition(candidate, role, agrees, kind)

    def _competition(self, candidate: Candidate, role: str, agrees: bool, kind: str) -> Iterator[str]:  # noqa: FBT001
        """What the rules do with this role of the head otherwise, and with this argument."""
        head, argument = candidate.head.id, candidate.argument
        fillers: Mapping[str, set[str]] = self._fillers.get(head, {})
        others = capped(len(fillers.get(role, set()) - {self._things[argument.id]}), 3)
        yield f"rules.filled={others}"
        yield f"rules.filled={others}.{agrees}.{kind}"
        used = capped(len(self._heads.get((self._filler(argument.id, argument.label), role), set()) - {head}), 2)
        yield f"rules.used={used}"
        yield f"rules.used={used}.{agrees}"
        yield f"rules.any={bool(fillers)}.{kind}"
        yield from (f"rules.has={other}" for other in fillers)
