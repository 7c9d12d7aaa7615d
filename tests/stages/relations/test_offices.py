"""What follows from who holds which office."""

from dataclasses import replace

from pipeline.records import Document
from pipeline.rules import parse_example
from pipeline.stages.relations.rules import build
from tests.stages.relations.examples import read_example

STAGE = build()


def _read(line: str, *, status: str | None = None) -> set[tuple[str, str, str]]:
    document: Document = read_example(parse_example(line))
    if status is not None:
        entities = (replace(e, status=status) if e.label == "APPOINTMENT" else e for e in document.entities)
        document = replace(document, entities=tuple(entities))
    spans = document.by_id()
    return {(spans[arc.head].text, arc.label, spans[arc.argument].text) for arc in STAGE(document)}


def test_his_minister_is_of_his_country() -> None:
    found = _read(
        "[NORP:Kenyan=KE] [TITLE:President] [PERSON:Ruto] saw [POINTER:his] [TITLE:finance minister]. => his = Ruto"
    )
    assert ("finance minister", "jurisdiction", "Kenyan") in found


def test_his_counterpart_is_not() -> None:
    found = _read(
        "[NORP:Kenyan=KE] [TITLE:President] [PERSON:Ruto] saw [POINTER:his] [TITLE:counterpart]. => his = Ruto"
    )
    assert not any(head == "counterpart" for head, _, _ in found)


def test_an_office_is_where_he_is_president_who_gives_it() -> None:
    found = _read(
        "[NORP:Kenyan=KE] [TITLE:President] [PERSON:Ruto] on [DATE:Monday] [APPOINTMENT:named] "
        "[PERSON:Odinga] [TITLE:treasurer]."
    )
    assert ("treasurer", "jurisdiction", "Kenyan") in found


def test_nobody_gives_himself_an_office() -> None:
    found = _read(
        "[NORP:Kenyan=KE] [TITLE:President] [PERSON:Ruto] was [APPOINTMENT:elected] [TITLE:chairman] "
        "of the [ORG:Nile Bank]."
    )
    assert ("chairman", "jurisdiction", "Kenyan") not in found


def test_an_office_that_is_only_planned_is_not_held() -> None:
    line = "[PERSON:Odinga] will be [APPOINTMENT:named] [TITLE:treasurer]."
    assert ("Odinga", "position_held", "treasurer") not in _read(line, status="planned")


def test_who_resigns_leaves_the_office_beside_his_name() -> None:
    found = _read("[PERSON:Odinga], [TITLE:treasurer] of [GPE:Kenya], took [APPOINTMENT:office] on [DATE:Monday].")
    assert ("Odinga", "position_held", "treasurer") in found


def test_a_host_is_president_where_the_visitor_goes() -> None:
    found = _read(
        "[PERSON:Ruto] will [VISIT:visit] [GPE:Chile=CL] at the invitation of [TITLE:President] [PERSON:Boric]."
    )
    assert ("President", "jurisdiction", "Chile") in found
