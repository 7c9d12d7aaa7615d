"""The training loop. It knows no task: it is given batches, a loss and an evaluation."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from pipeline.errors import ConfigError
from pipeline.training.checkpoint import Checkpoint, State

_CLIP = 1.0

Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train: learning rates by prefix of the parameter's name (the longest that fits), and when to stop.

    `score` names the number of the evaluation that is to be great.
    """

    epochs: int
    patience: int
    rates: Mapping[str, float]
    warmup: float
    weight_decay: float
    precision: str
    device: str
    seed: int
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to train on: `batches(epoch)` are all batches of an epoch; `loss` and `evaluate` use the model."""

    batches: Callable[[int], Sequence[Any]]
    loss: Callable[[Any], Tensor]
    evaluate: Callable[[], Mapping[str, float]]


def fit(model: nn.Module, task: Task, plan: Plan, checkpoint: Checkpoint, watch: Watch) -> State:
    """Train until the epochs are over or patience is; the model ends with its best weights.

    Goes on where `checkpoint` stopped. Raises ConfigError if memory does not suffice or the loss is no number.
    """
    optimizer = _optimizer(model, plan)
    state = checkpoint.load(model, optimizer)
    while not _is_over(state, plan):
        state = _run_epoch(model, optimizer, task, plan, state)
        latest = state.history[-1]
        watch("  ".join(f"{key} {value:.4g}" for key, value in latest.items()))
        checkpoint.save(model, optimizer, state, is_best=state.best == len(state.history) - 1)
    checkpoint.restore_best(model)
    return state


def _is_over(state: State, plan: Plan) -> bool:
    epochs = len(state.history)
    return epochs >= plan.epochs or (epochs > 0 and epochs - 1 - state.best >= plan.patience)


def _run_epoch(model: nn.Module, optimizer: torch.optim.Optimizer, task: Task, plan: Plan, state: State) -> State:
    epoch = len(state.history)
    began = time.perf_counter()
    torch.manual_seed(plan.seed * 10_000 + epoch)
    try:
        loss = _train(model, optimizer, task, plan, epoch)
        model.eval()
        scores = dict(task.evaluate())
    except RuntimeError as error:  # the CPU allocator raises no class of its own
        if "memory" not in str(error).lower():
            raise
        raise ConfigError(f"out of memory in epoch {epoch + 1}; lower `batch` in [training] ({error})") from error
    seconds = time.perf_counter() - began
    latest = {"epoch": epoch + 1.0, "loss": loss, **scores, "seconds": seconds}
    best = max(range(epoch + 1), key=lambda index: ([*state.history, latest][index][plan.score], -index))
    return State(history=(*state.history, latest), best=best)


def _train(model: nn.Module, optimizer: torch.optim.Optimizer, task: Task, plan: Plan, epoch: int) -> float:
    """One pass over the batches of an epoch; the mean loss."""
    model.train()
    batches = task.batches(epoch)
    total = 0.0
    for step, batch in enumerate(batches):
        factor = _factor((epoch + step / len(batches)) / plan.epochs, plan.warmup)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        with torch.autocast(plan.device.partition(":")[0], torch.bfloat16, enabled=plan.precision == "bf16"):
            loss = task.loss(batch)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise ConfigError(f"the loss is no number in epoch {epoch + 1}; lower `rate` in [training]")
        total += value
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), _CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    return total / len(batches)


def _factor(progress: float, warmup: float) -> float:
    """Linear rise to 1 in the share `warmup`, then linear fall to 0."""
    if progress < warmup:
        return progress / warmup
    return (1 - progress) / (1 - warmup) if warmup < 1 else 1.0


def _optimizer(model: nn.Module, plan: Plan) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019) with the plan's rates; vectors (biases, norms) are not decayed."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        prefix = max((prefix for prefix in plan.rates if name.startswith(prefix)), key=len)
        decay = plan.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((plan.rates[prefix], decay), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": parameters, "lr": rate, "peak": rate, "weight_decay": decay}
            for (rate, decay), parameters in groups.items()
        ]
    )
