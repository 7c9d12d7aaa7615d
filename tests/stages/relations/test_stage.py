"""The contract of the stage: arcs in order, allowed by the schema, the same every time; what crosses sentences."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Document, Links, Pointer, Zone
from pipeline.rules import parse_example
from pipeline.schema import load_schema
from pipeline.stages.relations.rules import build
from tests.stages.relations.examples import read_example

STAGE = build()
_MARKED = (
    "PERSON:Orban", "GPE:Serbia=RS", "NORP:Kenyan=KE", "ORG:Danube Bank", "TITLE:President", "DATE:May", "VISIT:visit",
    "MEETING:met", "AGREEMENT:pact", "APPOINTMENT:named", "INDICATOR:exports", "MONEY:5 dollars", "PERCENT:9 percent",
    "ORDINAL:third",
)  # fmt: skip
_PIECES = (
    *(f"[{mark}]" for mark in _MARKED),
    *["to", "of", "in", "by", "and", ",", "who", "rose", "held", "the", "'s", "(", ")", "."],
)


def _arcs(document: Document) -> set[tuple[str, str, str]]:
    spans = document.by_id()
    return {(spans[arc.head].text, arc.label, spans[arc.argument].text) for arc in STAGE(document)}


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_arcs_are_ordered_unique_and_allowed(pieces: list[str]) -> None:
    document = read_example(parse_example(" ".join(pieces)))
    arcs = STAGE(document)
    spans = document.by_id()
    keys = [(spans[arc.head].start, arc.label, spans[arc.argument].start) for arc in arcs]
    assert keys == sorted(set(keys))
    assert all(load_schema().allows(spans[arc.head].label, arc.label, spans[arc.argument].label) for arc in arcs)
    assert STAGE(document) == arcs


def test_no_text_no_arcs() -> None:
    assert STAGE(Document(id="empty", text="")) == ()


def test_what_is_too_long_for_a_sentence_is_not_read() -> None:
    clause = "[PERSON:Orban] [VISIT:visited] [GPE:Serbia]"
    assert len(_arcs(read_example(parse_example(" and ".join([clause] * 20))))) > 0
    assert _arcs(read_example(parse_example(" and ".join([clause] * 400)))) == set()


def test_a_list_has_as_many_members_as_it_has() -> None:
    names = [f"Land{number}" for number in range(30)]
    line = ", ".join(f"[GPE:{name}]" for name in names[:-1]) + f" and [GPE:{names[-1]}] held [MEETING:talks]."
    assert {argument for _, role, argument in _arcs(read_example(parse_example(line))) if role == "participant"} == set(
        names
    )


def test_a_pointer_gives_its_targets() -> None:
    line = (
        "[GPE:Peru] spoke to [GPE:Chile]. [POINTER:The countries] held [MEETING:talks]. => The countries = Peru, Chile"
    )
    assert _arcs(read_example(parse_example(line))) == {
        ("talks", "participant", "Peru"),
        ("talks", "participant", "Chile"),
    }


def test_a_pointer_on_an_office_gives_its_target() -> None:
    document = read_example(parse_example("[PERSON:Orban] spoke. The [TITLE:premier] [VISIT:visited] [GPE:Peru]."))
    title = document.entities[1]
    pointed = replace(document, links=Links(pointers=(Pointer(title.start - 4, title.end, ("e1",)),)))
    assert ("visited", "visitor", "Orban") in _arcs(pointed)


def test_an_office_without_a_name_stands_for_its_holder() -> None:
    line = "[TITLE:PM] [VISIT:visits] [GPE:Peru]. [TITLE:Prime Minister] [PERSON:Orban] spoke."
    document = read_example(parse_example(line))
    assert ("visits", "visitor", "Orban") not in _arcs(document)
    joined = replace(document, links=Links(clusters=(("e1", "e4"),)))
    assert ("visits", "visitor", "Orban") in _arcs(joined)


def test_here_is_the_place_of_the_dateline() -> None:
    document = read_example(parse_example("[GPE:Lima] - [PERSON:Orban] [VISIT:arrived] here [DATE:Monday]."))
    dated = replace(document, zones=(Zone(0, 6, "dateline"),))
    assert ("arrived", "destination", "Lima") in _arcs(dated)
    assert ("arrived", "destination", "Lima") not in _arcs(document)


def test_there_is_the_last_place_in_the_sentence() -> None:
    line = "[PERSON:Orban] left [GPE:Peru] after a [VISIT:visit] there. In [GPE:Chile] there were [MEETING:talks]."
    assert {arc for arc in _arcs(read_example(parse_example(line))) if arc[1] == "destination"} == {
        ("visit", "destination", "Peru")
    }


def test_bilateral_trade_finds_the_last_pair_of_countries() -> None:
    line = (
        "[GPE:Peru=PE], [GPE:Chile=CL] and [GPE:Brazil=BR] agreed. [GPE:Peru=PE] spoke to [GPE:Brazil=BR]. "
        "[INDICATOR:Bilateral trade] fell [PERCENT:9 percent]."
    )
    found = {argument for _, role, argument in _arcs(read_example(parse_example(line))) if role == "party"}
    assert found == {"Peru", "Brazil"}


def test_other_mentions_of_a_thing_do_not_fill_a_role_twice() -> None:
    document = read_example(parse_example("[PERSON:Orban] and [PERSON:Viktor Orban] [VISIT:visited] [GPE:Serbia]."))
    joined = replace(document, links=Links(clusters=(("e1", "e2"),)))
    assert ("visited", "visitor", "Orban") in _arcs(joined)
    assert ("visited", "visitor", "Viktor Orban") not in _arcs(joined)


def test_who_chairs_is_no_participant() -> None:
    document = read_example(
        parse_example("[PERSON:Orban] chaired the [MEETING:talks] between [PERSON:Orban] and [PERSON:Vucic].")
    )
    joined = replace(document, links=Links(clusters=(("e1", "e3"),)))
    roles = {(role, argument) for _, role, argument in _arcs(joined)}
    assert roles == {("chair", "Orban"), ("participant", "Vucic")}
