from hypothesis import given
from hypothesis import strategies as st

from pipeline.align import contains, gaps, index_at, keep_disjoint, overlaps, token_range, trim
from tests.strategies import cuts

LENGTH = 60
_spans = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(sorted).map(tuple).filter(lambda s: s[0] < s[1])


@given(_spans, _spans)
def test_overlap_is_a_shared_character(a: tuple[int, int], b: tuple[int, int]) -> None:
    shared = set(range(*a)) & set(range(*b))
    assert overlaps(a, b) == bool(shared) == overlaps(b, a)
    assert contains(a, b) == (shared == set(range(*b)))


@given(cuts(LENGTH), st.integers(0, LENGTH))
def test_index_at_finds_the_stretch_that_holds_a_position(stretches: list[tuple[int, int]], position: int) -> None:
    holding = [i for i, (start, end) in enumerate(stretches) if start <= position < end]
    assert index_at(stretches, position) == (holding[0] if holding else None)


@given(cuts(LENGTH), _spans)
def test_token_range_is_exactly_the_overlapping_tokens(tokens: list[tuple[int, int]], span: tuple[int, int]) -> None:
    first, last = token_range(tokens, span)
    assert list(range(first, last)) == [i for i, token in enumerate(tokens) if overlaps(token, span)]


@given(st.text(" \nab", max_size=20))
def test_trim_agrees_with_strip(text: str) -> None:
    start, end = trim(text, (0, len(text)))
    assert text[start:end] == text.strip()


@given(_spans, cuts(LENGTH))
def test_gaps_are_what_the_stretches_leave_open(outer: tuple[int, int], stretches: list[tuple[int, int]]) -> None:
    inside = [(max(s, outer[0]), min(e, outer[1])) for s, e in stretches if overlaps((s, e), outer)]
    left = {position for gap in gaps(outer, inside) for position in range(*gap)}
    assert left == set(range(*outer)) - {position for stretch in inside for position in range(*stretch)}


@given(st.lists(_spans, max_size=12))
def test_of_overlapping_items_the_first_ranked_stays(ranked: list[tuple[int, int]]) -> None:
    expected: list[tuple[int, int]] = []
    for span in ranked:
        if not any(overlaps(span, other) for other in expected):
            expected.append(span)
    assert keep_disjoint(ranked, lambda span: span) == sorted(expected)
