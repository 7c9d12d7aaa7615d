from dataclasses import replace

from pipeline.evaluation import Score
from pipeline.evaluation.matching import Pair
from pipeline.evaluation.sentences import score_boundaries, score_sentences
from tests.builders import document

GOLD = document("Lima said so. Peru agreed. Chile did not.")


def test_a_sentence_needs_both_offsets_and_a_boundary_its_end() -> None:
    first, second, third = GOLD.sentences
    joined = replace(GOLD, sentences=((first[0], second[1]), third))
    assert score_sentences(Pair(GOLD, joined)) == {"sentence": Score(3, 2, 1)}
    assert score_boundaries(Pair(GOLD, joined)) == {"sentence": Score(3, 2, 2)}
    split = replace(GOLD, sentences=(first, (second[0], second[0] + 4), (second[0] + 5, second[1]), third))
    assert score_sentences(Pair(GOLD, split)) == {"sentence": Score(3, 4, 2)}
    assert score_boundaries(Pair(GOLD, split)) == {"sentence": Score(3, 4, 3)}


def test_the_order_of_sentences_is_of_no_matter() -> None:
    assert score_sentences(Pair(GOLD, replace(GOLD, sentences=GOLD.sentences[::-1]))) == {"sentence": Score(3, 3, 3)}
