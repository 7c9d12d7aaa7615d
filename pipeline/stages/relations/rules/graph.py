"""Grammatical functions as a graph of collapsed dependencies, and the paths from a trigger to the other units.

Prepositions become labels, conjuncts share what they are conjoined to, passives are turned to their logical subject and
object, relative and infinitive clauses get the subject that they share: the collapsed and propagated dependencies of
de Marneffe et al. (2006). A path is a string: `<label:lemma` goes up to a governor, `>label:lemma` down to a dependent,
`>label` ends at a unit. 'X is on a visit to Y' from 'visit': X is `<on:be >subject`, Y is `>to`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pipeline.records import Parse
from pipeline.stages.relations.rules.units import ADVERBS

_MAX_UP, _MAX_DOWN = 3, 3
_MAX_DEPTH = 50
_NEAR = 4
"""How many units before a date the place of a relative 'where' is looked for: 'to Y from May 5 to 9, where'."""

_LABELS: Mapping[str, str] = {
    "nsubj": "subject",
    "csubj": "subject",
    "nsubjpass": "object",
    "dobj": "object",
    "oprd": "as",
    "attr": "attr",
    "dative": "to",
    "agent": "subject",
    "poss": "poss",
    "npadvmod": "adv",
    "tmod": "adv",
    "advmod": "adv",
    "xcomp": "comp",
    "ccomp": "comp",
    "advcl": "advcl",
    "relcl": "rel",
    "acl": "acl",
    "parataxis": "dep",
    "dep": "dep",
}
_MODIFIERS = frozenset({"compound", "amod", "nmod", "nummod", "quantmod", "nounmod", "appos", "det"})
_SILENT = frozenset({"punct", "cc", "aux", "auxpass", "mark", "case", "prep", "neg", "ROOT", "prt", "expl", "intj"})
_PLACES = frozenset({"GPE", "NORP", "LOC", "FAC"})
_TIMES = frozenset({"DATE", "TIME"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_RELATIVE_WORDS = _RELATIVES | {"whose", "where"}


@dataclass(frozen=True, slots=True)
class Edge:
    """`dependent` is the `label` of `head`; both are unit indices."""

    head: int
    label: str
    dependent: int


class Graph:
    """The functions of a parsed sentence. `names[i]` is what a path calls unit i: its lemma, or the label of a name.

    `control` are verbs whose object is the subject of the infinitive after it.
    """

    def __init__(self, tree: Parse, names: tuple[str, ...], control: frozenset[str]) -> None:
        self.tree = tree
        self.control = control
        self.names = names
        self._children: dict[int, list[int]] = defaultdict(list)
        for index, head in enumerate(tree.heads):
            if head != index:
                self._children[head].append(index)
        self._up: dict[int, list[Edge]] = defaultdict(list)
        self._down: dict[int, list[Edge]] = defaultdict(list)
        for edge in dict.fromkeys(self._edges()):
            self._up[edge.dependent].append(edge)
            self._down[edge.head].append(edge)

    def paths(self, start: int) -> Iterator[tuple[int, str]]:
        """Every (unit, path) that can be reached from `start` by at most three steps up, then at most three down."""
        yield from self._climb(start, (), frozenset({start}))

    def _climb(self, node: int, steps: tuple[str, ...], seen: frozenset[int]) -> Iterator[tuple[int, str]]:
        yield from self._descend(node, steps, seen, _MAX_DOWN)
        if len(steps) < _MAX_UP:
            for edge in self._up[node]:
                if edge.head not in seen:
                    step = f"<{edge.label}:{self.names[edge.head]}"
                    yield edge.head, " ".join((*steps, f"<{edge.label}"))
                    yield from self._climb(edge.head, (*steps, step), seen | {edge.head})

    def _descend(
        self, node: int, steps: tuple[str, ...], seen: frozenset[int], depth: int
    ) -> Iterator[tuple[int, str]]:
        for edge in self._down[node]:
            if edge.dependent in seen:
                continue
            yield edge.dependent, " ".join((*steps, f">{edge.label}"))
            if depth > 1:
                step = f">{edge.label}:{self.names[edge.dependent]}"
                yield from self._descend(edge.dependent, (*steps, step), seen | {edge.dependent}, depth - 1)

    def _edges(self) -> Iterator[Edge]:
        for index in range(len(self.tree.heads)):
            for head, label in self._attachments(index):
                if head != index:
                    yield Edge(head, label, index)
            if self.tree.relations[index] == "conj":
                yield Edge(self.tree.heads[index], "conj", index)
            if self._is_misread_verb(index):
                yield Edge(index, "object", self.tree.heads[index])
            if self._is_verb(index):
                for subject in self._shared_subjects(index):
                    yield Edge(index, "object" if self._is_passive(index) else "subject", subject)
                yield from self._antecedent(index)

    def _attachments(self, index: int, depth: int = 0) -> list[tuple[int, str]]:
        """(governor, label) of a unit after collapsing; empty for function words, roots and relative pronouns."""
        head, relation = self.tree.heads[index], self.tree.relations[index]
        if depth > _MAX_DEPTH or head == index or self._is_relative(index):
            return []
        if relation == "conj" and self._is_mixed(head, index):
            return []
        if relation in ("conj", "appos"):
            shared = self._attachments(head, depth + 1)
            return shared + ([(head, "appos")] if relation == "appos" else [])
        if relation in ("pobj", "pcomp"):
            return self._prepositional(head, depth)
        if relation in _SILENT or self._is_misread_verb(index):
            return []
        place = self.tree.lemmas[index] in ADVERBS
        return [(head, "in" if place else _LABELS.get(relation, "mod" if relation in _MODIFIERS else relation))]

    def _prepositional(self, preposition: int, depth: int) -> list[tuple[int, str]]:
        relation, head = self.tree.relations[preposition], self.tree.heads[preposition]
        if relation == "conj" or (relation in ("prep", "pcomp") and self.tree.relations[head] in ("prep", "pcomp")):
            return [(governor, self.tree.lemmas[preposition]) for governor, _ in self._prepositional(head, depth + 1)]
        label = _LABELS[relation] if relation in ("agent", "dative") else self.tree.lemmas[preposition]
        return [(head, label)]

    def _antecedent(self, verb: int) -> Iterator[Edge]:
        """The noun that a relative clause or a participle belongs to, as subject or object of its verb."""
        head, relation = self.tree.heads[verb], self.tree.relations[verb]
        if relation == "relcl" or (relation == "acl" and self._has_subject(verb)):
            yield from self._relative(verb, head)
        elif relation == "acl" and self.tree.tags[verb] in ("VBN", "VBD"):
            yield Edge(verb, "object", head)
        elif relation == "acl" and self.tree.tags[verb] == "VBG":
            yield Edge(verb, "subject", head)

    def _relative(self, verb: int, head: int) -> Iterator[Edge]:
        """What the antecedent is in its relative clause: 'X, who came', 'the visit that X paid', 'Y, where X came'."""
        words = (i for i in range(verb - 1, head, -1) if self.tree.lemmas[i] in _RELATIVE_WORDS)
        word = next(words, None)
        lemma = None if word is None else self.tree.lemmas[word]
        if word is not None and self.tree.heads[word] == verb and self.tree.relations[word] in ("nsubj", "nsubjpass"):
            yield Edge(verb, _LABELS[self.tree.relations[word]], head)
        elif word is not None and self.tree.relations[word] in ("pobj", "pcomp"):
            yield Edge(verb, self.tree.lemmas[self.tree.heads[word]], head)
        elif word is not None and lemma == "where":
            first = head - _NEAR if self.names[head] in _TIMES else head
            place = next((i for i in range(word - 1, max(first, -1), -1) if self.names[i] in _PLACES), head)
            yield from (Edge(member, "in", place) for member in self._joined_verbs(verb))
        elif lemma != "whose" and self._has_subject(verb):
            apart = lemma == "that" and word != head + 1
            named = lemma in (None, "that") and self.names[head].isupper()
            open_verbs = () if apart or named else (i for i in self._chain(verb) if self._lacks_object(i))
            yield from (Edge(member, "object", head) for member in islice(open_verbs, 1))

    def _chain(self, verb: int) -> Iterator[int]:
        """The verbs of a chain of infinitives, the last first: 'make', 'be' in 'was to make'."""
        for child in self._children[verb]:
            if self.tree.relations[child] == "xcomp" and self._is_verb(child) and child > verb:
                yield from self._chain(child)
        yield verb

    def _joined_verbs(self, verb: int) -> Iterator[int]:
        """The verbs of a chain and of those joined to it that share its subject."""
        yield from self._chain(verb)
        for child in self._children[verb]:
            if self.tree.relations[child] == "conj" and self._is_verb(child) and not self._has_subject(child):
                yield from self._joined_verbs(child)

    def _has_subject(self, verb: int) -> bool:
        """Whether a verb has a subject of its own that is no relative pronoun."""
        relations = self.tree.relations
        subjects = [child for child in self._children[verb] if relations[child] in ("nsubj", "nsubjpass")]
        return any(not self._is_relative(child) for child in subjects)

    def _lacks_object(self, verb: int) -> bool:
        objects = [child for child in self._children[verb] if self.tree.relations[child] == "dobj"]
        filled = any(self.names[i] not in _TIMES and self.tree.lemmas[i] not in _RELATIVES for i in objects)
        return self.tree.lemmas[verb] != "be" and not filled

    def _surface_subjects(self, verb: int, depth: int = 0) -> list[int]:
        """Grammatical subjects of a verb: its own, or those that it shares with the verb it hangs on."""
        own = [child for child in self._children[verb] if self.tree.relations[child] in ("nsubj", "nsubjpass")]
        if any(self._is_relative(child) for child in own) and self.tree.relations[verb] == "relcl":
            own = [self.tree.heads[verb]]
        if own or depth > _MAX_DEPTH:
            return [member for noun in own for member in self._with_conjuncts(noun)]
        return self._inherited(verb, depth + 1)

    def _inherited(self, verb: int, depth: int) -> list[int]:
        head, relation = self.tree.heads[verb], self.tree.relations[verb]
        if head == verb:
            return []
        if relation == "pcomp":
            head = self.tree.heads[head]
        if relation in ("xcomp", "ccomp") and not self._is_finite(verb):
            objects = [child for child in self._children[head] if self.tree.relations[child] in ("dobj", "dative")]
            if objects and self.tree.lemmas[head] in self.control:
                return [member for noun in objects for member in self._with_conjuncts(noun)]
            return self._surface_subjects(head, depth)
        if relation == "acl" and not self._is_verb(head):
            return [] if self.tree.tags[verb] != "VB" else self._owners(head, depth)
        if self._is_verb(head) and (
            relation == "conj" or (relation in ("advcl", "pcomp") and not self._is_finite(verb))
        ):
            return self._surface_subjects(head, depth)
        return []

    def _owners(self, noun: int, depth: int) -> list[int]:
        """Who is to do what a noun names: 'X accepted an invitation to sign', 'X, on a visit to sign'."""
        owners: list[int] = []
        for governor, label in self._attachments(noun):
            if label in ("object", "on") and self._is_verb(governor):
                owners += self._surface_subjects(governor, depth)
            elif label == "on" and self.names[governor] == "PERSON":
                owners.append(governor)
        return owners

    def _shared_subjects(self, verb: int) -> list[int]:
        own = any(self.tree.relations[child] in ("nsubj", "nsubjpass") for child in self._children[verb])
        return [] if own else self._surface_subjects(verb)

    def _with_conjuncts(self, noun: int) -> list[int]:
        members = [noun]
        for child in self._children[noun]:
            if self.tree.relations[child] in ("conj", "appos"):
                members += self._with_conjuncts(child)
        return members

    def _is_misread_verb(self, index: int) -> bool:
        """Whether a verb with a subject was read as a modifier of its object ('X held talks': held → talks)."""
        relation = self.tree.relations[index]
        return relation == "amod" and any(self.tree.relations[child] == "nsubj" for child in self._children[index])

    def _is_verb(self, index: int) -> bool:
        return self.tree.tags[index].startswith(("VB", "AUX"))

    def _is_finite(self, index: int) -> bool:
        if self.tree.tags[index] in ("VBD", "VBZ", "VBP"):
            return True
        words = [(self.tree.tags[child], self.tree.relations[child]) for child in self._children[index]]
        return any(tag in ("MD", "VBD", "VBZ", "VBP") and "aux" in relation for tag, relation in words)

    def _is_passive(self, index: int) -> bool:
        relations = {self.tree.relations[child] for child in self._children[index]}
        return bool(relations & {"auxpass", "nsubjpass"})

    def _is_mixed(self, first: int, second: int) -> bool:
        """Whether a list would join a person with a place: then the comma or 'and' begins something else."""
        names = {self.names[first], self.names[second]}
        return "PERSON" in names and not names.isdisjoint(_PLACES)

    def _is_relative(self, index: int) -> bool:
        return self.tree.tags[index] in ("WDT", "WP") and self.tree.lemmas[index] in _RELATIVES
