"""Training of relations.linear: weights as scikit-learn finds them, gold learned by heart, the same every time."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from pipeline.errors import ConfigError, InputError
from pipeline.jsonl import document_to_dict
from pipeline.stages.relations.linear import build
from pipeline.stages.relations.linear.model import META, VOCABULARY, WEIGHTS
from pipeline.training.logistic import Vocabulary, calibrate, fit, sigmoid, tune_groups
from pipeline.training.pairs import Example, View
from pipeline.training.relations import CARD, train_relations
from tests.builders import document

_TEXT = "[PERSON:{0}] went for [VISIT:stay] in [GPE:{1}]. [PERSON:{2}] stayed at home."
_NAMES = [("Ana", "Peru", "Bo"), ("Cy", "Chile", "Di"), ("Eve", "Kenya", "Flo"), ("Gus", "Laos", "Hal")]


def _gold(folder: Path, *, arcs: bool = True) -> Path:
    """Texts whose rule is easily learned: who stays where; and a bystander."""
    path = folder / "gold.jsonl"
    found = (("e2", "visitor", "e1"), ("e2", "destination", "e3")) if arcs else ()
    documents = [document(_TEXT.format(*names), arcs=found) for names in _NAMES]
    numbered = [replace(one, id=f"d{number}", title=None) for number, one in enumerate(documents)]
    path.write_text("".join(json.dumps(document_to_dict(one)) + "\n" for one in numbered))
    return path


def _recipe(**settings: Any) -> dict[str, Any]:
    linear = {"pipeline": "project:configs/rules.cfg", "rarest": 1, "penalty": 0.1, "folds": 2, "given": 1.0}
    sets = {part: {"path": "gold.jsonl", "part": part} for part in ("train", "dev")}
    return {"linear": linear | settings, "sets": sets}


def _quiet(_: str) -> None: ...


def test_gold_is_learned_by_heart_written_and_read_again(tmp_path: Path) -> None:
    _gold(tmp_path)
    folder = train_relations(_recipe(), tmp_path, tmp_path / "model", _quiet)
    assert {path.name for path in folder.iterdir()} == {META, VOCABULARY, WEIGHTS, CARD}
    stage = build(lambda _: (), str(folder))
    arcs = stage(document(_TEXT.format("Ida", "Fiji", "Jo")))
    assert {(arc.head, arc.label, arc.argument) for arc in arcs} == {
        ("e2", "visitor", "e1"),
        ("e2", "destination", "e3"),
    }
    assert all(arc.score is not None and 0 < arc.score < 1 for arc in arcs)
    meta = json.loads((folder / META).read_text())
    assert meta["scores"]["dev, gold spans"]["arcs"]["f1"] == 1.0
    assert meta["sets"]["train"]["arcs"] == 2 * len(_NAMES)


def test_the_same_data_give_the_same_files(tmp_path: Path) -> None:
    _gold(tmp_path)
    one, two = (train_relations(_recipe(), tmp_path, tmp_path / name / "m", _quiet) for name in ("a", "b"))
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in (META, VOCABULARY, WEIGHTS, CARD))


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gold\.jsonl: no such file"):
        train_relations(_recipe(), tmp_path, tmp_path / "m", _quiet)
    _gold(tmp_path, arcs=False)
    with pytest.raises(InputError, match="hold no arc"):
        train_relations(_recipe(), tmp_path, tmp_path / "m", _quiet)
    with pytest.raises(ConfigError, match="speed"):
        train_relations(_recipe(speed=1), tmp_path, tmp_path / "m", _quiet)
    recipe = _recipe()
    del recipe["sets"]["dev"]
    with pytest.raises(ConfigError, match='part = "dev"'):
        train_relations(recipe, tmp_path, tmp_path / "m", _quiet)
    assert not (tmp_path / "m" / META).exists()


def test_an_arc_between_other_mentions_is_neither_right_nor_wrong() -> None:
    gold = document(
        "[PERSON:Ana Ruiz] began a [VISIT:stay]. [PERSON:Ruiz] went on with her [VISIT:stay].",
        clusters=(("e1", "e3"), ("e2", "e4")),
        arcs=(("e2", "visitor", "e1"),),
    )
    examples = [one for one in View(gold, gold, ()).examples(0, 1.0) if one.group == "VISIT.visitor"]
    assert [one.right for one in examples] == [True, None]


def _example(feature: str, right: bool, group: str = "VISIT.host") -> Example:
    return Example(0, group, ("bias", feature), right, 1.0)


def test_weights_are_those_of_scikit_learn_with_the_tiers_summed() -> None:
    drawn = np.random.default_rng(1)
    examples = [
        _example(f"f{drawn.integers(6)}", bool(drawn.integers(2)), ("VISIT.host", "MEETING.date")[drawn.integers(2)])
        for _ in range(300)
    ]
    vocabulary = Vocabulary.of(examples, 1)
    design = vocabulary.design(examples)
    right = np.array([example.right is True for example in examples], dtype=np.float64)
    found = fit(design, right, np.ones(len(right)), penalty=2.0, iterations=500)
    oracle = LogisticRegression(C=0.5, fit_intercept=False, tol=1e-8, max_iter=1000).fit(design, right)
    assert np.allclose(found, oracle.coef_[0], atol=2e-3)
    folded = vocabulary.fold(found)
    rows = [[vocabulary.features[name] for name in example.features] for example in examples]
    sums = [folded[row, vocabulary.groups[one.group]].sum() for row, one in zip(rows, examples, strict=True)]
    assert np.allclose(sums, design @ found, atol=1e-2)


def test_thresholds_part_right_from_wrong_and_follow_the_others_where_little_is_known() -> None:
    logits = np.array([1.0] * 50 + [0.2] * 50 + [1.0])
    right = np.array([1.0] * 50 + [0.0] * 50 + [0.0])
    groups = np.array([0] * 100 + [1])
    first, second = tune_groups(logits, right, groups, 2)
    assert 0.2 < first <= 1.0
    assert second == first


def test_calibration_finds_the_slope_and_intercept_that_were_used() -> None:
    drawn = np.random.default_rng(2)
    logits = drawn.normal(size=20_000)
    right = (drawn.random(len(logits)) < sigmoid(0.5 * logits + 1.0)).astype(np.float64)
    slope, intercept = calibrate(logits, right)
    assert slope == pytest.approx(0.5, abs=0.05)
    assert intercept == pytest.approx(1.0, abs=0.05)
