"""No layer of the shipped config falls below what was reached (annotations/thresholds.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import extract_documents, read_recipe
from pipeline.evaluation import LAYERS, evaluate
from pipeline.jsonl import read_documents

ROOT = Path(__file__).parents[2]
THRESHOLDS = tomllib.loads((ROOT / "annotations" / "thresholds.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("corpus", THRESHOLDS.values(), ids=THRESHOLDS.keys())
def test_no_layer_falls_below_its_threshold(corpus: dict[str, Any]) -> None:
    recipe = read_recipe(ROOT / corpus["config"])
    documents = list(extract_documents(str(ROOT / corpus["texts"]), recipe))
    layers = evaluate(read_documents(ROOT / corpus["gold"]), documents).layers
    reached = {layer: layers[layer].micro.f1 or 0.0 for layer in corpus["f1"]}
    assert {layer: f1 for layer, f1 in reached.items() if f1 < corpus["f1"][layer]} == {}


def test_every_threshold_is_of_a_layer_and_no_test_split_is_used() -> None:
    for corpus in THRESHOLDS.values():
        assert corpus["f1"].keys() <= LAYERS.keys()
        assert "test" not in Path(corpus["gold"]).stem
