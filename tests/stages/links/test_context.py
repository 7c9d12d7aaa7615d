from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.links.rules.context import closure

MEMBERS = "abcdefgh"
ORDER = {member: number for number, member in enumerate(MEMBERS)}


@given(st.lists(st.tuples(st.sampled_from(MEMBERS), st.sampled_from(MEMBERS))))
def test_clusters_are_the_connected_parts_in_order(pairs: list[tuple[str, str]]) -> None:
    reached = {member: {member} for member in MEMBERS}
    for _ in MEMBERS:
        for first, second in pairs:
            union = reached[first] | reached[second]
            reached |= dict.fromkeys(union, union)
    expected = {tuple(sorted(part)) for part in reached.values() if len(part) > 1}
    assert closure(pairs, ORDER) == tuple(sorted(expected))
