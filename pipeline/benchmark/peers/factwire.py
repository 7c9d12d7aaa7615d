"""factwire itself, by any of its configs, or only its stages up to a layer."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = "factwire"
TASKS = ("sentences", "entities", "timex", "specs", "quantities", "relations", "own")

_PROJECT = str(Path(__file__).parents[3])


def load(
    task: str, *, config: str = "configs/default.cfg", until: str | None = None
) -> Callable[[str, str | None], Mapping[str, Any]]:
    """The pipeline of a config; its path is relative to the project.

    `until` names the last layer that is made, so that a system that only splits sentences is measured as one.
    Quantities are given in the sense of the sets (pipeline/benchmark/counted.py).
    """
    if _PROJECT not in sys.path:
        sys.path.insert(0, _PROJECT)  # the code that the benchmark belongs to, be another installed or not
    from pipeline.benchmark.counted import load_view
    from pipeline.errors import ConfigError
    from pipeline.jsonl import document_to_dict
    from pipeline.records import Document
    from pipeline.resources import project_file
    from pipeline.runner import Pipeline, load_pipeline

    pipeline = load_pipeline(project_file(config))
    if until is not None:
        layers = [stage.assigns for stage in pipeline.stages]
        if until not in layers:
            raise ConfigError(f"{config} has no layer {until!r}; until is one of: {', '.join(layers)}")
        pipeline = Pipeline(pipeline.stages[: layers.index(until) + 1])

    view = load_view()

    def predict(text: str, created: str | None) -> Mapping[str, Any]:
        document = pipeline(Document(id="text", text=text, created=created))
        if task == "sentences":
            return {"sentences": document.sentences}
        if task == "quantities":
            return {"values": list(view.quantities(document))}
        return document_to_dict(document)

    return predict
