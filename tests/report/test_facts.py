from dataclasses import replace
from decimal import Decimal

from pipeline.records import Amount, Timex
from pipeline.report.facts import describe_fact
from pipeline.stages.facts.assembly import assemble
from tests.builders import document

MAY = Timex("DATE", "2020-05", None, "2020-05-01", "2020-05-31")


def test_an_event_in_one_line() -> None:
    text = "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] in [DATE:May] ."
    arcs = (("e2", "visitor", "e1"), ("e2", "destination", "e3"), ("e2", "date", "v1"))
    (fact,) = assemble(document(text, norms={"v1": MAY}, countries={"e3": "PE"}, arcs=arcs))
    line = "VISIT visited: visitor Ana Ruiz; destination Peru [PE]; date May = 2020-05-01..2020-05-31"
    assert describe_fact(fact) == line
    assert describe_fact(replace(fact, status="planned")) == line.replace("visited:", "visited (planned):")


def test_a_normal_form_that_repeats_the_text_is_left_out() -> None:
    arcs = (("e1", "value", "v1"),)
    (fact,) = assemble(document("[INDICATOR:delegations] [CARDINAL:27]", norms={"v1": Amount(Decimal(27))}, arcs=arcs))
    assert describe_fact(fact) == "INDICATOR delegations: value 27"


def test_a_static_fact_has_no_trigger_and_takes_one_line() -> None:
    (fact,) = assemble(document("[PERSON:Ana\nRuiz] , [TITLE:minister]", arcs=(("e1", "position_held", "e2"),)))
    assert describe_fact(fact) == "position_held: head Ana Ruiz; argument minister"
