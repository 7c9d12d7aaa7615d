"""Which pairs are candidates: all of a sentence, what pointers stand for, the nearest mention of everything else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.candidates import Candidate, candidates, joint_roles, things
from pipeline.records import Document, Pointer
from pipeline.schema import load_schema
from tests.builders import document

_PIECES = ("[PERSON:Ana]", "[GPE:Peru]", "[ORG:Acme]", "[VISIT:visit]", "[DATE:May]", "[TITLE:envoy]", "to", ".")


def _pairs(found: Document, head: str) -> dict[str, Candidate]:
    return {one.argument.text: one for one in candidates(found) if one.head.text == head}


def test_a_sentence_gives_every_mention_with_the_roles_of_the_schema() -> None:
    found = _pairs(
        document("[PERSON:Ana] will [VISIT:visit] [GPE:Peru] in [DATE:May] with [MONEY:5 dollars]."), "visit"
    )
    assert found.keys() == {"Ana", "Peru", "May"}
    assert found["Ana"].roles == ("host", "visitor")
    assert found["Peru"].roles == ("destination", "host", "visitor")
    assert found["May"].roles == ("date", "duration")
    assert not any(one.distance or one.pointed for one in found.values())


def test_of_what_the_sentence_does_not_name_the_last_mention_before_is_taken() -> None:
    text = "[GPE:Peru] one.\n[GPE:Peru] two.\nThe [VISIT:visit] began.\n[GPE:Peru] three."
    found = document(text, countries={"e1": "PE", "e2": "PE", "e4": "PE"})
    (one,) = candidates(found)
    assert (one.argument.id, one.distance) == ("e2", -1)


def test_without_a_mention_before_the_first_after_is_taken() -> None:
    found = document("The [VISIT:visit] began.\n[GPE:Peru] one.\n[GPE:Peru] two.", countries={"e2": "PE", "e3": "PE"})
    (one,) = candidates(found)
    assert (one.argument.id, one.distance) == ("e2", 1)


def test_a_pointer_brings_its_targets_into_the_sentence() -> None:
    plain = document("[GPE:Peru] and [GPE:Chile] agreed.\nThe two sides held [MEETING:talks].")
    start = plain.content.index("The two sides")
    pointer = Pointer(start, start + len("The two sides"), ("e1", "e2"))
    found = _pairs(replace(plain, links=replace(plain.links, pointers=(pointer,))), "talks")
    assert {text: (one.pointed, one.place[0], one.distance) for text, one in found.items()} == {
        "Peru": (True, start, 0),
        "Chile": (True, start, 0),
    }


def test_one_thing_has_nothing_but_a_short_name_in_itself() -> None:
    found = document("[ORG:Bank of Peru] ([ORG:BOP]) of [ORG:Acme].", clusters=(("e1", "e2"),))
    roles = {(one.head.id, one.argument.id): one.roles for one in candidates(found)}
    assert roles["e1", "e2"] == ("short_name",)
    assert roles["e1", "e3"] == ("member_of", "short_name")
    assert things(found)["e2"] == "e1"


def test_values_of_far_sentences_are_no_candidates() -> None:
    near, far = (
        "[DATE:May] passed.\nThe [VISIT:visit] began.",
        "[DATE:May] passed.\nSo it was.\nThe [VISIT:visit] began.",
    )
    assert len(list(candidates(document(near)))) == 1
    assert list(candidates(document(far))) == []


@given(st.lists(st.sampled_from(_PIECES), max_size=12))
def test_all_roles_are_allowed_and_no_pair_comes_twice(pieces: list[str]) -> None:
    found = list(candidates(document(" ".join(pieces))))
    assert all(load_schema().allows(one.head.label, role, one.argument.label) for one in found for role in one.roles)
    assert len({(one.head.id, one.argument.id) for one in found}) == len(found)
    assert all(
        set(one.roles) <= set(joint_roles(load_schema().roles, one.head.label, one.argument.label)) for one in found
    )
