"""What a finished model predicts of the test sets of its recipe, for `factwire benchmark --predictions`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.jsonl import write_documents
from pipeline.onnx.folder import ModelFolder
from pipeline.records import Document, Links
from pipeline.runner import resolve_overlaps
from pipeline.stage import Stage
from pipeline.stages.entities import neural as entities
from pipeline.stages.relations import neural as relations
from pipeline.stages.states import neural as states
from pipeline.training.examples import read_set
from pipeline.training.recipe import DataSet


def write_predictions(folder: ModelFolder, data_set: DataSet, data: Path) -> Path:
    """Write what the model says of a set into its folder, as `predictions-NAME.jsonl`.

    What it has no head for is given: a model of relations alone finds them between the entities of the set.
    """
    stages = list(_stages(folder, data_set.settings.threshold))
    if any("states" in stage.requires for stage in stages):
        stages.insert(0, states.build(str(folder.path)))
    path = folder.path / f"predictions-{data_set.name}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_documents(file, (_predict(stages, document) for document in read_set(data_set, data)))
    return path


def _stages(folder: ModelFolder, threshold: float | None) -> Iterator[Stage]:
    """The stages of the model's heads, whatever its labels."""
    if entities.HEAD in folder.heads:
        yield entities.load_recognizer(folder)
    if relations.HEAD in folder.heads:
        yield relations.load_relations(folder, threshold)


def _predict(stages: Sequence[Stage], document: Document) -> Document:
    document = replace(document, relations=(), facts=())
    if any(stage.assigns == "entities" for stage in stages):
        document = replace(document, entities=(), values=(), links=Links())
    for stage in stages:
        document = document.with_layer(stage.assigns, stage(document))
        if stage.assigns == "entities":
            document = resolve_overlaps(document)
    return document
