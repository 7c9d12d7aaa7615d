"""Make the environments of the peers (`make peers`): one each, from the pins in configs/benchmark/peers.toml.

    python -m pipeline.benchmark.install [FOLDER [NAME …]]

A peer that cannot be installed is reported, and the others go on. An environment made from the same pins stays.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.benchmark.systems import VENVS, read_pins
from pipeline.errors import ConfigError
from pipeline.resources import project_file

DONE = "installed.json"
"""In the environment: the pins that it was made from."""


def install(pins: Mapping[str, Mapping[str, Any]], folder: Path, names: Sequence[str] = ()) -> dict[str, str]:
    """Make FOLDER/NAME for the named peers (all if none is named); name → what came of it.

    Raises ConfigError for a name without pins.
    """
    unknown = [name for name in names if name not in pins]
    if unknown:
        raise ConfigError(f"there are no pins of {unknown[0]!r}; choose from: {', '.join(sorted(pins))}")
    return {name: _install(folder / name, pins[name]) for name in sorted(names or pins)}


def _install(venv: Path, pins: Mapping[str, Any]) -> str:
    done = venv / DONE
    if done.exists() and json.loads(done.read_text(encoding="utf-8")) == pins:
        return "up to date"
    python = pins.get("python", sys.executable)
    try:
        _call(python, "-m", "venv", "--clear", venv)
        _call(venv / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", *pins["requirements"])
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(venv, ignore_errors=True)
        return f"not installed: {_reason(error)}{'; ' + pins['note'] if 'note' in pins else ''}"
    done.write_text(json.dumps(pins), encoding="utf-8")
    return "installed"


def _call(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


def _reason(error: OSError | subprocess.CalledProcessError) -> str:
    if isinstance(error, OSError):
        return str(error)
    lines = (error.stderr or error.stdout or str(error)).strip().splitlines()
    return next((line for line in lines if line.startswith("ERROR")), lines[-1])


def main(folder: str = "", *names: str) -> None:
    """Install what the command line names, and say what came of each."""
    found = install(read_pins(), Path(folder) if folder else project_file(VENVS), names)
    sys.stdout.writelines(f"{name}: {outcome}\n" for name, outcome in found.items())


if __name__ == "__main__":
    main(*sys.argv[1:])
