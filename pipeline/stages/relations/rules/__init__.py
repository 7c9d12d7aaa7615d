"""Arcs by rules: surface patterns for what stands side by side, path patterns for what grammar joins.

The paths come from the parse of the document where there is one and from a shallow parser of our own; what the first
leaves open the second may fill. Grammar, words and rules are data in `pipeline/resources/relations/`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pipeline.changes import Changes, basis_patterns
from pipeline.records import Arc, Document, Parse
from pipeline.rules import RuleBook, load_rules, read_toml
from pipeline.schema import load_schema
from pipeline.stages.relations.rules.anaphora import resolve
from pipeline.stages.relations.rules.arcs import Arcs, no_arcs
from pipeline.stages.relations.rules.carry import carry
from pipeline.stages.relations.rules.context import CONTEXT_KINDS, complete
from pipeline.stages.relations.rules.dependencies import parse_units
from pipeline.stages.relations.rules.engine import match_paths, match_surface
from pipeline.stages.relations.rules.graph import Graph
from pipeline.stages.relations.rules.observations import Observations
from pipeline.stages.relations.rules.offices import Offices
from pipeline.stages.relations.rules.parties import BlocRules, Parties
from pipeline.stages.relations.rules.role import RoleRule, role_rule
from pipeline.stages.relations.rules.shallow import parse_shallow
from pipeline.stages.relations.rules.units import Unit, contract, join_conversions, split, split_dateline
from pipeline.stages.relations.rules.words import Lexicon, build_lexicon

RESOURCES = tuple(
    f"relations/{name}.toml"
    for name in ("codes", "names", "places", "visits", "meetings", "agreements", "appointments", "indicators")
)
_LONGEST = 1000
"""Units of the longest sentence that is read; what is longer is no prose, and the work grows with its square."""


@dataclass(frozen=True, slots=True)
class RelationRules:
    """Rules for all roles; `surface` patterns run over codes (`datelines` over the dateline's), `paths` over paths.

    `observations` divide and complete figures; `blocs` tell whose members act together.
    `adjacent` are surface patterns that fill what grammar left open.
    `phrase` is what becomes one unit; `bases` (by name of the basis) and `falls` read what a change is compared with.
    """

    book: RuleBook
    lexicon: Lexicon
    phrase: re.Pattern[str]
    bases: Mapping[str, re.Pattern[str]]
    falls: re.Pattern[str]
    datelines: tuple[RoleRule, ...]
    surface: tuple[RoleRule, ...]
    adjacent: tuple[RoleRule, ...]
    paths: tuple[RoleRule, ...]
    context: tuple[RoleRule, ...]
    observations: Observations
    blocs: BlocRules
    assigns: ClassVar[str] = "relations"
    requires: ClassVar[tuple[str, ...]] = ("sentences", "entities", "values", "links")
    uses: ClassVar[tuple[str, ...]] = ("parse",)

    def __call__(self, document: Document) -> tuple[Arc, ...]:
        """All arcs of the document, in text order of head, role and argument."""
        arcs = no_arcs(document)
        match_surface(self.datelines, split_dateline(document), arcs, Changes("", 0, self.bases, self.falls))
        sentences = tuple(join_conversions(units) if len(units) <= _LONGEST else () for units in split(document))
        changes = [Changes(document.content[a:b], a, self.bases, self.falls) for a, b in document.sentences]
        for units, change in zip(sentences, changes, strict=True):
            self.observations.reserve(units, arcs)
            match_surface(self.surface, units, arcs, change)
        sentences = resolve(sentences, document, arcs)
        for units, change in zip(sentences, changes, strict=True):
            contracted = contract(units, self.phrase)
            for graph in self._graphs(document, contracted):
                match_paths(self.paths, contracted, graph, arcs=arcs, changes=change)
            match_surface(self.adjacent, units, arcs, change)
        complete(self.context, sentences, arcs)
        Offices(sentences, arcs).complete()
        Parties(self.blocs, sentences, arcs).complete()
        for units in sentences:
            self.observations.complete(units, arcs)
        carry(sentences, arcs)
        return _ordered(document, arcs)

    def _graphs(self, document: Document, units: Sequence[Unit]) -> Iterator[Graph]:
        if document.parse is not None:
            yield _graph(parse_units(document, document.parse, units), units, self.lexicon.control)
        yield _graph(parse_shallow(units, self.lexicon), units, self.lexicon.control)


def build() -> RelationRules:
    """The stage with the rules of `pipeline/resources/relations/`."""
    book = load_rules(*RESOURCES)
    rules = [role_rule(rule) for rule in book.rules]
    datelines, surface, adjacent, paths, context = (
        tuple(rule for rule in rules if rule.conditions.kind in kinds)
        for kinds in (("dateline",), ("surface",), ("adjacent",), ("path",), CONTEXT_KINDS)
    )
    return RelationRules(
        book=book,
        lexicon=build_lexicon(read_toml("relations/words.toml")),
        phrase=book.compile("{phrase}"),
        bases=basis_patterns(book),
        falls=book.compile(r"(?i)\b{falling}\W[^,;]*$"),
        datelines=datelines,
        surface=surface,
        adjacent=adjacent,
        paths=paths,
        context=context,
        observations=Observations(*(book.compile(f"{{{name}}}") for name in ("compared", "aside", "equal", "listed"))),
        blocs=BlocRules(*(book.compile(f"{{{name}}}") for name in ("bloc_acts", "members_meet", "members_act"))),
    )


def _graph(tree: Parse, units: Sequence[Unit], control: frozenset[str]) -> Graph:
    names = tuple(
        lemma if unit.span is None or unit.code in load_schema().triggers else unit.code
        for lemma, unit in zip(tree.lemmas, units, strict=True)
    )
    return Graph(tree, names, control)


def _ordered(document: Document, arcs: Arcs) -> tuple[Arc, ...]:
    places = {span.id: span.start for span in document.spans()}
    return tuple(sorted(arcs.all(), key=lambda arc: (places[arc.head], arc.label, places[arc.argument])))
