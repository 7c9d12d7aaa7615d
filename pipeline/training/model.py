"""From a recipe to a model folder that extraction can use: train, export, measure, write it down."""

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.onnx.folder import FORMAT, META, ModelFolder
from pipeline.onnx.network import TOKENIZER
from pipeline.training.card import write_card
from pipeline.training.encoders import describe
from pipeline.training.export import ENCODER_INT8, compare, export
from pipeline.training.loop import Watch
from pipeline.training.measure import Measured, measure
from pipeline.training.predict import write_predictions
from pipeline.training.recipe import Recipe
from pipeline.training.run import CHECKPOINT, Trained, train_reader

HISTORY, RUN, CARD = "history.jsonl", "run.json", "README.md"

_LIBRARIES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "seqeval", "numpy")
_COMPARED = 20


def train(recipe: Recipe, data: Path, out: Path, *, force: bool = False, watch: Watch) -> ModelFolder:
    """Train the model of a recipe into the folder `out`; a run that was stopped goes on where it stopped.

    `data` is the folder that the sets' paths start from. The model's files are written into `out`/checkpoint and moved
    when all are there, meta.json last: a folder with meta.json is whole; what it says of the test sets comes beside it.
    `force` begins anew.

    Raises ConfigError, InputError or OutputError for what cannot be used.
    """
    _prepare(out, force=force)
    trained = train_reader(recipe, data, out, watch)
    draft = out / CHECKPOINT / "model"
    draft.mkdir(exist_ok=True)
    export(trained.model, draft)
    trained.pieces.tokenizer.save(str(draft / TOKENIZER))
    windows = [example.window for _, examples in trained.dev for example in examples[:_COMPARED]]
    differences = compare(trained.model, draft, windows)
    measured = measure(trained.model, draft, trained.dev, trained.tasks, batch=recipe.training.batch)
    watch(f"int8 on dev: {json.dumps(measured.to_dict()['scores'])}")
    _write_history(draft, trained)
    meta = _meta(trained, measured, draft)
    record = _record(trained, data) | {"differences": {"fp32": differences.fp32, "int8": differences.int8}}
    _write_json(draft / RUN, record)
    write_card(draft / CARD, out.name, recipe, meta, record)
    _publish(draft, out, meta)
    folder = ModelFolder.open(str(out))
    for found in recipe.sets:
        if found.settings.part == "test":
            watch(f"test {found.name}: {write_predictions(folder, found, data)}")
    return folder


def _prepare(out: Path, *, force: bool) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; give another folder") from error
    if (out / META).exists() and not force:
        raise OutputError(f"{out} holds a trained model; give another folder, or train anew with --force")
    if force:
        (out / META).unlink(missing_ok=True)
        for path in (out / CHECKPOINT).glob("*.*"):
            path.unlink()


def _publish(draft: Path, out: Path, meta: Mapping[str, Any]) -> None:
    for path in sorted(draft.iterdir()):
        os.replace(path, out / path.name)
    draft.rmdir()
    _write_json(out / f"{META}.tmp", meta)
    os.replace(out / f"{META}.tmp", out / META)


def _meta(trained: Trained, measured: Measured, draft: Path) -> dict[str, Any]:
    heads = {name: task.describe(measured.fitted[name]) for name, task in trained.tasks.items()}
    used = (ENCODER_INT8, TOKENIZER, *(f"{name}.onnx" for name in heads))
    return {
        "format": FORMAT,
        "encoder": ENCODER_INT8,
        "window": trained.recipe.encoder.window,
        "width": trained.model.encoder.width,
        "heads": heads,
        "bytes": sum((draft / name).stat().st_size for name in used),
        "dev": measured.to_dict(),
        "versions": {name: metadata.version(name) for name in _LIBRARIES},
        "files": {name: _hash(draft / name) for name in used},
    }


def _record(trained: Trained, data: Path) -> dict[str, Any]:
    """run.json: what the model was made of and how long it took."""
    history = trained.state.history
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "recipe": trained.recipe.raw,
        "encoder": describe(trained.model.encoder.encoder),
        "sets": {
            found.name: {"sha256": _hash_data(found.locate(data)), "windows": len(examples), "words": _words(examples)}
            for found, examples in (*trained.train, *trained.dev)
        },
        "epochs": len(history),
        "best_epoch": trained.state.best + 1,
        "seconds": round(sum(epoch["seconds"] for epoch in history), 1),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {trained.recipe.training.device}",
        "versions": {name: metadata.version(name) for name in _LIBRARIES},
    }


def _words(examples: Any) -> int:
    return sum(len(example.window.firsts) for example in examples)


def _write_history(draft: Path, trained: Trained) -> None:
    lines = [json.dumps({key: round(value, 5) for key, value in epoch.items()}) for epoch in trained.state.history]
    (draft / HISTORY).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hash_data(path: Path) -> str:
    files = sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]
    return hashlib.sha256("".join(_hash(found) for found in files).encode()).hexdigest()
