"""What ships: the wheel holds everything that it needs, and extraction needs neither torch nor the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

_BLOCK = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "transformers", "datasets", "seqeval"}:
            raise ModuleNotFoundError(f"blocked in this test: {name}", name=name)

sys.meta_path.insert(0, Block())
"""


def run(*command: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path or "")}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_resource(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    resources = {str(path.relative_to(ROOT)) for path in (ROOT / "pipeline" / "resources").rglob("*.toml")}
    assert resources <= names
    templates = {
        str(path.relative_to(ROOT)) for path in (ROOT / "pipeline" / "report" / "html" / "templates").iterdir()
    }
    assert {Path(name).suffix for name in templates} == {".jinja", ".css", ".js"}
    assert templates <= names
    project = {"annotations/schema.toml", "configs/default.cfg", "configs/rules.cfg"}
    assert {f"pipeline/resources/project/{name}" for name in project} <= names


def test_the_installed_wheel_extracts_without_checkout_and_without_torch(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (installed / "sitecustomize.py").write_text(_BLOCK, encoding="utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    text = " date 2024-05-06 Leaders meet\nFrench President Emmanuel Macron visited Laos on May 3.\n"
    (texts / "a.txt").write_text(text, encoding="utf-8")
    where = run("-c", "import pipeline; print(pipeline.__file__)", cwd=tmp_path, path=installed)
    assert where.stdout.startswith(str(installed))
    blocked = run("-c", "import torch", cwd=tmp_path, path=installed)
    assert "blocked in this test" in blocked.stderr
    done = run("-m", "pipeline", "extract", "texts", "-o", "out", cwd=tmp_path, path=installed)
    assert done.returncode == 0, done.stderr
    assert '"VISIT"' in (tmp_path / "out" / "facts.jsonl").read_text(encoding="utf-8")
