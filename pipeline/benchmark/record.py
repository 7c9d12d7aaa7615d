"""How the numbers were made: command, commit, machine and versions."""

import hashlib
import os
import platform
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline.batch.manifest import factwire_version, timestamp
from pipeline.evaluation.bootstrap import describe_sampling
from pipeline.packages import folder_hash
from pipeline.resources import project_file


def describe_run(command: Sequence[str], seconds: float) -> dict[str, Any]:
    """The record of a run that took `seconds`; `commit` and `dirty` are null outside a checkout."""
    return {
        "command": " ".join(command),
        **_checkout(),
        "date": timestamp(),
        "machine": {"cpu": _processor(), "cores": os.cpu_count(), "system": platform.system()},
        "python": platform.python_version(),
        "packages": {"factwire": factwire_version(), **{name: metadata.version(name) for name in ("numpy", "spacy")}},
        "bootstrap": describe_sampling(),
        "seconds": round(seconds, 1),
    }


def hash_data(path: Path) -> str:
    """SHA-256 of a data file, or over all files of a folder."""
    return folder_hash(path) if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


def _checkout() -> dict[str, Any]:
    root = project_file("")
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None or Path(top).resolve() != root.resolve():
        return {"commit": None, "dirty": None}
    return {"commit": _git(root, "rev-parse", "HEAD"), "dirty": bool(_git(root, "status", "--porcelain"))}


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
