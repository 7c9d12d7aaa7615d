from dataclasses import replace
from pathlib import Path

from pipeline.evaluation.statistics import count_corpus, shared_ngrams
from pipeline.jsonl import read_documents
from pipeline.report.statistics import format_statistics
from pipeline.stages.facts.assembly import assemble
from tests.builders import document

ROOT = Path(__file__).parents[2]


def test_everything_is_counted() -> None:
    made = document(
        "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] .\nIn [GPE:Peru] [PERSON:Ruiz] met [CARDINAL:two] men .",
        countries={"e3": "PE", "e4": "PE"},
        clusters=(("e1", "e5"),),
        arcs=(("e2", "visitor", "e5"), ("e2", "destination", "e3")),
    )
    found = count_corpus([replace(made, facts=assemble(made))] * 2)
    assert (found.documents, found.words, found.sentences, found.spans) == (2, 24, 4, 12)
    assert (found.clusters, found.arcs, found.crossing, found.facts) == (2, 4, 2, 2)
    assert found.counts["labels"] == {"PERSON": 4, "VISIT": 2, "GPE": 4, "CARDINAL": 2}
    assert found.counts["roles"] == {"visitor": 2, "destination": 2}
    assert found.counts["status"] == {"asserted": 2}
    assert found.counts["countries"] == {"PE": 2}


def test_a_text_that_is_missing_leaves_the_words_unknown() -> None:
    assert count_corpus([document("Peru"), replace(document("Peru"), text=None)]).words is None


def test_the_table_has_a_column_for_each_part() -> None:
    part = count_corpus([document("[GPE:Peru] .")])
    lines = format_statistics({"a": part, "b": part}).splitlines()
    assert lines[:4] == ["|  | a | b |", "| --- | ---: | ---: |", "| documents | 1 | 1 |", "| words | 2 | 2 |"]
    assert lines[-1] == "| span `GPE` | 1 | 1 |"


def test_shared_words_are_found_but_not_shared_names() -> None:
    a = replace(document("The envoys left for home late last night after talks"), id="a")
    b = replace(document("Nobody knew why. the envoys left for home late last night"), id="b")
    assert list(shared_ngrams([a, b])) == [("a", "b", "the envoys left for home late last night")]
    assert list(shared_ngrams([a, a])) == []
    name = "[ORG:Ministry of Trade and Industry of Upper Peru] said so"
    assert list(shared_ngrams([replace(document(name), id="a"), replace(document(name), id="b")])) == []


def test_no_two_written_texts_share_eight_words_in_a_row() -> None:
    files = sorted((ROOT / "annotations" / "gold" / "written").glob("*.jsonl"))
    assert list(shared_ngrams([document for file in files for document in read_documents(file)])) == []
