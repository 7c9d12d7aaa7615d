"""The documentation cannot rot: its commands and code are run, and what it says they print is compared."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.runner import Pipeline, check_order
from tests.builders import document

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^[ ]*```(\w+)\n(.*?)^[ ]*```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")
_COMMAND = re.compile(r"^ *(?:\$ )?factwire (\w+)", re.MULTILINE)
DOCS = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("annotations/*.md")))


def blocks(path: Path) -> list[tuple[str, str]]:
    """Language and content of each fenced block, without the indentation of the fence."""
    return [(match[1], _dedent(match[2])) for match in _BLOCK.finditer(path.read_text(encoding="utf-8"))]


def _dedent(content: str) -> str:
    lines = content.splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "".join(line[margin:] + "\n" for line in lines)


def _normal(output: str) -> list[str]:
    return [line.rstrip() for line in output.strip().splitlines()]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the checkout's data, for commands that write."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "configs", "annotations"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def _run(code: list[str], folder: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "120",
    }
    done = subprocess.run(
        code, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600, encoding="utf-8"
    )
    assert done.returncode == 0, f"{code[-1]}\n{done.stderr}"
    return done.stdout


def test_the_readme_says_what_its_commands_print(workplace: Path) -> None:
    printed: str | None = None
    compared = 0
    for language, content in blocks(ROOT / "README.md"):
        if language == "sh" and not content.startswith(("make ", "git ", "pip ")):
            printed = _run(["bash", "-euc", content], workplace)
        elif language == "python":
            printed = _run([sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", content], workplace)
        elif language == "text" and printed is not None:
            assert _normal(printed) == _normal(content)
            compared += 1
    assert compared >= 3


def test_the_commands_of_make_in_the_readme_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = [content for language, content in blocks(ROOT / "README.md") if language == "sh"]
    targets = re.findall(r"^make (\w+)", "".join(commands), re.MULTILINE)
    assert {"run", "test"} <= set(targets)
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_stage_of_the_contributing_page_works() -> None:
    (source,) = [content for language, content in blocks(ROOT / "CONTRIBUTING.md") if language == "python"]
    namespace: dict[str, Any] = {"__name__": "digits"}
    exec(source, namespace)
    stage = namespace["build"](minimum=2)
    check_order([_Sentences(), stage])
    assert [value.text for value in stage(document("In 2020, 7 of 168 came."))] == ["2020", "168"]
    assert Pipeline((_Sentences(), stage))(document("All 27.")).values[0].id == "v1"


class _Sentences:
    assigns = "sentences"
    requires: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    def __call__(self, document: Any) -> Any:
        return document


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(path: Path) -> None:
    targets = _LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_command_is_documented() -> None:
    from pipeline.cli import app

    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    documented = set(_COMMAND.findall((ROOT / "docs" / "cli.md").read_text(encoding="utf-8")))
    assert names <= documented
