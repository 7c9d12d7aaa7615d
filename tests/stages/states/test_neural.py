from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.records import Document
from pipeline.stages.states.neural import build
from tests.builders import document
from tests.training.tiny import gold


def test_states_do_not_depend_on_other_documents(trained: Path) -> None:
    first, second = gold()
    stage = build(str(trained))
    before = stage(first).vectors
    stage(second)
    assert np.array_equal(stage(first).vectors, before)


def test_every_token_of_a_sentence_has_a_state_and_others_have_none(trained: Path) -> None:
    given = document("Photo. Ana Ruiz visited Peru.")
    states = build(str(trained))(replace(given, sentences=given.sentences[1:])).vectors
    assert states.shape == (len(given.tokens), 16)
    assert [bool(np.any(state)) for state in states] == [False, False, True, True, True, True, True]


def test_a_document_without_text_has_no_states(trained: Path) -> None:
    stage = build(str(trained))
    assert stage(Document(id="empty", text="")).vectors.shape == (0, 16)


def test_the_states_name_their_encoder(trained: Path) -> None:
    stage = build(str(trained))
    assert stage(gold()[0]).source == stage.model_hash
