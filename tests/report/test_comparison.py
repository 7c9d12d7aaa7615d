from pipeline.evaluation.compare import compare
from pipeline.evaluation.layers import HEADLINES, LAYERS
from pipeline.report.comparison import format_comparison, format_p
from tests.evaluation.test_compare import FIRST, GOLD, SECOND, annotated


def test_the_table_and_the_facts() -> None:
    found = compare([GOLD], [annotated(*FIRST, SECOND[0])], [GOLD])
    table, *lists = format_comparison(found).split("\n\n")
    lines = table.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == list(HEADLINES)
    assert next(line.split() for line in lines if line.startswith("facts")) == [
        "facts", "0.500", "1.000", "+0.500", "–", "–"]  # fmt: skip
    assert lines[-1] == "1 document, paired permutation test"
    assert [part.splitlines() for part in lists] == [
        ["facts of gold that only B has right: 1", "  a: VISIT came: visitor Eva Paz; destination Chile [CL]"],
        ["facts of gold that only A has right: 0"],
        ["wrong facts that only A has: 1", "  a: VISIT came: visitor Eva Paz"],
        ["wrong facts that only B has: 0"],
    ]


def test_every_layer_on_demand() -> None:
    lines = format_comparison(compare([GOLD], [GOLD], [GOLD]), every=True).split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == list(LAYERS)


def test_two_documents_have_intervals_and_p_values() -> None:
    gold = [annotated(*FIRST, *SECOND, document_id=key) for key in "ab"]
    a = [annotated(*FIRST, document_id=key) for key in "ab"]
    table = format_comparison(compare(gold, a, gold))
    line = next(line.split() for line in table.splitlines() if line.startswith("facts "))
    assert line == ["facts", "0.667", "1.000", "+0.333", "+0.33..+0.33", "0.500"]


def test_p_values() -> None:
    assert [format_p(p) for p in (None, 0.0001, 0.0416)] == ["–", "< 0.001", "0.042"]
