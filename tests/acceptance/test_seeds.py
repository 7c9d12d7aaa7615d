"""The two seed documents, the user's own examples, come out perfectly with both shipped configs."""

from pathlib import Path

import pytest

from pipeline.batch import extract_documents, read_recipe
from pipeline.evaluation import evaluate
from pipeline.jsonl import document_to_dict, dump, read_documents
from pipeline.records import Document

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations" / "gold" / "seeds.jsonl"
GOLDEN = ROOT / "tests" / "golden" / "seeds.jsonl"
LEAST_F1 = 0.95


def extract(config: str) -> list[Document]:
    return list(extract_documents(str(ROOT / "seeds"), read_recipe(ROOT / "configs" / config)))


@pytest.fixture(scope="module", params=["default.cfg", "rules.cfg"])
def documents(request: pytest.FixtureRequest) -> list[Document]:
    return extract(request.param)


def test_every_gold_fact_is_found_exactly_and_no_other(documents: list[Document]) -> None:
    facts = evaluate(read_documents(GOLD), documents).layers["facts"].micro
    assert (facts.precision, facts.recall) == (1.0, 1.0)


def test_every_layer_reaches_its_mark(documents: list[Document]) -> None:
    report = evaluate(read_documents(GOLD), documents)
    scores = {layer: score.micro.f1 for layer, score in report.layers.items()}
    assert {layer: f1 for layer, f1 in scores.items() if f1 is None or f1 < LEAST_F1} == {}


def test_the_default_output_is_the_golden_one() -> None:
    """Renewed by `factwire extract seeds -o - > tests/golden/seeds.jsonl`, so that any change is seen in review."""
    lines = [dump(document_to_dict(document)) for document in extract("default.cfg")]
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()
