import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.loaders.common.tokens import align_tokens, build_document, detokenize

TOKENS = st.lists(st.text("ab.,'\"`()$%-s", min_size=1, max_size=3), max_size=12)


@given(st.lists(TOKENS, max_size=4))
def test_every_token_stands_where_it_is_said_to(sentences: list[list[str]]) -> None:
    text, offsets = detokenize(sentences)
    assert [[text[start:end] for start, end in found] for found in offsets] == sentences
    assert "".join(text.split()) == "".join(token for tokens in sentences for token in tokens)
    assert "  " not in text


@given(TOKENS)
def test_tokens_are_found_in_their_text(tokens: list[str]) -> None:
    text, (offsets,) = detokenize([tokens])
    assert align_tokens(text, tokens) == offsets


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ('The minister said : " We ca n\'t wait , " then left .', 'The minister said: "We can\'t wait," then left.'),
        (
            "Peru 's exports ( copper , zinc ) rose 5 % to $ 3 billion",
            "Peru's exports (copper, zinc) rose 5% to $3 billion",
        ),
        ('Two " old friends " and " new partners " met ; why ?', 'Two "old friends" and "new partners" met; why?'),
        ("the farmers ' union", "the farmers' union"),
        ("' Not now ' was all", "'Not now' was all"),
        ("`` Soon '' she said ...", "``Soon'' she said..."),
        ("` ` Soon ' ' she said", "``Soon'' she said"),
        ("Lima - Quito / Bogota", "Lima - Quito / Bogota"),
        ("He paid US$ 40 or € 30 .", "He paid US$40 or €30."),
    ],
)
def test_texts_look_as_they_are_written(tokens: str, text: str) -> None:
    assert detokenize([tokens.split()])[0] == text


def test_sentences_are_parted_and_empty_ones_say_nothing() -> None:
    text, offsets = detokenize([["Yes", "."], [], ["No"]], "\n\n")
    assert text == "Yes.\n\nNo"
    assert offsets == [[(0, 3), (3, 4)], [], [(6, 8)]]


@pytest.mark.parametrize("tokens", [["Lima", "fell"], ["Peru"], ["Peru", "won", "!"]])
def test_tokens_that_do_not_cover_the_text_do_not_match(tokens: list[str]) -> None:
    assert align_tokens("Peru won", tokens) is None


def test_ranges_run_over_all_sentences() -> None:
    found = build_document("a", [["Peru", "won", "."], ["Ana", "Ruiz", "left"]], [(3, 5, "PER"), (0, 1, "LOC")])
    assert [(span.id, span.text, span.label) for span in found.entities] == [
        ("e1", "Ana Ruiz", "PER"),
        ("e2", "Peru", "LOC"),
    ]
    assert found.content == "Peru won.\nAna Ruiz left"
    assert [found.content[slice(*sentence)] for sentence in found.sentences] == ["Peru won.", "Ana Ruiz left"]


@pytest.mark.parametrize("bad", [(1, 1, "X"), (-1, 1, "X"), (0, 4, "X")])
def test_a_range_outside_the_tokens_is_refused(bad: tuple[int, int, str]) -> None:
    with pytest.raises(ValueError, match="are no span"):
        build_document("a", [["Peru", "won", "."]], [bad])
