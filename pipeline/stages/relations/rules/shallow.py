"""A shallow parser: one pass over the tagged units of a sentence that makes the dependencies which the rules ask for.

It finds noun groups (the last noun is the head), hangs a prepositional phrase on the noun or verb right before it, and
keeps a stack of clauses: a relative or subordinate clause is opened by its first word and closed by the next finite
verb that needs a subject from outside. Labels are those of ClearNLP, so that both parsers are read by the same code.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Parse
from pipeline.stages.relations.rules.groups import INSIDE, TIMES, group_end, phrase_end
from pipeline.stages.relations.rules.units import ADVERBS, NAMES_AND_DATES, Unit
from pipeline.stages.relations.rules.words import Lexicon

_FINITE = frozenset({"AUX", "MD", "VB", "VBZ", "VBD", "VBP"})
_EVENTS = frozenset({"VISIT", "MEETING", "AGREEMENT", "INDICATOR"})
_TIME_CLAUSES = frozenset({"after", "as", "because", "before", "since", "until"})
_NO_AGENTS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "telephone", "phone", "video"})


@dataclass(slots=True)
class _Clause:
    """What is known of a clause so far, as unit indices.

    `noun` is its last noun, `common` its last noun that is no name; it hangs on `antecedent` by `relation`.
    """

    subject: int | None = None
    verb: int | None = None
    noun: int | None = None
    common: int | None = None
    antecedent: int | None = None
    relation: str = "ROOT"
    relative: int | None = None


def parse_shallow(units: Sequence[Unit], lexicon: Lexicon) -> Parse:
    """Dependencies of the units of one sentence; what cannot be attached is a root."""
    tagged = lexicon.tag(units)
    return _Parser([unit.code for unit in units], [tag for tag, _ in tagged], [lemma for _, lemma in tagged]).run()


class _Parser:
    def __init__(self, codes: list[str], tags: list[str], lemmas: list[str]) -> None:
        self.codes, self.tags, self.lemmas = codes, tags, lemmas
        self.heads = list(range(len(tags)))
        self.relations = ["ROOT"] * len(tags)
        self.stack = [_Clause()]
        self.auxiliaries: list[int] = []
        self._forget()

    def _forget(self) -> None:
        """Drop what was waiting for the next noun or verb."""
        self.preposition: int | None = None
        self.conjunction: int | None = None
        self.infinitive = self.comma = False

    def run(self) -> Parse:
        index = 0
        while index < len(self.tags):
            index = self._step(index)
        return Parse(tuple(self.tags), tuple(self.lemmas), tuple(self.heads), tuple(self.relations))

    @property
    def clause(self) -> _Clause:
        return self.stack[-1]

    def _attach(self, index: int, head: int | None, relation: str) -> None:
        if head is not None and head != index:
            self.heads[index], self.relations[index] = head, relation

    def _step(self, index: int) -> int:
        """Read one unit, noun group or bracket; returns the index after it."""
        tag = self.tags[index]
        if tag in INSIDE:
            return self._noun_group(index)
        if self.codes[index] == "(" and ")" in self.codes[index:]:
            return self.codes.index(")", index) + 1
        self._word(index, tag)
        return index + 1

    def _word(self, index: int, tag: str) -> None:
        if tag.startswith("VB"):
            self._verb(index)
        elif tag in ("AUX", "MD"):
            self._auxiliary(index)
        elif tag == "TO" and self._next_tag(index) in ("VB", "AUX"):
            self.infinitive = True
        elif tag in ("IN", "TO"):
            self._prepositional(index)
        elif tag in ("WDT", "SUB"):
            self._open(index)
        elif self.codes[index] in ADVERBS:
            event = self.clause.noun == index - 1 and self.codes[index - 1] in _EVENTS
            self._attach(index, self.clause.noun if event else self.clause.verb, "advmod")
        elif tag == "CC":
            self.conjunction = index
        elif tag == ",":
            self.comma, self.preposition = self.codes[index] == ",", None

    def _next_tag(self, index: int) -> str:
        return next((tag for tag in self.tags[index + 1 :] if tag != "RB"), "")

    def _noun_group(self, start: int) -> int:
        end = group_end(self.codes, self.tags, start)
        head = end - 1
        for index in range(start, head):
            owns = self.tags[index + 1] == "POS" or self.tags[index] == "PRP$"
            self._attach(index, head, "poss" if owns else "nmod")
            if self.tags[index] in ("POS", "HYPH", "DT"):
                self.relations[index] = "punct"
        verb = self.clause.verb
        governed = verb is not None and verb == start - 1 and self.tags[verb] == "VB"
        last = phrase_end(self.codes, self.tags, head)
        self._place(head, starts=self._next_tag(last) in _FINITE and not governed)
        return end

    def _place(self, head: int, *, starts: bool) -> None:
        """Attach the head of a noun group; `starts` tells that a finite verb follows it."""
        clause, conjunction, comma = self.clause, self.conjunction, self.comma
        preposition = self.preposition
        self._forget()
        if preposition is not None and starts and self.lemmas[preposition] in _TIME_CLAUSES:
            self.stack.append(_Clause(subject=head, antecedent=clause.verb, relation="advcl"))
        elif preposition is not None:
            self._attach(head, preposition, "pobj")
        elif self.codes[head] in TIMES and not starts:
            self._attach(head, clause.verb if clause.verb is not None else clause.noun, "npadvmod")
            return
        elif self.codes[head] == "TITLE" and comma and clause.noun is not None:
            self._attach(head, clause.noun, "appos")
            return
        elif self._is_listed(conjunction=conjunction, comma=comma, starts=starts):
            self._attach(head, clause.noun, "conj")
        elif clause.verb is not None and not (comma or starts):
            self._attach(head, clause.verb, "dobj" if self._dependent_of(clause.verb, "dobj") is None else "npadvmod")
        else:
            self._begin(head, conjunction=conjunction)
        self.clause.noun = head
        if self.codes[head] not in NAMES_AND_DATES:
            self.clause.common = head

    def _is_listed(self, *, conjunction: int | None, comma: bool, starts: bool) -> bool:
        """Whether a noun goes on the list that the last noun began."""
        clause = self.clause
        if clause.noun is None:
            return False
        if clause.verb is None:
            return conjunction is not None or (comma and clause.subject is not None)
        return (conjunction is not None or comma) and not starts

    def _begin(self, head: int, *, conjunction: int | None) -> None:
        """A noun before its verb: the subject of this clause, or of a new one where this has its verb."""
        while len(self.stack) > 1 and self.clause.verb is not None and self.stack[-2].verb is None:
            self.stack.pop()
        clause = self.clause
        if (
            clause.verb is not None
            and self.heads[clause.verb] == clause.verb
            and self.tags[clause.verb] in ("VB", "VBG")
        ):
            clause.verb = None
        if clause.verb is not None:
            relation = "ccomp" if conjunction is None else "conj"
            self.stack.append(_Clause(antecedent=clause.verb, relation=relation))
        if self.clause.subject is None:
            self.clause.subject = head

    def _dependent_of(self, head: int, relation: str) -> int | None:
        return next(
            (i for i, h in enumerate(self.heads) if h == head and i != head and self.relations[i] == relation), None
        )

    def _prepositional(self, index: int) -> None:
        """Hang a preposition on the noun before it (any for 'of' and 'between', else a common one), or on the verb."""
        clause, noun = self.clause, self.clause.noun
        if noun is None or (clause.verb is not None and clause.verb > noun) or self._belongs_to_verb(index, noun):
            head = clause.verb
        elif self.lemmas[index] in ("of", "between") or self.codes[noun] not in NAMES_AND_DATES:
            head = noun
        elif self.lemmas[index] == "to" and self._is_visit(clause.common):
            head = clause.common
        else:
            head = clause.verb if clause.verb is not None else (clause.common if clause.common is not None else noun)
        if self.preposition is not None and self.preposition == index - 1:
            head = self.preposition
        self._attach(index, head, "agent" if self._is_agent(index, head) else "prep")
        self._forget()
        self.preposition = index

    def _is_visit(self, noun: int | None) -> bool:
        """Whether the last common noun is a visit that the verb does not follow: 'the visit of X | to Y'."""
        verb = self.clause.verb
        return noun is not None and self.codes[noun] == "VISIT" and (verb is None or verb < noun)

    def _is_agent(self, index: int, head: int | None) -> bool:
        """Whether 'by' names who does what a passive or a participle says."""
        if head is None or self.lemmas[index] != "by":
            return False
        return self.relations[head] == "acl" or self._dependent_of(head, "auxpass") is not None

    def _belongs_to_verb(self, index: int, noun: int) -> bool:
        """Whether the phrase tells when the verb happens."""
        following = self.codes[index + 1] if index + 1 < len(self.codes) else ""
        dates = (
            following in TIMES
            and self.lemmas[index] in ("in", "on", "during", "from")
            and self.codes[noun] not in _EVENTS
        )
        return self.clause.verb is not None and (
            dates or self.lemmas[index] in ("during", "after", "before", "since", "until")
        )

    def _auxiliary(self, index: int) -> None:
        following = self._next_tag(index)
        if following.startswith("VB") or following in ("AUX", "MD") or self.tags[index] == "MD":
            self.auxiliaries.append(index)
        else:
            self._verb(index)

    def _verb(self, index: int) -> None:
        passive = self.tags[index] == "VBN" and any(self.lemmas[i] == "be" for i in self.auxiliaries)
        if self._is_finite(index):
            self._finite(index, "nsubjpass" if passive else "nsubj")
        else:
            self._dependent(index)
        for auxiliary in self.auxiliaries:
            self._attach(auxiliary, index, "auxpass" if passive and self.lemmas[auxiliary] == "be" else "aux")
        self.auxiliaries = []
        self._forget()
        self.clause.verb = index

    def _is_finite(self, index: int) -> bool:
        tag, clause = self.tags[index], self.clause
        if self.infinitive or self.preposition is not None:
            return False
        if self.auxiliaries or tag != "VBD":
            return bool(self.auxiliaries) or tag in ("VBZ", "VBP", "AUX") or (tag == "VB" and self._shares(index))
        if " ".join(self.codes[index + 1 : index + 3]).startswith("by ") and self.codes[index + 2] not in _NO_AGENTS:
            return False
        reduced = clause.verb is not None and clause.noun is not None and clause.noun > clause.verb
        return not reduced or self.conjunction is not None or self.comma or len(self.stack) > 1

    def _shares(self, index: int) -> bool:
        """Whether a base form is a present tense ('they maintain'), not the second infinitive after 'and'."""
        verb = self.clause.verb
        return (
            verb is None
            or self.conjunction is None
            or not (self.tags[verb] == "VB" and self.heads[verb] != verb)
            or index < verb
        )

    def _finite(self, index: int, subject: str) -> None:
        while len(self.stack) > 1 and self.clause.verb is not None and self.conjunction is None:
            self.stack.pop()
        clause = self.clause
        if clause.verb is not None:
            self._attach(index, clause.verb, "conj")
            return
        self._attach(index, clause.antecedent, clause.relation)
        first = clause.subject if clause.subject is not None else clause.relative
        if first is not None:
            self._attach(first, index, subject)
        for earlier in range(index):
            fronted = self.tags[earlier] in ("VB", "VBG", "IN", "TO") or self.relations[earlier] == "mark"
            if len(self.stack) == 1 and self.heads[earlier] == earlier and fronted:
                self._attach(earlier, index, "prep" if self.tags[earlier] in ("IN", "TO") else "advcl")

    def _dependent(self, index: int) -> None:
        """An infinitive or participle, after a preposition, 'and', a noun, or under the verb before it."""
        clause, noun = self.clause, self.clause.noun
        if self.preposition is not None:
            self._attach(index, self.preposition, "pcomp")
        elif self.conjunction is not None and clause.verb is not None:
            self._attach(index, clause.verb, "conj")
        elif self.tags[index] == "VB" and clause.verb is not None:
            self._attach(index, clause.verb, "xcomp")
        elif self.tags[index] == "VB" and clause.common is not None and self.codes[clause.common] == "VISIT":
            self._attach(index, clause.common, "acl")
        elif noun is not None and not self.comma and (clause.verb is None or noun > clause.verb):
            self._attach(index, noun, "acl")
            if clause.verb is None:
                self.stack.append(_Clause())
        else:
            self._attach(index, clause.verb, "advcl")

    def _open(self, index: int) -> None:
        """Open a relative or subordinate clause."""
        clause = self.clause
        relative = self.tags[index] == "WDT" or (self.lemmas[index] == "where" and clause.noun is not None)
        self._attach(index, self.preposition, "pobj")
        opened = _Clause(relation="relcl" if relative else "advcl", antecedent=clause.noun if relative else clause.verb)
        if relative and self.preposition is None:
            opened.relative = index
        self.stack.append(opened)
        self._forget()
