import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.benchmark.install import DONE, install, main
from pipeline.errors import ConfigError

PYTHON = """#!/bin/sh
# Stands for Python: `-m venv --clear FOLDER` makes an environment with itself in it, `-m pip install` of `gone` fails.
if [ "$2" = venv ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python"
elif [ "$5" = gone ]; then echo "WARNING: hm" >&2; echo "ERROR: there is no gone" >&2; echo "see above" >&2; exit 1
else echo "$@" > "$0.installed"; fi
"""


def pins(folder: Path, *requirements: str) -> dict[str, Any]:
    python = folder / "python"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    return {"python": str(python), "requirements": list(requirements)}


def test_a_peer_is_installed_in_an_environment_of_its_own(tmp_path: Path) -> None:
    assert install({"works": pins(tmp_path, "one==1", "two==2")}, tmp_path) == {"works": "installed"}
    told = (tmp_path / "works" / "bin" / "python.installed").read_text(encoding="utf-8")
    assert told == "-m pip install --disable-pip-version-check one==1 two==2\n"


def test_a_peer_that_cannot_be_installed_does_not_stop_the_others(tmp_path: Path) -> None:
    missing = {"requirements": [], "python": "/nowhere/python", "note": "needs an old Python"}
    found = install({"works": pins(tmp_path), "gone": pins(tmp_path, "gone"), "fails": missing}, tmp_path)
    assert list(found) == ["fails", "gone", "works"]
    assert found["gone"] == "not installed: ERROR: there is no gone"
    assert found["fails"].startswith("not installed: ")
    assert found["fails"].endswith("; needs an old Python")
    assert found["works"] == "installed"
    assert not (tmp_path / "gone").exists()


def test_the_same_pins_are_installed_once(tmp_path: Path) -> None:
    same = pins(tmp_path, "one==1")
    install({"works": same}, tmp_path)
    assert install({"works": same}, tmp_path) == {"works": "up to date"}
    assert install({"works": pins(tmp_path, "one==2")}, tmp_path) == {"works": "installed"}
    assert json.loads((tmp_path / "works" / DONE).read_text(encoding="utf-8"))["requirements"] == ["one==2"]


def test_peers_are_chosen_by_name(tmp_path: Path) -> None:
    both = {"one": pins(tmp_path), "two": pins(tmp_path)}
    assert list(install(both, tmp_path, ["two"])) == ["two"]
    with pytest.raises(ConfigError, match="no pins of 'gone'; choose from: one, two"):
        install(both, tmp_path, ["gone"])


def test_the_command_line_names_folder_and_peers(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'gone'"):
        main(str(tmp_path), "gone")
