"""What a batch says on standard error."""

from collections import Counter

import pytest

from pipeline.batch import Done, Failure
from pipeline.report.progress import watching


def test_a_failure_is_one_line_and_a_success_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    failure = Failure("d2", "texts.jsonl", "values", "ZeroDivisionError", "by [design] " * 20 + "end")
    with watching(2) as watch:
        watch(Done("d1", b"{}\n", b"", Counter()))
        watch(failure)
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "failed d2 (values): " + "by [design] " * 20 + "end\n"


def test_a_document_without_id_goes_by_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(None) as watch:
        watch(Failure(None, "missing.txt", "corpus", "InputError", "no such file"))
    assert capsys.readouterr().err == "failed missing.txt (corpus): no such file\n"
