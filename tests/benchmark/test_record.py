import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.benchmark import record
from pipeline.benchmark.record import describe_run, hash_data

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def checkout(folder: Path) -> None:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    (folder / "notes.txt").write_text("one", encoding="utf-8")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "One")):
        subprocess.run(["git", "-C", folder, *arguments], check=True)


def located(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(record, "project_file", lambda _: folder)


def test_command_time_and_versions_are_recorded() -> None:
    found = describe_run(["factwire", "benchmark", "x.cfg"], 1.25)
    assert (found["command"], found["seconds"]) == ("factwire benchmark x.cfg", 1.2)
    assert set(found["packages"]) == {"factwire", "numpy", "spacy"}
    assert found["machine"]["cpu"]


@needs_git
def test_a_checkout_gives_its_commit_and_whether_it_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout(tmp_path)
    located(monkeypatch, tmp_path)
    clean = describe_run([], 0)
    assert len(clean["commit"]) == 40
    assert clean["dirty"] is False
    (tmp_path / "notes.txt").write_text("two", encoding="utf-8")
    assert describe_run([], 0) | {"date": clean["date"]} == {**clean, "dirty": True}


@needs_git
def test_a_folder_inside_another_checkout_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout(tmp_path)
    (tmp_path / "site-packages").mkdir()
    located(monkeypatch, tmp_path / "site-packages")
    found = describe_run([], 0)
    assert (found["commit"], found["dirty"]) == (None, None)


def test_data_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"one")
    assert hash_data(path) == hashlib.sha256(b"one").hexdigest()
    folder = hash_data(tmp_path)
    path.write_bytes(b"two")
    assert hash_data(tmp_path) != folder
