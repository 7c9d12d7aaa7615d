import json
from pathlib import Path

import pytest

from pipeline.errors import FormatError
from pipeline.loaders.golden_rules import load


def write(folder: Path, text: str, sentences: object) -> Path:
    path = folder / "rules.jsonl"
    path.write_text(json.dumps({"rule": 7, "text": text, "sentences": sentences}) + "\n", encoding="utf-8")
    return path


def test_sentences_are_found_in_the_text(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path, "Yes. Yes.  No!", ["Yes.", "Yes.", "No!"]))
    assert document.id == "rule-7"
    assert document.sentences == ((0, 4), (5, 9), (11, 14))


@pytest.mark.parametrize("sentences", [["No."], ["We left.", "It rained."], 3])
def test_sentences_that_do_not_stand_in_the_text_are_refused(tmp_path: Path, sentences: object) -> None:
    with pytest.raises(FormatError, match=r"rules\.jsonl:1: .*sentences as they stand"):
        list(load(write(tmp_path, "It rained. We left.", sentences)))
