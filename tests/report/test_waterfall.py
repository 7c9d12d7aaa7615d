from pipeline.blame import blame
from pipeline.report.waterfall import format_waterfall
from tests.test_blame import GOLD, pipeline


def test_every_stage_has_a_line_and_a_bar() -> None:
    found = blame([GOLD], pipeline(GOLD, "v1"))
    lines = format_waterfall(found).splitlines()
    assert [line.split() for line in lines[:4]] == [
        ["gold", "up", "to", "missed", "wrong", "facts", "F1"],
        ["nothing", "0.500", "█" * 15],
        ["sentences", "0", "0", "0.500", "█" * 15],
        ["values", "1", "1", "1.000", "█" * 30],
    ]
    assert lines[-1] == "1 missed and 1 wrong facts, each charged once"


def test_errors_are_listed_under_their_stage() -> None:
    listed = format_waterfall(blame([GOLD], pipeline(GOLD, "v1")), listed=True).split("\n\n")
    assert listed[1].splitlines() == [
        "values",
        "  missed  test: VISIT visited: visitor Ana Ruiz; destination Peru [PE]; date May = 2020-05-01..2020-05-31",
        "  wrong  test: VISIT visited: visitor Ana Ruiz; destination Peru [PE]",
    ]
    assert len(listed) == 2
