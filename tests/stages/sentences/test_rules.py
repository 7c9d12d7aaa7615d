"""The stage as a whole: the form of a report, and what holds for any text."""

import re
from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Document, Segmentation
from pipeline.runner import Pipeline
from pipeline.stages.sentences.rules import build

STAGE = build()
SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
REPORT = (
    " date 2021-05-03 Norway, Laos to open embassies\n"
    "The ministers of Norway and Laos in Oslo. (Photo: NTB)Oslo (NTB) – Norway and Laos will open embassies.\n"
    "“It is time,” Dr. Lien said. Work begins in Nov. 2021./.\n"
)
ODD = st.text(
    st.sampled_from(list(".!?…()[]\"'“”’ \n\r\t\u2028-–/:;@$%0129aAIz。•é\u0301\u200b😀")) | st.characters(),
    max_size=60,
)


def segment(text: str, title: str | None = None) -> Segmentation:
    return STAGE(Document(id="test", text=text, title=title))


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text).sentences]


def zones(text: str) -> list[tuple[str, str]]:
    return [(zone.kind, text[zone.start : zone.end]) for zone in segment(text).zones]


def test_the_form_of_a_report() -> None:
    assert zones(REPORT) == [
        ("date_line", "date 2021-05-03"),
        ("title", "Norway, Laos to open embassies"),
        ("caption", "The ministers of Norway and Laos in Oslo. (Photo: NTB)"),
        ("dateline", "Oslo (NTB) –"),
        ("end_mark", "./."),
    ]


def test_title_caption_credit_and_body_are_sentences_and_the_date_line_is_in_none() -> None:
    assert sentences(REPORT) == [
        "Norway, Laos to open embassies",
        "The ministers of Norway and Laos in Oslo.",
        "(Photo: NTB)",
        "Oslo (NTB) – Norway and Laos will open embassies.",
        "“It is time,” Dr. Lien said.",
        "Work begins in Nov. 2021./.",
    ]


def test_a_credit_without_a_stop_before_it_belongs_to_the_caption_s_sentence() -> None:
    text = "The ministers meet in Oslo (Photo: NTB)\nThe talks were short."
    assert sentences(text) == ["The ministers meet in Oslo (Photo: NTB)", "The talks were short."]
    assert zones(text) == [("caption", "The ministers meet in Oslo (Photo: NTB)")]


@pytest.mark.parametrize("mark", ["./.", ". (end)", ". ENDIT", ". ###", ". — VNS"])
def test_an_end_mark_belongs_to_the_last_sentence_of_its_line(mark: str) -> None:
    assert sentences(f"They met. They left{mark}") == ["They met.", f"They left{mark}"]
    assert zones(f"They met. They left{mark}") == [("end_mark", mark.removeprefix(". "))]


def test_an_end_mark_on_a_line_of_its_own_is_a_sentence() -> None:
    assert sentences("They met.\nENDIT") == ["They met.", "ENDIT"]


def test_tokens_include_the_date_line() -> None:
    first = segment(REPORT).tokens[:6]
    assert [REPORT[start:end] for start, end in first] == ["date", "2021", "-", "05", "-", "03"]


def test_the_document_s_own_title_is_a_zone_where_it_is_the_first_line() -> None:
    text = "Norway and Laos meet\nThe talks were short."
    assert [zone.kind for zone in segment(text, "Norway and Laos meet").zones] == ["title"]
    assert segment(text, "Another title").zones == ()


def test_sentences_of_wrapped_text_reach_over_line_ends() -> None:
    body = "Norway and Laos will open embassies in their capitals before the end of the year. The work has begun."
    text = fill(body + " " + body, 40)
    assert [" ".join(sentence.split()) for sentence in sentences(text)] == re.findall(
        r"[^.]+\.", body.replace(". ", ".")
    ) * 2


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_sentence_of_a_seed_s_body_ends_with_a_stop_or_a_credit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    title, *body = sentences(text)
    assert not title.endswith(".")
    assert [sentence for sentence in body if not re.search(r"(?:\.|\(Photo: VNA\))$", sentence)] == []
    assert [kind for kind, _ in zones(text)][:2] == ["date_line", "title"]


def test_the_stage_runs_in_a_pipeline() -> None:
    document = Pipeline((STAGE,))(Document(id="test", text=REPORT))
    assert document.zone("end_mark") is not None


def check(text: str) -> None:
    """Sentences and tokens are in order, disjoint, trimmed and complete; no token crosses the end of a sentence."""
    found = segment(text)
    date_lines = [(zone.start, zone.end) for zone in found.zones if zone.kind == "date_line"]
    for stretches, outside in ((found.sentences, date_lines), (found.tokens, [])):
        flat = [position for stretch in stretches for position in stretch]
        assert flat == sorted(flat)
        assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in stretches)
        covered = {position for stretch in (*stretches, *outside) for position in range(*stretch)}
        assert all(position in covered or character.isspace() for position, character in enumerate(text))
    ends = {position for sentence in found.sentences for position in sentence}
    assert not any(start < position < end for position in ends for start, end in found.tokens)
    assert list(found.zones) == sorted(found.zones, key=lambda zone: zone.start)


@given(ODD)
def test_any_text_is_covered_by_sentences_and_tokens(text: str) -> None:
    check(text)


@given(
    st.lists(
        st.sampled_from([*re.findall(r"\s*\S+", REPORT), "U.S.", " a.m.", "\n", "1.) ", "• ", "www.", " ----- "]),
        max_size=30,
    )
)
def test_any_mix_of_report_parts_is_covered(parts: list[str]) -> None:
    check("".join(parts))


@pytest.mark.parametrize("piece", ["a.m. ", "(Photo: ", '." ', ". . ", "www.", "a-", "1. 2. ", "Mr. ", "A, "])
def test_long_lines_of_one_pattern_are_covered(piece: str) -> None:
    check(piece * 300)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo, 3 May 2021\nThe king came. He left.", ["Oslo, 3 May 2021\nThe king came.", "He left."]),
        ("Oslo, 3 May. The king came.", ["Oslo, 3 May. The king came."]),
        ("Oslo, 3 May 2021", ["Oslo, 3 May 2021"]),
        ("The king came. – ENDS –", ["The king came. – ENDS –"]),
    ],
)
def test_a_dateline_of_its_own_opens_the_first_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
