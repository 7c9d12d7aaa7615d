from dataclasses import replace

from pipeline.evaluation import Score
from pipeline.evaluation.clusters import score_clusters
from pipeline.evaluation.matching import Pair
from pipeline.records import Document, Links
from tests.builders import document

GOLD = document(
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] . The [VISIT:visit] of [PERSON:Ruiz] , [PERSON:Mrs Ruiz] , pleased.",
    clusters=(("e1", "e5", "e6"), ("e2", "e4")),
)


def clustered(*clusters: tuple[str, ...]) -> Document:
    return replace(GOLD, links=Links(clusters))


def test_links_are_counted_by_group() -> None:
    assert score_clusters(Pair(GOLD, clustered(("e1", "e5"), ("e2", "e4")))) == {
        "names": Score(3, 1, 1),
        "triggers": Score(1, 1, 1),
    }
    assert score_clusters(Pair(GOLD, clustered(("e1", "e3", "e5"))))["names"] == Score(3, 3, 1)


def test_names_of_one_surface_are_linked_and_titles_and_triggers_are_not() -> None:
    said = document("[GPE:Peru] [TITLE:minister] [VISIT:visit] [GPE:Peru] [TITLE:minister] [VISIT:visit] [NORP:Peru]")
    assert score_clusters(Pair(said, said)) == {"names": Score(1, 1, 1)}


def test_a_link_needs_both_mentions_with_their_labels() -> None:
    other = replace(GOLD, entities=(replace(GOLD.entities[0], label="ORG"), *GOLD.entities[1:]))
    assert score_clusters(Pair(GOLD, other))["names"] == Score(3, 3, 1)
