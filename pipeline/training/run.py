"""`factwire train`: a recipe, its data and an output folder, to a trained network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from pipeline.errors import ConfigError
from pipeline.nn.reader import Batch, Reader
from pipeline.onnx.pieces import Pieces
from pipeline.training.batches import collate, draw
from pipeline.training.checkpoint import Checkpoint, State
from pipeline.training.encoders import build_reader, load_pieces
from pipeline.training.evaluation import answer
from pipeline.training.examples import AnyExample, find_set
from pipeline.training.heads import HeadTask, head_task
from pipeline.training.loop import Plan, Task, Watch, fit
from pipeline.training.recipe import DataSet, PairSettings, Recipe

CHECKPOINT = "checkpoint"

Tasks = Mapping[str, HeadTask[Any]]
_Sets = Sequence[tuple[DataSet, Sequence[AnyExample]]]


@dataclass(frozen=True, slots=True)
class Trained:
    """A network with its best weights, what it was trained and judged on, and how it came about."""

    recipe: Recipe
    tasks: Tasks
    model: Reader
    pieces: Pieces
    train: _Sets
    dev: _Sets
    state: State


def train_reader(recipe: Recipe, data: Path, out: Path, watch: Watch) -> Trained:
    """Train the network of a recipe; states go to `out`/checkpoint, from where a stopped run goes on.

    `data` is the folder that the sets' paths start from. Raises ConfigError or InputError for what cannot be used.
    """
    settings = recipe.training
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    pieces = load_pieces(recipe.encoder)
    tasks = {name: head_task(name, head) for name, head in recipe.heads.items()}
    for found in recipe.sets:
        find_set(found, data)
    read = [found for found in recipe.sets if found.settings.part != "test"]
    sets = [(found, tasks[found.settings.head].read(found, data, pieces)) for found in read]
    train = [pair for pair in sets if pair[0].settings.part == "train"]
    dev = [pair for pair in sets if pair[0].settings.part == "dev"]
    if not train or not dev:
        raise ConfigError('[sets] has no set with part = "train" or none with part = "dev"; expected both')
    judged = dev[0][0].settings.head
    if settings.score == "related" and not isinstance(recipe.heads[judged], PairSettings):
        raise ConfigError(f"[training] score: 'related' is of heads of relations; the first dev set is of {judged!r}")
    for data_set, examples in sets:
        watch(f"{data_set.settings.part} {data_set.name}: {len(examples)} windows")
    for name, task in tasks.items():
        missing = task.missing([one for found, examples in train if found.settings.head == name for one in examples])
        if missing:
            watch(f"[heads.{name}] no training set has {', '.join(missing)}: nothing is learned of it")
    model = build_reader(recipe, tasks).to(settings.device)
    trained = Trained(recipe, tasks, model, pieces, train, dev, State())
    state = fit(model, _task(trained), _plan(recipe, dev), Checkpoint(out / CHECKPOINT, recipe.raw), watch)
    return replace(trained, state=state)


def _task(trained: Trained) -> Task:
    model, settings = trained.model, trained.recipe.training

    def batches(epoch: int) -> Sequence[list[AnyExample]]:
        return draw(trained.train, settings, epoch)

    def loss(examples: list[AnyExample]) -> torch.Tensor:
        batch: Batch = collate(examples).to(settings.device)
        return model.loss(batch)

    def evaluate() -> dict[str, float]:
        scores: dict[str, float] = {}
        for data_set, examples in trained.dev:
            answers = answer(model, examples, size=settings.batch, device=settings.device)
            found = trained.tasks[data_set.settings.head].score(answers)
            scores |= {f"{data_set.name}.{name}": value for name, value in found.items()}
        return scores

    return Task(batches=batches, loss=loss, evaluate=evaluate)


def _plan(recipe: Recipe, dev: _Sets) -> Plan:
    settings = recipe.training
    return Plan(
        epochs=settings.epochs,
        patience=settings.patience,
        rates={"encoder": settings.rate, "encoder.shapes": settings.head_rate, "heads": settings.head_rate},
        warmup=settings.warmup,
        weight_decay=settings.weight_decay,
        precision=settings.precision,
        device=settings.device,
        seed=settings.seed,
        score=f"{dev[0][0].name}.{settings.score}",
    )
