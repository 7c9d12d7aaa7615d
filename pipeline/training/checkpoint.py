"""What a run keeps while it goes on: the last state, to go on from, and the best weights."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from pipeline.errors import OutputError

_LAST, _BEST = "last.pt", "best.safetensors"


@dataclass(frozen=True, slots=True)
class State:
    """How far a run has come: the numbers of each epoch, and the index of the best one."""

    history: tuple[Mapping[str, float], ...] = ()
    best: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder for the states of a run; `recipe` is what the run was begun with. Files are written whole or not."""

    folder: Path
    recipe: Mapping[str, Any]

    def load(self, model: nn.Module, optimizer: torch.optim.Optimizer) -> State:
        """Put model and optimizer where the run stopped; the state of a new run if there is nothing.

        Raises OutputError if the folder is that of another recipe, or of another network.
        """
        path = self.folder / _LAST
        if not path.exists():
            return State()
        try:
            saved = torch.load(path, weights_only=True)
            recipe = json.loads(saved["recipe"])
        except Exception as error:
            raise OutputError(f"{path}: cannot be read ({error}); start over with --force") from error
        if recipe != json.loads(json.dumps(self.recipe)):
            raise OutputError(f"{path} belongs to another recipe; give the same, or start over with --force")
        try:
            model.load_state_dict(saved["model"])
        except RuntimeError as error:
            raise OutputError(f"{path} holds a network of another architecture; start over with --force") from error
        optimizer.load_state_dict(saved["optimizer"])
        return State(tuple(saved["history"]), saved["best"])

    def save(self, model: nn.Module, optimizer: torch.optim.Optimizer, state: State, *, is_best: bool) -> None:
        """Keep the state, and the weights if they are the best so far."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if is_best:
            temporary = self.folder / f"{_BEST}.tmp"
            save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, temporary)
            os.replace(temporary, self.folder / _BEST)
        temporary = self.folder / f"{_LAST}.tmp"
        saved = {
            "recipe": json.dumps(self.recipe),
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "history": [dict(epoch) for epoch in state.history],
            "best": state.best,
        }
        torch.save(saved, temporary)
        os.replace(temporary, self.folder / _LAST)

    def restore_best(self, model: nn.Module) -> None:
        """Give the model the best weights."""
        model.load_state_dict(load_file(self.folder / _BEST))
