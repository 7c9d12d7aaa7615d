from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings

from pipeline.blame import Waterfall, blame
from pipeline.errors import FormatError
from pipeline.evaluation import evaluate
from pipeline.records import Arc, Document, Links, Parse, Segmentation, Timex
from pipeline.runner import Pipeline
from pipeline.stage import LAYERS
from pipeline.stages.facts.assembly import assemble
from tests.builders import document
from tests.evaluation.corpora import documents

MAY = Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31")
TEXT = "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] in [DATE:May] . [PERSON:Eva Paz] [VISIT:came] to [GPE:Chile] ."
#       e1                e2              e3            v1           e4               e5             e6
ARCS = (
    ("e2", "visitor", "e1"),
    ("e2", "destination", "e3"),
    ("e2", "date", "v1"),
    ("e5", "visitor", "e4"),
    ("e5", "destination", "e6"),
)


@dataclass(frozen=True)
class Says:
    """A stage that says what a document made by hand says, as far as the spans are there; some it does not find."""

    assigns: str
    says: Document
    overlooked: frozenset[str] = frozenset()
    requires: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    def __call__(self, given: Document) -> Any:
        said = self.says
        if self.assigns == "sentences":
            return Segmentation(said.tokens, said.sentences, said.zones)
        if self.assigns == "facts":
            return assemble(given)
        if self.assigns in ("entities", "values"):
            found = (span for span in getattr(said, self.assigns) if span.id not in self.overlooked)
            return tuple(replace(span, id="") for span in found)
        ids = self._ids(given)
        if self.assigns == "relations":
            there = (arc for arc in said.relations if arc.head in ids and arc.argument in ids)
            return tuple(replace(arc, head=ids[arc.head], argument=ids[arc.argument]) for arc in there)
        clusters = (tuple(ids[key] for key in cluster if key in ids) for cluster in said.links.clusters)
        countries = {ids[key]: country for key, country in said.links.countries.items() if key in ids}
        return Links(tuple(cluster for cluster in clusters if len(cluster) > 1), countries)

    def _ids(self, given: Document) -> Mapping[str, str]:
        here = {(span.offsets, span.label): key for key, span in given.by_id().items()}
        said = {key: (span.offsets, span.label) for key, span in self.says.by_id().items()}
        return {key: here[place] for key, place in said.items() if place in here}


def pipeline(says: Document, *overlooked: str) -> Pipeline:
    return Pipeline(tuple(Says(layer, says, frozenset(overlooked)) for layer in LAYERS))


def annotated(marked: str = TEXT, *arcs: tuple[str, str, str]) -> Document:
    plain = document(marked, norms={"v1": MAY}, countries={"e3": "PE", "e6": "CL"}, arcs=arcs or ARCS)
    return replace(plain, facts=assemble(plain))


GOLD = annotated()


def charges(waterfall: Waterfall) -> list[tuple[str, str, str]]:
    return [(charge.kind, charge.fact.id, charge.stage) for charge in waterfall.charges]


def test_a_perfect_pipeline_is_charged_with_nothing() -> None:
    waterfall = blame([GOLD], pipeline(GOLD))
    assert waterfall.stages == LAYERS
    assert waterfall.charges == ()
    assert [score.f1 for score in waterfall.scores] == [1.0] * 7


def test_a_date_that_is_not_found_is_charged_to_values() -> None:
    waterfall = blame([GOLD], pipeline(GOLD, "v1"))
    assert charges(waterfall) == [("missed", "f1", "values"), ("wrong", "f1", "values")]
    assert [score.right for score in waterfall.scores] == [1, 1, 2, 2, 2, 2, 2]


def test_a_name_that_hides_a_gold_value_gives_way_to_it() -> None:
    hiding = document(TEXT.replace("in [DATE:May]", "[ORG:in May]"), arcs=ARCS[:1])
    names = replace(GOLD, entities=(*GOLD.entities, replace(hiding.entities[3], id="e9")))
    waterfall = blame([GOLD], pipeline(names))
    assert charges(waterfall) == [("missed", "f1", "values"), ("wrong", "f1", "values")]


def test_an_arc_that_is_missed_is_charged_to_relations() -> None:
    waterfall = blame([GOLD], pipeline(annotated(TEXT, *ARCS[:-1])))
    assert charges(waterfall) == [("missed", "f2", "relations"), ("wrong", "f2", "relations")]
    stage = waterfall.to_dict()["stages"][4]
    assert (stage["stage"], stage["missed"], stage["wrong"]) == ("relations", 1, 1)
    assert (stage["facts_with_gold_before"]["f1"], stage["facts_with_gold_after"]["f1"]) == (0.5, 1.0)


def test_two_errors_in_one_fact_are_charged_to_the_later_stage() -> None:
    """Gold for the earlier stage alone does not make the fact found."""
    waterfall = blame([GOLD], pipeline(annotated(TEXT, *ARCS[:-1]), "e4"))
    assert charges(waterfall)[0] == ("missed", "f2", "relations")


def test_ids_of_gold_need_not_be_those_of_the_runner() -> None:
    ids = {key: f"x{9 - number}" for number, key in enumerate(GOLD.by_id())}
    renamed = replace(
        GOLD,
        entities=tuple(replace(entity, id=ids[entity.id]) for entity in GOLD.entities),
        values=tuple(replace(value, id=ids[value.id]) for value in GOLD.values),
        links=replace(GOLD.links, countries={ids[key]: code for key, code in GOLD.links.countries.items()}),
        relations=tuple(Arc(ids[arc.head], arc.label, ids[arc.argument]) for arc in GOLD.relations),
    )
    renamed = replace(renamed, facts=assemble(renamed))
    assert blame([renamed], pipeline(GOLD)).charges == ()


@settings(max_examples=50, deadline=None)
@given(documents(), documents())
def test_the_charges_sum_to_the_errors(gold: Document, predicted: Document) -> None:
    waterfall = blame([gold], pipeline(predicted))
    counted = evaluate([gold], [pipeline(predicted)(Document(id=gold.id, text=gold.text))]).layers["facts"].micro
    first, last = waterfall.scores[0], waterfall.scores[-1]
    assert first == counted
    assert len(waterfall.charges) == (first.gold - first.right) + (first.predicted - first.right)
    assert sum(waterfall.count(stage, "missed") for stage in waterfall.stages) == first.gold - first.right
    assert last.gold == last.predicted == last.right


def test_a_stage_without_gold_runs_every_time() -> None:
    @dataclass(frozen=True)
    class Parser:
        assigns: str = "parse"
        requires: tuple[str, ...] = ("sentences",)
        uses: tuple[str, ...] = ()

        def __call__(self, given: Document) -> Parse:
            assert given.tokens
            return Parse((), (), (), ())

    stages = pipeline(GOLD).stages
    waterfall = blame([replace(GOLD, tokens=())], Pipeline((stages[0], Parser(), *stages[1:])))
    assert "parse" not in waterfall.stages
    assert waterfall.charges == ()


def test_gold_without_a_text_is_refused() -> None:
    with pytest.raises(FormatError, match="gold document 'test' has no text: `factwire corpus attach`"):
        blame([replace(GOLD, text=None)], pipeline(GOLD))


def test_no_documents_no_charges() -> None:
    assert blame([], pipeline(GOLD)).charges == ()
