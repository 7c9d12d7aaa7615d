from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Amount, Arc, Change, Document, Fact, Office, Timex
from pipeline.stages.facts.assembly import assemble, build
from tests.builders import document

FEBRUARY = Timex("DATE", "2021-02", None, "2021-02-01", "2021-02-28")
MARCH = Timex("DATE", "2021-03", None, "2021-03-01", "2021-03-31")


def texts(fact: Fact) -> Mapping[str, tuple[str, ...]]:
    return {role: tuple(argument.text for argument in arguments) for role, arguments in fact.arguments.items()}


def with_status(doc: Document, **statuses: str) -> Document:
    entities = (replace(entity, status=statuses.get(entity.id, entity.status)) for entity in doc.entities)
    return replace(doc, entities=tuple(entities))


VISIT = document(
    "[PERSON:Ann Berg] [VISIT:arrived] in [GPE:Oslo] . The [VISIT:visit] of [PERSON:Berg] lasts until [DATE:March] .",
    clusters=(("e1", "e5"), ("e2", "e4")),
    arcs=(("e2", "visitor", "e1"), ("e2", "destination", "e3"), ("e4", "visitor", "e5"), ("e4", "date", "v1")),
    norms={"v1": MARCH},
)


def test_the_mentions_of_an_event_make_one_fact() -> None:
    (fact,) = assemble(VISIT)
    assert fact.id == "f1"
    assert (fact.type, fact.status, fact.phase) == ("VISIT", "asserted", None)
    assert texts(fact) == {"visitor": ("Ann Berg",), "destination": ("Oslo",), "date": ("March",)}
    assert fact.arguments["date"][0].norm == MARCH
    assert fact.evidence == VISIT.sentences


def test_the_trigger_is_the_first_mention_with_the_most_arcs() -> None:
    (fact,) = assemble(VISIT)
    assert fact.trigger is not None
    assert fact.trigger.id == "e2"
    (fact,) = assemble(replace(VISIT, relations=VISIT.relations[1:]))
    assert fact.trigger is not None
    assert fact.trigger.id == "e4"


def test_only_sentences_whose_mentions_carry_arcs_are_evidence() -> None:
    (fact,) = assemble(replace(VISIT, relations=VISIT.relations[:2]))
    assert fact.evidence == VISIT.sentences[:1]


def test_a_marked_status_outweighs_the_default() -> None:
    assert assemble(with_status(VISIT, e2="planned"))[0].status == "planned"
    assert assemble(with_status(VISIT, e2="planned", e4="negated"))[0].status == "negated"


def test_a_trigger_without_arcs_gives_no_fact() -> None:
    assert assemble(replace(VISIT, relations=())) == ()


def test_a_country_and_its_nationality_fill_a_role_once_under_the_country() -> None:
    doc = document(
        "The [NORP:Norwegian] king [MEETING:met] ministers . The [MEETING:meeting] helps [GPE:Norway] and [GPE:Peru] .",
        clusters=(("e2", "e3"),),
        countries={"e1": "NO", "e4": "NO", "e5": "PE"},
        arcs=(("e2", "participant", "e1"), ("e3", "participant", "e4"), ("e3", "participant", "e5")),
    )
    (fact,) = assemble(doc)
    assert [(a.id, a.text, a.country) for a in fact.arguments["participant"]] == [
        ("e4", "Norway", "NO"),
        ("e5", "Peru", "PE"),
    ]


def test_roles_stand_in_the_order_of_the_schema() -> None:
    (fact,) = assemble(replace(VISIT, relations=VISIT.relations[::-1]))
    assert list(fact.arguments) == ["visitor", "destination", "date"]


