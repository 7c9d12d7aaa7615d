from pipeline.benchmark.score import join_labels, pair_up
from tests.builders import document

LABELS = {"PER": ["PERSON"], "POL": ["PERSON"], "PLACE": ["GPE", "LOC"], "WHEN": ["DATE"]}


def test_each_of_ours_is_read_as_the_label_that_lists_it() -> None:
    theirs, ours = join_labels({"PLACE": ["GPE", "LOC"], "WHEN": ["DATE"]})
    assert theirs == {"PLACE": "PLACE", "WHEN": "WHEN"}
    assert ours == {"GPE": "PLACE", "LOC": "PLACE", "DATE": "WHEN"}


def test_labels_that_share_one_of_ours_are_one() -> None:
    theirs, ours = join_labels({"DATE": ["DATE"], "MONEY": ["MONEY"], "TIME": ["TIME"], "DURATION": ["DATE", "TIME"]})
    assert theirs == {"DATE": "DATE", "TIME": "DATE", "DURATION": "DATE", "MONEY": "MONEY"}
    assert ours == {"DATE": "DATE", "TIME": "DATE", "MONEY": "MONEY"}


def test_both_sides_have_the_same_labels_and_nothing_else() -> None:
    gold = document("[PER:Ana] and [POL:Bo] of [PARTY:Left] met in [PLACE:Lima] .")
    predicted = document("[PERSON:Ana] and [PERSON:Bo] of [ORG:Left] met in [LOC:Lima] on [DATE:Monday] .")
    pair = pair_up(gold, predicted, LABELS)
    assert [(span.text, span.label) for span in pair.gold.spans()] == [
        ("Ana", "PER"),
        ("Bo", "PER"),
        ("Lima", "PLACE"),
    ]
    assert [(span.text, span.label) for span in pair.predicted.spans()] == [
        ("Ana", "PER"),
        ("Bo", "PER"),
        ("Lima", "PLACE"),
        ("Monday", "WHEN"),
    ]


def test_predictions_may_have_the_labels_of_the_set() -> None:
    gold = document("[PER:Ana] and [POL:Bo] met in [PLACE:Lima] .")
    pair = pair_up(gold, gold, LABELS)
    assert [span.label for span in pair.predicted.spans()] == ["PER", "PER", "PLACE"]


def test_arcs_that_lose_an_end_go_with_it() -> None:
    gold = document("[PER:Ana] of [PARTY:Left] met [POL:Bo]", arcs=(("e1", "of", "e2"), ("e1", "met", "e3")))
    assert [arc.label for arc in pair_up(gold, gold, LABELS).gold.relations] == ["met"]


def test_without_labels_nothing_is_touched() -> None:
    gold = document("[PARTY:Left] won")
    assert pair_up(gold, gold, None).gold is gold
