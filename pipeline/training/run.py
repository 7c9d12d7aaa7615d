"""`factwire train`: a recipe, its data and an output folder, to a trained network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from pipeline.errors import ConfigError
from pipeline.nn.reader import Batch, Reader
from pipeline.onnx.pieces import Pieces
from pipeline.onnx.tagging import Tagset
from pipeline.training.batches import collate, draw
from pipeline.training.checkpoint import Checkpoint, State
from pipeline.training.encoders import build_reader, load_pieces
from pipeline.training.evaluation import answer, score
from pipeline.training.examples import Example, read_examples
from pipeline.training.loop import Plan, Task, Watch, fit
from pipeline.training.recipe import DataSet, Recipe

CHECKPOINT = "checkpoint"

_Sets = Sequence[tuple[DataSet, Sequence[Example]]]


@dataclass(frozen=True, slots=True)
class Trained:
    """A network with its best weights, what it was trained and judged on, and how it came about."""

    recipe: Recipe
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
    sets = [(found, read_examples(found, data, recipe.heads[found.settings.head], pieces)) for found in recipe.sets]
    train = [pair for pair in sets if pair[0].settings.part == "train"]
    dev = [pair for pair in sets if pair[0].settings.part == "dev"]
    if not train or not dev:
        raise ConfigError('[sets] has no set with part = "train" or none with part = "dev"; expected both')
    for data_set, examples in sets:
        watch(f"{data_set.settings.part} {data_set.name}: {len(examples)} windows")
    model = build_reader(recipe).to(settings.device)
    state = fit(
        model, _task(model, train, dev, recipe), _plan(recipe, dev), Checkpoint(out / CHECKPOINT, recipe.raw), watch
    )
    return Trained(recipe, model, pieces, train, dev, state)


def _task(model: Reader, train: _Sets, dev: _Sets, recipe: Recipe) -> Task:
    settings = recipe.training

    def batches(epoch: int) -> Sequence[list[Example]]:
        return draw(train, settings, epoch)

    def loss(examples: list[Example]) -> torch.Tensor:
        batch: Batch = collate(examples).to(settings.device)
        return model.loss(batch)

    def evaluate() -> dict[str, float]:
        scores: dict[str, float] = {}
        for data_set, examples in dev:
            tagset = Tagset(tuple(recipe.heads[data_set.settings.head].labels))
            answers = answer(model, examples, size=settings.batch, device=settings.device)
            scores |= {f"{data_set.name}.{name}": value for name, value in score(answers, tagset).items()}
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
        score=f"{dev[0][0].name}.f1",
    )
