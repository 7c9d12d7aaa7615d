"""`relations.linear`: arcs by a logistic model over pairs of spans that reads the text, the parse and the rules' arcs.

    [stages.relations]
    @stages = "relations.linear"

    [stages.relations.rules]
    @stages = "relations.rules"

It needs numpy alone. What the rules say are features beside the others (stacking, Wolpert 1992): the model
keeps their precision where it has learned to, and finds what they do not reach.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pipeline.align import index_at
from pipeline.candidates import candidates, things
from pipeline.changes import Changes, basis_patterns
from pipeline.records import Arc, Change, Document, Span
from pipeline.rules import load_rules
from pipeline.stages.relations.linear.decoding import Scored, decode
from pipeline.stages.relations.linear.features import Features
from pipeline.stages.relations.linear.model import LinearModel, group_name

Rules = Callable[[Document], Sequence[Arc]]


@dataclass(frozen=True, slots=True)
class LinearRelations:
    """The stage. `rules` give the arcs that are features; `model_hash` is that of the weights."""

    model: LinearModel
    rules: Rules
    bases: Mapping[str, re.Pattern[str]]
    falls: re.Pattern[str]
    assigns: ClassVar[str] = "relations"
    requires: ClassVar[tuple[str, ...]] = ("sentences", "entities", "values", "links")
    uses: ClassVar[tuple[str, ...]] = ("parse",)

    @property
    def model_hash(self) -> str:
        """SHA-256 of the weights, for the record of a run."""
        return self.model.model_hash

    def __call__(self, document: Document) -> tuple[Arc, ...]:
        """The arcs in text order of head, role and argument; `score` is the probability that an arc is right."""
        arcs = self.rules(document)
        norms = {(arc.head, arc.argument): arc.norm for arc in arcs}
        found = [
            Arc(
                head=one.candidate.head.id,
                label=one.role,
                argument=one.candidate.argument.id,
                norm=self._change(document, one, norms) if one.role == "change" else None,
                found_by=f"linear.{self.model.name}",
                score=round(self.model.probability(one.logit), 4),
            )
            for one in decode(score(self.model, document, arcs), things(document))
        ]
        places = {span.id: span.start for span in document.spans()}
        return tuple(sorted(found, key=lambda arc: (places[arc.head], arc.label, places[arc.argument])))

    def _change(self, document: Document, one: Scored, norms: Mapping[tuple[str, str], Change | None]) -> Change | None:
        """What a change says: as the rules read it, else as the words before it do."""
        head, argument = one.candidate.head, one.candidate.argument
        return norms.get((head.id, argument.id)) or self._read(document, argument)

    def _read(self, document: Document, argument: Span) -> Change | None:
        number = index_at(document.sentences, argument.start)
        start, end = (0, 0) if number is None else document.sentences[number]
        return Changes(document.content[start:end], start, self.bases, self.falls).norm(argument, None)


def score(model: LinearModel, document: Document, arcs: Sequence[Arc]) -> Iterator[Scored]:
    """All candidates of a document, in each of their roles, given the arcs of the rules."""
    features = Features(document, arcs)
    ruled = {(arc.head, arc.label, arc.argument) for arc in arcs}
    for candidate in candidates(document):
        rows = model.rows(features.of_pair(candidate))
        sums = model.sums(rows)
        for role in candidate.roles:
            group = group_name(candidate.head.label, role)
            if group in model.groups:
                column = model.groups[group]
                own = model.rows(features.of_role(candidate, role))
                logit = float(sums[column] + model.weights[own, column].sum())
                arc = (candidate.head.id, role, candidate.argument.id)
                trust = model.trust if arc in ruled else 0.0
                yield Scored(candidate, role, logit, logit - model.thresholds[group] + trust)


def build(rules: Rules, model: str = "relations-linear") -> LinearRelations:
    """The stage with the model of that folder, or of that name in models/, and the rules that it was trained with.

    Raises ConfigError if there is no such model, or it is damaged.
    """
    book = load_rules("relations/codes.toml")
    falls = book.compile(r"(?i)\b(?:{falling}|{sinking})\b[^,;]*$")
    return LinearRelations(LinearModel.open(model), rules, basis_patterns(book), falls)
