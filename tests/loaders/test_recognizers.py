import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.loaders.recognizers import load
from pipeline.records import Timex

TEXT = "We met on Friday for 2 hours."


def result(text: str, *readings: dict[str, str]) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"Text": text, "Start": start, "End": start + len(text) - 1, "Resolution": {"values": readings}}


def write(folder: Path, *results: Any) -> Path:
    path = folder / "small.json"
    case = {"Input": TEXT, "Context": {"ReferenceDateTime": "2016-11-07T16:12:00"}, "Results": results}
    path.write_text(json.dumps([{"Input": "None here.", "Results": []}, case]), encoding="utf-8-sig")
    return path


def test_a_case_is_a_document_and_a_reading_a_value(tmp_path: Path) -> None:
    friday = [{"type": "date", "timex": "XXXX-WXX-5", "value": f"2016-11-{day}"} for day in ("04", "11")]
    lasting = {"type": "timerange", "timex": "T14", "Mod": "since", "start": "14:00:00"}
    empty, full = load(write(tmp_path, result("Friday", *friday), result("2 hours", lasting)))
    assert (empty.id, empty.created, empty.values) == ("small-1", None, ())
    assert (full.id, full.created) == ("small-2", "2016-11-07T16:12:00")
    assert [(value.text, value.label, value.norm) for value in full.values] == [
        ("Friday", "DATE", Timex("date", "XXXX-WXX-5", None, "2016-11-04", "2016-11-04")),
        ("Friday", "DATE", Timex("date", "XXXX-WXX-5", None, "2016-11-11", "2016-11-11")),
        ("2 hours", "TIME", Timex("timerange", "T14", "since", "14:00:00", None)),
    ]


@pytest.mark.parametrize("wrong", [{"Text": "Friday"}, "Friday"])
def test_what_is_wrong_is_named(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(FormatError, match=r"small\.json: case 2: .*expected a JSON list of cases"):
        list(load(write(tmp_path, wrong)))


def test_what_is_no_list_of_cases_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_text("[")
    with pytest.raises(FormatError, match=r"small\.json: .*expected a JSON list of cases"):
        list(load(path))
    with pytest.raises(InputError, match=r"gone\.json: No such file"):
        list(load(tmp_path / "gone.json"))
