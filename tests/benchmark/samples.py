"""A small benchmark made by hand: two documents, and systems that split, fail, crash or are not there."""

import json
from pathlib import Path

SPLITTER = """
PACKAGE = "pip"
TASKS = ("sentences",)

def load(task, *, mark: str = "."):
    def predict(text, created):
        if mark not in text:
            raise ValueError("no " + mark)
        print("a line on standard output")
        ends = [at + 1 for at, character in enumerate(text) if character == mark]
        return {"sentences": list(zip([0, *ends], ends))}
    return predict
"""

CRASHES = """
PACKAGE = "pip"
TASKS = ("sentences",)

def load(task):
    raise RuntimeError("its model is gone")
"""

NONSENSE = """
PACKAGE = "pip"
TASKS = ("sentences",)

def load(task):
    return lambda text, created: {"sentences": [[0, 999]]}
"""

DOCUMENTS = (
    {"id": "a", "text": "It rained. We stayed.", "sentences": [[0, 10], [11, 21]]},
    {"id": "b", "text": "Ana left. Did Eva? No.", "sentences": [[0, 9], [10, 18], [19, 22]]},
    {"id": "c", "text": "Who knows", "sentences": [[0, 9]]},
)

CONFIG = """
[benchmark]
task = "sentences"

[systems]

[systems.stops]
@systems = "splitter.py"

[systems.questions]
@systems = "splitter.py"
mark = "?"

[systems.broken]
@systems = "crashes.py"

[systems.pysbd]
@systems = "pysbd"

[sets]

[sets.small]
title = "A small set"
path = "small.jsonl"
note = "Made by hand."

[sets.small.loader]
@loaders = "factwire"

[sets.small.published]

[sets.small.published.paper]
system = "Splitter 2 (Ruiz 2020)"
source = "https://example.org, Table 1"
scores = {"sentences": 0.5}
"""


def write_benchmark(folder: Path, config: str = CONFIG) -> Path:
    """The config with its peers and data in a folder."""
    for name, source in (("splitter", SPLITTER), ("crashes", CRASHES), ("nonsense", NONSENSE)):
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    lines = (json.dumps(document) + "\n" for document in DOCUMENTS)
    (folder / "small.jsonl").write_text("".join(lines), encoding="utf-8")
    path = folder / "small.cfg"
    path.write_text(config, encoding="utf-8")
    return path
