"""Give texts to a system in a process and an environment of its own (pipeline/benchmark/worker.py)."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.benchmark import worker
from pipeline.benchmark.components import Peer
from pipeline.benchmark.config import System
from pipeline.records import Document
from pipeline.resources import project_file

PINS = "configs/benchmark/peers.toml"
VENVS = ".venv-peers"
"""The environments of the peers, in the project."""

TIMEOUT = 3600
"""Seconds that a system may take over one set."""
MIN_SECONDS = 1.0
"""CPU seconds that its speed is measured over: a small set is run several times, for the clock ticks in hundredths."""

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
) | {"TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Usage:
    """What a system cost: CPU seconds and the words read in them, peak memory in MB, the version of its package."""

    cpu_seconds: float
    words: int
    peak_mb: float
    version: str

    @property
    def words_per_second(self) -> float:
        """Words per second of CPU time."""
        return self.words / self.cpu_seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system predicts by id of the text, the errors of the texts on which it failed, and what it cost."""

    predictions: Mapping[str, Mapping[str, Any]]
    errors: tuple[str, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A system that could not be measured, and why."""

    system: str
    reason: str


def run_system(system: System, task: str, documents: Iterable[Document], venvs: Path) -> Outcome | Unavailable:
    """Run a system over the texts of documents; `venvs` holds the environments of the peers."""
    python = _interpreter(system.peer, venvs)
    if not python.exists():
        return Unavailable(system.name, f"not installed: there is no {python}; `make peers` makes it")
    settings = json.dumps(dict(system.settings))
    command = (python, "-I", worker.__file__, system.peer.path, task, settings, str(MIN_SECONDS))
    lines = (json.dumps({"id": each.id, "text": each.content, "created": each.created}) for each in documents)
    try:
        process = subprocess.run(
            command,
            input="".join(f"{line}\n" for line in lines).encode(),
            capture_output=True,
            check=False,
            env={**os.environ, **_ONE_THREAD},
            timeout=TIMEOUT,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        return Unavailable(system.name, str(error))
    if process.returncode:
        return Unavailable(system.name, f"failed with exit code {process.returncode}: {_last_line(process.stderr)}")
    return _outcome(process.stdout)


def read_pins(path: Path | None = None) -> dict[str, dict[str, Any]]:
    """The peers that have an environment of their own: name → `requirements`, and `python` and `note` if given."""
    path = path or project_file(PINS)
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _interpreter(peer: Peer, venvs: Path) -> Path:
    """The interpreter of the peer's environment; ours for a peer that needs none of its own."""
    return venvs.absolute() / peer.name / "bin" / "python" if peer.name in read_pins() else Path(sys.executable)


def _outcome(output: bytes) -> Outcome:
    *results, last = map(json.loads, output.splitlines())
    return Outcome(
        predictions={result["id"]: result["prediction"] for result in results},
        errors=tuple(f"{result['id']}: {result['error']}" for result in results if result["error"]),
        usage=Usage(**last["usage"]),
    )


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
