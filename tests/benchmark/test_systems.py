import sys
from pathlib import Path

import pytest

from pipeline.benchmark import systems
from pipeline.benchmark.config import System, read_benchmark
from pipeline.benchmark.systems import Outcome, Unavailable, read_pins, run_system
from pipeline.records import Document
from tests.benchmark.samples import write_benchmark

TEXTS = (Document(id="a", text="It rained. We stayed."), Document(id="b", text="Who knows"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "MIN_SECONDS", 0.01)


def system(folder: Path, name: str) -> System:
    return next(each for each in read_benchmark(write_benchmark(folder)).systems if each.name == name)


def test_a_system_answers_every_text(tmp_path: Path) -> None:
    outcome = run_system(system(tmp_path, "stops"), "sentences", TEXTS, tmp_path)
    assert isinstance(outcome, Outcome)
    assert outcome.predictions == {"a": {"sentences": [[0, 10], [10, 21]]}, "b": {}}
    assert outcome.errors == ("b: ValueError: no .",)
    assert outcome.usage.words_per_second == outcome.usage.words / outcome.usage.cpu_seconds


def test_settings_reach_the_system(tmp_path: Path) -> None:
    outcome = run_system(system(tmp_path, "questions"), "sentences", TEXTS, tmp_path)
    assert isinstance(outcome, Outcome)
    assert len(outcome.errors) == 2


def test_a_system_that_cannot_be_loaded_says_why(tmp_path: Path) -> None:
    outcome = run_system(system(tmp_path, "broken"), "sentences", TEXTS, tmp_path)
    assert outcome == Unavailable("broken", "failed with exit code 1: RuntimeError: its model is gone")


def test_a_peer_without_its_environment_is_not_installed(tmp_path: Path) -> None:
    outcome = run_system(system(tmp_path, "pysbd"), "sentences", TEXTS, tmp_path / "venvs")
    assert isinstance(outcome, Unavailable)
    assert "venvs/pysbd/bin/python" in outcome.reason
    assert "make peers" in outcome.reason


def test_a_peer_with_pins_runs_in_its_environment(tmp_path: Path) -> None:
    python = tmp_path / "venvs" / "pysbd" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    outcome = run_system(system(tmp_path, "pysbd"), "sentences", TEXTS, tmp_path / "venvs")
    if isinstance(outcome, Unavailable):  # it was started, and has no pysbd
        assert "No module named 'pysbd'" in outcome.reason
    else:
        assert not outcome.errors


def test_a_system_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "TIMEOUT", 0.01)
    outcome = run_system(system(tmp_path, "stops"), "sentences", TEXTS, tmp_path)
    assert isinstance(outcome, Unavailable)
    assert "timed out" in outcome.reason


def test_pins_name_versions() -> None:
    pins = read_pins()
    assert pins
    assert list(pins) == sorted(pins)
    for name, section in pins.items():
        assert (Path(systems.__file__).parent / "peers" / f"{name}.py").exists(), name
        assert section.keys() <= {"requirements", "python", "note"}
        assert all("==" in requirement for requirement in section["requirements"] if not requirement.startswith("-"))


def test_without_a_file_there_are_no_pins(tmp_path: Path) -> None:
    assert read_pins(tmp_path / "peers.toml") == {}
