from pipeline.evaluation.calibration import Calibration, Scored
from pipeline.report.calibration import format_calibration


def test_the_table_and_what_to_read() -> None:
    scores = [(0.95, True)] * 19 + [(0.92, False), (0.3, False), (0.2, True)]
    found = Calibration(tuple(Scored(score, right) for score, right in scores))
    assert [line.split() for line in format_calibration({"facts": found}).splitlines()[:5]] == [
        ["facts:", "22", "items,", "0", "without", "a", "score,", "ECE", "0.051"],
        ["score", "items", "mean", "score", "precision"],
        ["0.2–0.3", "1", "0.200", "1.000"],
        ["0.3–0.4", "1", "0.300", "0.000"],
        ["0.9–1.0", "20", "0.948", "0.950"],
    ]
    assert format_calibration({"facts": found}).splitlines()[5:] == [
        "all 22 are 90.9% right: nothing need be read for 80%",
        "all 22 are 90.9% right: nothing need be read for 90%",
        "read the 2 least certain, and the other 20 are 95.0% right (≥ 95%)",
        "read the 3 least certain, and the other 19 are 100.0% right (≥ 99%)",
    ]


def test_a_precision_that_cannot_be_had() -> None:
    found = Calibration((Scored(0.9, right=False), Scored(0.1, right=True)))
    assert format_calibration({"arcs": found}).splitlines()[-1] == "no part of them is 99% right by its scores"


def test_without_scores_it_says_so() -> None:
    found = Calibration((Scored(None, right=True),))
    line = "values: 1 item, none with a score: the stages that found them give none"
    assert format_calibration({"values": found}) == line