def test_a_stand_in_title_is_shown_as_the_office() -> None:
    doc = document(
        "[TITLE:counterpart] [PERSON:Berg] . [TITLE:mayor] [PERSON:Berg] .",
        clusters=(("e1", "e3"), ("e2", "e4")),
        arcs=(("e2", "position_held", "e1"), ("e4", "position_held", "e3")),
    )
    offices = {"e1": Office("mayor"), "e3": Office("mayor")}
    doc = replace(doc, entities=tuple(replace(entity, norm=offices.get(entity.id)) for entity in doc.entities))
    (fact,) = assemble(doc)
    assert (fact.type, fact.status, fact.phase, fact.trigger) == ("position_held", None, None, None)
    assert texts(fact) == {"head": ("Berg",), "argument": ("mayor",)}
    assert fact.arguments["argument"][0].norm == Office("mayor")
    assert fact.evidence == doc.sentences[:1]


def test_a_name_and_its_short_name_are_told_apart() -> None:
    doc = document(
        "The [ORG:Northern Trade Council] ([ORG:NTC]) spoke . [ORG:NTC] left .",
        clusters=(("e1", "e2", "e3"),),
        arcs=(("e1", "short_name", "e2"),),
    )
    (fact,) = assemble(doc)
    assert texts(fact) == {"head": ("Northern Trade Council",), "argument": ("NTC",)}


def observations(*arcs: tuple[str, str, str]) -> tuple[Fact, ...]:
    doc = document(
        "[GPE:Peru] 's [INDICATOR:exports] were [MONEY:$5] in [DATE:March] and [MONEY:$4] in [DATE:February] .",
        norms={
            "v1": Amount(Decimal(5), currency="USD"),
            "v2": MARCH,
            "v3": Amount(Decimal(4), currency="USD"),
            "v4": FEBRUARY,
        },
        arcs=(("e2", "value", "v1"), ("e2", "value", "v3"), ("e2", "source", "e1"), *arcs),
    )
    return assemble(doc)


def test_each_value_of_an_indicator_is_a_fact() -> None:
    march, february = observations(("v1", "date", "v2"), ("v3", "date", "v4"))
    assert texts(march) == {"value": ("$5",), "date": ("March",), "source": ("Peru",)}
    assert texts(february) == {"value": ("$4",), "date": ("February",), "source": ("Peru",)}


def test_what_stands_on_a_value_replaces_what_the_indicator_says() -> None:
    first, second = observations(("e2", "date", "v2"), ("v3", "date", "v4"))
    assert texts(first)["date"] == ("March",)
    assert texts(second)["date"] == ("February",)


def test_one_value_said_twice_is_one_fact() -> None:
    doc = document(
        "[INDICATOR:Exports] hit [MONEY:$5] . [INDICATOR:Exports] of [MONEY:5 dollars] fell [PERCENT:2 percent] .",
        norms={f"v{i}": Amount(Decimal(5), currency="USD") for i in (1, 2)} | {"v3": Amount(Decimal(2))},
        clusters=(("e1", "e2"),),
        arcs=(("e1", "value", "v1"), ("e2", "value", "v2"), ("e2", "change", "v3")),
    )
    change = Change(Decimal(-2), "%", "year-on-year")
    doc = replace(doc, relations=(*doc.relations[:2], replace(doc.relations[2], norm=change)))
    (fact,) = assemble(doc)
    assert texts(fact) == {"value": ("$5",), "change": ("2 percent",)}
    assert fact.arguments["change"][0].norm == change


def test_origin_and_the_lowest_score_are_kept() -> None:
    first, *rest = VISIT.relations
    scored = (replace(first, found_by="b", score=0.5), replace(rest[0], found_by="a", score=0.75), *rest[1:])
    (fact,) = assemble(replace(VISIT, relations=scored))
    assert (fact.found_by, fact.score) == ("a+b", 0.5)
    assert assemble(VISIT)[0].found_by is None
    assert assemble(VISIT)[0].score is None


@given(st.permutations(VISIT.relations))
def test_the_order_of_arcs_does_not_matter(arcs: list[Arc]) -> None:
    assert assemble(replace(VISIT, relations=tuple(arcs))) == assemble(VISIT)


def test_the_stage_assigns_facts() -> None:
    stage = build()
    assert stage.assigns == "facts"
    assert stage(VISIT) == assemble(VISIT)
