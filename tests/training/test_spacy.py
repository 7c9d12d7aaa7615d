"""configs/train/spacy-ner.cfg: spaCy trains it on our gold as converted, and `entities.spacy` reads with the result."""

from dataclasses import replace
from pathlib import Path

from spacy.cli.train import train

from pipeline.convert import docbin
from pipeline.stages.entities.spacy import build
from tests.builders import document
from tests.training.tiny import GOLD


def test_spacy_learns_gold_by_heart_and_extraction_uses_it(tmp_path: Path) -> None:
    gold = [replace(document(marked), id=str(number)) for number, marked in enumerate(GOLD)]
    docbin.write(gold, tmp_path / "gold.spacy")
    paths = {"paths.train": str(tmp_path / "gold.spacy"), "paths.dev": str(tmp_path / "gold.spacy")}
    short = {"training.max_steps": 60, "training.eval_frequency": 20, "training.dropout": 0.0}
    small = {"components.tok2vec.model.encode.width": 32, "components.tok2vec.model.encode.depth": 1}
    train(Path("configs/train/spacy-ner.cfg"), tmp_path / "model", overrides=paths | short | small)
    recognizer = build(str(tmp_path / "model" / "model-best"))
    for found in gold:
        assert [entity.offsets for entity in recognizer(found)] == [entity.offsets for entity in found.entities]
