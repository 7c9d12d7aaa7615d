import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.align import contains, overlaps
from pipeline.records import Document, Entity, Zone
from pipeline.stages.entities.rules.names import find_names
from pipeline.stages.sentences.rules import build
from tests.builders import document

_MARK = re.compile(r"\[([A-Z]+:)?([^\[\]]*)\]")
_SENTENCES = build()


def marked(names: list[Entity], text: str) -> str:
    """The text with its names and titles in brackets, as `tests.builders.document` reads it."""
    out, position = "", 0
    for name in names:
        out += f"{text[position : name.start]}[{name.label}:{name.text}]"
        position = name.end
    return out + text[position:]


def segmented(text: str) -> Document:
    """The text with the sentences that the pipeline gives it."""
    plain = Document(id="test", text=text)
    return plain.with_layer("sentences", _SENTENCES(plain))


def check(example: str) -> None:
    text = _MARK.sub(r"\2", example)
    assert marked(find_names(segmented(text)), text) == example


@pytest.mark.parametrize(
    "example",
    [
        "[NORP:Thai] [TITLE:Minister of Foreign Affairs] [PERSON:Somchai Rattana] met [PERSON:Le Van An] in [GPE:Hue].",
        "[PERSON:Oh Sun-hee], [TITLE:vice director] of the [ORG:Treaty Department of the DPRK Trade Ministry], left.",
        "[TITLE:President] [PERSON:Park Ji-won] and [TITLE:Premier] [PERSON:LI Wenhua] spoke; [PERSON:Park] left.",
        "Envoys hailed [NORP:Dutch] [TITLE:Prime Minister] [PERSON:Jan van der Veen]'s visit to the [GPE:UK].",
        "[NORP:Jordanian] [TITLE:envoy] [PERSON:Omar al-Masri] arrived. [PERSON:Al-Masri] will stay.",
        "Mr. [PERSON:Okello] met [PERSON:María del Carmen], [TITLE:ambassador] of [GPE:Spain].",
        "[TITLE:President] [PERSON:John B. Adler Jr.] spoke.",
        "H.E. U [PERSON:Soe Win Htut] met Dato' Seri [PERSON:Azlan bin Omar] and [PERSON:Hassan Sheikh Duale].",
        "The [TITLE:Minister of Health], YB Datuk [PERSON:Azlan Omar], left.",
        "He met his [NORP:Thai] [TITLE:colleague] [PERSON:Somchai Rattana].",
        "The [ORG:UN] [TITLE:chief] [PERSON:Ana Ruiz] met [PERSON:Le Binh], a [TITLE:member] of the [ORG:Politburo].",
        "The [ORG:Central Committee of the Communist Party of Vietnam] met.",
    ],
)
def test_people_of_many_name_shapes(example: str) -> None:
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "[TITLE:Minister] [PERSON:Tran Van Binh] left. [PERSON:Binh] and his wife met [PERSON:Tran].",
        "[TITLE:Minister] [PERSON:He Guomin] left. He said [PERSON:Guomin] was tired.",
        'Spokesmen said [PERSON:He Guomin] resigned. "Fine," He said.',
    ],
)
def test_parts_of_a_name_return(example: str) -> None:
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "The [ORG:Chinese Foreign Ministry] and the [NORP:Turkish] parliament disagree.",
        "The [NORP:Peruvian] and [NORP:Lao] Governments quarrelled over northwest [GPE:China].",
        "[GPE:China]'s [ORG:General Administration of Customs] told the [ORG:Vietnam-Japan Joint Committee].",
        "The [ORG:Caspian Trade Council] ([ORG:CTC]) met; [ORG:CTC] members left.",
        "The Orange Growth Agreement (OGA) was signed.",
        "The [ORG:Nordic Green Cells] ([ORG:NGC]) marched.",
        "The [ORG:Permanent Committee of the Political Bureau of the CPC Central Committee] met.",
    ],
)
def test_organisations(example: str) -> None:
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "[TITLE:Minister] [PERSON:Israel Ortega] met Mr [PERSON:Jordan] in [GPE:Israel].",
        "They asked [PERSON:Ana Jordan] about [GPE:Jordan].",
        "Envoys left [GPE:Georgia] for talks in [GPE:Chad] on Monday.",
    ],
)
def test_a_place_may_be_a_person_s_name(example: str) -> None:
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "The [ORG:Customs Service] of [GPE:Laos] ([ORG:LCU]) and the [ORG:Caspian Trade Council], or [ORG:CTC], met.",
        "They toured the [FAC:Ruma Convention Center] ([FAC:RCC]).",
        "The [ORG:U.S. Border Trade Council] ([ORG:BTC]) met.",
    ],
)
def test_abbreviations(example: str) -> None:
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "However, Talks resumed on Monday in May.",
        "Meanwhile Exports rose.",
        "The Memorandum of Understanding was signed.",
    ],
)
def test_ordinary_words_are_no_names(example: str) -> None:
    check(example)


def test_a_name_found_by_a_rule_returns() -> None:
    check("[PERSON:Ana Ruiz] left the city of [GPE:Kimbara]. In [GPE:Kimbara], trade grew.")


def test_a_title_cased_headline_yields_no_invented_names() -> None:
    plain = document("Envoys Hail Strong Growth Of Border Trade Council\nThe envoys were glad.")
    titled = replace(plain, zones=(Zone(*plain.sentences[0], "title"),))
    assert find_names(titled) == []


def test_the_date_line_holds_no_names() -> None:
    plain = document("Paris 2020-12-05\nThe envoys were glad.")
    assert find_names(replace(plain, zones=(Zone(*plain.sentences[0], "date_line"),))) == []


def test_what_a_value_covers_is_no_name() -> None:
    assert find_names(document("It cost [MONEY:5 million US dollars] .")) == []


_WORDS = st.sampled_from(
    [
        "Prime",
        "Minister",
        "Tran",
        "Van",
        "Binh",
        "of",
        "the",
        "and",
        "Lao",
        "Vietnam",
        "Ministry",
        "Foreign",
        "Affairs",
        "(",
        "ASEAN",
        ")",
        ",",
        ".",
        "said",
        "'s",
        "counterpart",
        "he",
        "Bank",
        "University",
        "met",
        "President",
        "Hu",
        "Jintao",
        "in",
        "Hanoi’s",
        "War",
        "Festival",
        "\n",
        "\r\n",
        "\u2028",
        "\xa0",
        "Al-",
        "A.",
    ]
)


@given(st.lists(_WORDS, max_size=25))
def test_names_are_flat_ordered_grounded_and_inside_one_sentence(words: list[str]) -> None:
    plain = segmented(" ".join(words))
    names = find_names(plain)
    assert [name.offsets for name in names] == sorted(name.offsets for name in names)
    assert not any(overlaps(a.offsets, b.offsets) for a, b in pairwise(names))
    assert all(plain.content[name.start : name.end] == name.text and name.found_by for name in names)
    assert all(any(contains(sentence, name.offsets) for sentence in plain.sentences) for name in names)
    assert all((name.norm is not None) == (name.label == "TITLE") for name in names)
