"""Relations by a trained network: what it is asked, gold learned by heart and found again, what it refuses."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ConfigError
from pipeline.jsonl import read_documents
from pipeline.onnx.folder import PairMeta
from pipeline.records import Document, Links, Pointer
from pipeline.schema import load_schema
from pipeline.stages.relations.neural import NeuralRelations, build, decode
from pipeline.stages.relations.neural.questions import Question, ask
from pipeline.stages.states import neural as states
from tests.builders import document
from tests.training.tiny import RELATIONS, gold, workplace

_LABELS = ("PERSON", "VISIT", "GPE")


def _meta(*, markers: bool = False, reach: int = 0) -> PairMeta:
    return PairMeta(
        labels=_LABELS,
        roles=("destination", "visitor"),
        schema={"VISIT": {"destination": frozenset({"GPE"}), "visitor": frozenset({"PERSON", "GPE"})}},
        markers=markers,
        reach=reach,
        temperature=1.0,
        threshold=0.5,
    )


def _asked(question: Question) -> list[tuple[str, str, list[bool]]]:
    pairs = zip(question.candidates, question.allowed.tolist(), strict=True)
    return [(one.head.text, one.argument.text, allowed) for one, allowed in pairs]


def test_every_pair_that_the_roles_allow_is_asked_about() -> None:
    found = document("[PERSON:Ana Ruiz] will [VISIT:visit] [GPE:Peru] with [ORG:Acme]. [PERSON:Bo] waits.")
    question = ask(found, _meta())
    assert _asked(question) == [("visit", "Ana Ruiz", [True, False, True]), ("visit", "Peru", [True, True, True])]
    assert question.spans.tolist() == [[0, 1], [3, 3], [4, 4], [8, 8]]
    assert [_LABELS[label] for label in question.labels] == ["PERSON", "VISIT", "GPE", "PERSON"]
    assert question.pairs.tolist() == [[1, 0], [1, 2]]


def test_spans_are_marked_with_their_labels() -> None:
    question = ask(document("[PERSON:Ana Ruiz] will [VISIT:visit] [GPE:Peru]. She waits."), _meta(markers=True))
    first, second = (question.words[start:end] for start, end in question.sentences)
    assert " ".join(first) == "[ person Ana Ruiz ] will [ visit visit ] [ gpe Peru ] ."
    assert " ".join(second) == "She waits ."
    assert [(question.words[start], question.words[end]) for start, end in question.spans] == [("[", "]")] * 3


def test_a_pointer_stands_where_it_points_from() -> None:
    found = document("[PERSON:Ana] and [PERSON:Bo] met. Both will [VISIT:visit] [GPE:Peru].")
    start = found.content.index("Both")
    found = replace(found, links=Links(pointers=(Pointer(start, start + 4, ("e1", "e2")),)))
    question = ask(found, _meta(markers=True))
    assert "[ person Both ] will" in " ".join(question.words)
    assert [candidate.argument.text for candidate in question.candidates] == ["Peru", "Ana", "Bo"]


def test_other_sentences_are_asked_about_within_reach() -> None:
    found = document("[PERSON:Ana] left. She came. She will [VISIT:visit] [GPE:Peru].")
    counts = [len(ask(found, _meta(reach=reach)).candidates) for reach in (0, 1, 2)]
    assert counts == [1, 1, 2]


def test_the_best_role_is_taken_where_being_related_is_likely_enough() -> None:
    logits = np.log(np.array([[0.4, 0.35, 0.25], [0.6, 0.1, 0.3]], dtype=np.float32))
    roles, scores = decode(logits, _meta())
    assert roles == [1, 0]
    assert scores == pytest.approx([0.35, 0.3], abs=1e-6)
    assert decode(logits, replace(_meta(), threshold=0.0))[0] == [1, 2]


@pytest.fixture(scope="module", params=["true", "false"], ids=["markers", "states"])
def related(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that knows the relations of two documents by heart."""
    from pipeline.training.model import train
    from pipeline.training.recipe import read_recipe

    folder = tmp_path_factory.mktemp("related")
    recipe = read_recipe(workplace(folder, RELATIONS.replace("MARKERS", request.param)))
    train(recipe, folder, folder / "model", watch=lambda _: None)
    return folder / "model"


def _read(stage: NeuralRelations, model: Path, given: Document) -> Document:
    plain = replace(given, relations=())
    with_states = plain.with_layer("states", states.build(str(model))(plain))
    return with_states.with_layer("relations", stage(with_states))


def test_what_was_learnt_by_heart_is_found_again(related: Path) -> None:
    stage = build(str(related))
    for one in gold():
        found = _read(stage, related, one).relations
        assert {(arc.head, arc.label, arc.argument) for arc in found} == {
            (arc.head, arc.label, arc.argument) for arc in one.relations
        }
        assert {arc.found_by for arc in found} == {"neural.model"}
        assert all(arc.score is not None and 0 < arc.score <= 1 for arc in found)
        assert found == _read(stage, related, one).relations


def test_a_test_set_is_predicted_between_its_own_entities(related: Path) -> None:
    predicted = list(read_documents(related / "predictions-again.jsonl"))
    assert [found.entities for found in predicted] == [one.entities for one in gold()]
    assert [set(found.relations) for found in predicted] == [set(one.relations) for one in gold()]


def test_the_folder_says_what_the_head_is(related: Path) -> None:
    meta = json.loads((related / "meta.json").read_text(encoding="utf-8"))
    assert meta["heads"]["relations"]["roles"] == ["destination", "visitor"]
    assert meta["dev"]["scores"]["dev"] == {"f1": 1.0, "related": 1.0}
    assert meta["dev"]["agreement"] == 1.0
    card = (related / "README.md").read_text(encoding="utf-8")
    assert "Finds destination, visitor" in card
    assert "| all | 1.000 | 1.000 | 1.000 | 6 |" in card


def test_where_there_is_nothing_to_ask_nothing_is_found(related: Path) -> None:
    stage = build(str(related))
    assert ("states" in stage.requires) == (stage.encoder is None)
    assert stage(document("[PERSON:Ana] waits.")) == stage(Document(id="empty", text="")) == ()


def test_states_of_another_encoder_are_refused(related: Path) -> None:
    stage = build(str(related))
    if stage.encoder is not None:
        return
    given = gold()[0]
    with pytest.raises(ValueError, match="one model"):
        stage(given)


def test_what_is_not_of_our_schema_is_refused(related: Path, tmp_path: Path) -> None:
    for name in ("meta.json", "relations.onnx"):
        shutil.copy(related / name, tmp_path / name)
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    meta["heads"]["relations"]["schema"]["VISIT"]["destination"] = ["PERSON"]
    (tmp_path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    assert not load_schema().allows("VISIT", "destination", "PERSON")
    with pytest.raises(ConfigError, match="'VISIT destination PERSON'"):
        build(str(tmp_path))


def test_a_model_without_relations_is_refused() -> None:
    with pytest.raises(ConfigError, match="has no head 'relations' of this kind; it has none"):
        build("factwire-small")
