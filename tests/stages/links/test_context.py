from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.links.rules.context import LONGEST, Context, closure
from tests.builders import document

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


def test_a_line_too_long_to_be_a_sentence_is_not_read_as_one() -> None:
    sentence = "[PERSON:Son] [VISIT:visited] [GPE:Laos] and "
    short, long = (document(sentence * times) for times in (2, 1 + LONGEST // 20))
    contexts = [Context.of(given, {}, {}) for given in (short, long)]
    assert [context.sentence(0) for context in contexts] == [0, -1]
    assert [len(context.in_sentence(0, {"VISIT"})) for context in contexts] == [2, 0]
