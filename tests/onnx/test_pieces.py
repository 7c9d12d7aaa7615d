from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.onnx.pieces import SHAPES, Pieces, _pack, shape_of

LENGTHS = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=12), max_size=8)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("visited", "lower"),
        ("Peru", "title"),
        ("A", "title"),
        ("ASEAN", "upper"),
        ("U.S.", "upper"),
        ("McDonald", "mixed"),
        ("iPhone", "mixed"),
        ("1,200", "digit"),
        ("--", "punctuation"),
        ("$", "punctuation"),
        ("Élysée", "title"),
        ("2nd", "lower"),
        ("越南", "lower"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


@given(LENGTHS)
def test_windows_hold_every_word_once_in_order_and_are_no_longer_than_allowed(sentences: list[list[int]]) -> None:
    lengths = [length for sentence in sentences for length in sentence]
    ends = np.cumsum([len(sentence) for sentence in sentences]).tolist()
    ranges = [(end - len(sentence), end) for end, sentence in zip(ends, sentences, strict=True)]
    windows = list(_pack(lengths, ranges, 20))
    assert [word for start, end in windows for word in range(start, end)] == list(range(len(lengths)))
    assert all(sum(lengths[start:end]) <= 20 for start, end in windows)
    whole = [found for found, sentence in zip(ranges, sentences, strict=True) if sum(sentence) <= 20]
    assert all(any(start <= first and last <= end for start, end in windows) for first, last in whole)


def test_words_outside_sentences_are_in_no_window() -> None:
    assert list(_pack([1] * 9, [(1, 3), (3, 5), (7, 9)], 20)) == [(1, 5), (7, 9)]


def test_a_window_has_special_pieces_around_it_and_shapes_for_all(trained: Path) -> None:
    pieces = Pieces.load(trained / "tokenizer.json", 32)
    (window,) = pieces.windows(["Ana", "Zzz", "."], [(0, 3)])
    assert window.pieces.tolist() == [2, 4, 1, 10, 3]
    assert [SHAPES[shape] for shape in window.shapes] == ["special", "title", "title", "punctuation", "special"]
    assert window.firsts.tolist() == [1, 2, 3]


def test_a_word_that_the_tokenizer_drops_is_unknown(trained: Path) -> None:
    pieces = Pieces.load(trained / "tokenizer.json", 32)
    (window,) = pieces.windows(["Ana", "\u2028", "Peru"], [(0, 3)])
    assert window.pieces.tolist() == [2, 4, 1, 7, 3]


def test_what_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"tokenizer\.json"):
        Pieces.load(path, 32)
