"""A run that was killed at any moment goes on, and ends with the same bytes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.batch import Recipe, Result, Summary, extract
from pipeline.errors import OutputError
from tests.batch import stand_in
from tests.batch.stand_in import job
from tests.batch.test_run import DATA, write_lines

STATE = "run.json.partial"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = [
        f"Laos has {number} ports. {'It must fail.' if number % 4 == 1 else 'Đà Nẵng too.'}" for number in range(12)
    ]
    path = write_lines(tmp_path_factory.mktemp("input") / "texts.jsonl", texts)
    path.write_text(path.read_text() + "{broken\n" * 2)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run that nothing interrupted."""
    out = tmp_path_factory.mktemp("whole")
    extract(job(source), out)
    return out


def interrupted(whole: Path, out: Path) -> Path:
    """A copy of a whole run as if it had been killed right before its files got their final names."""
    shutil.copytree(whole, out)
    for name in DATA:
        (out / name).rename(out / f"{name}.partial")
    (out / "run.json").rename(out / STATE)
    state = json.loads((out / STATE).read_text())
    (out / STATE).write_text(json.dumps({key: state[key] for key in state if key not in ("finished", "counts")}))
    return out


def resume(source: Path, out: Path) -> tuple[Summary, list[Result]]:
    processed: list[Result] = []
    return extract(job(source), out, mode="resume", watch=processed.append), processed


def assert_same(out: Path, whole: Path) -> None:
    for name in DATA:
        assert (out / name).read_bytes() == (whole / name).read_bytes()
    counts = [json.loads((folder / "run.json").read_text())["counts"] for folder in (out, whole)]
    assert counts[0] == counts[1]
    assert sorted(path.name for path in out.iterdir()) == sorted((*DATA, "run.json"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_files_cut_anywhere(data: st.DataObject, source: Path, whole: Path, tmp_path: Path) -> None:
    out = interrupted(whole, tmp_path / "out")
    for name in DATA:
        path = out / f"{name}.partial"
        os.truncate(path, data.draw(st.integers(0, path.stat().st_size), label=name))
    resume(source, out)
    assert_same(out, whole)
    shutil.rmtree(out)


def test_documents_that_are_done_are_not_processed_again(source: Path, whole: Path, tmp_path: Path) -> None:
    out = interrupted(whole, tmp_path / "out")
    lines = (out / "documents.jsonl.partial").read_bytes().splitlines(keepends=True)
    (out / "documents.jsonl.partial").write_bytes(b"".join(lines[:4]) + lines[4][:-1])
    summary, processed = resume(source, out)
    assert_same(out, whole)
    assert summary.resumed == 6
    assert [result.id for result in processed[:3]] == ["d7", "d8", "d9"]


@pytest.mark.parametrize("renamed", [0, 1, 2, 3])
def test_a_kill_between_two_renames(renamed: int, source: Path, whole: Path, tmp_path: Path) -> None:
    out = interrupted(whole, tmp_path / "out")
    for name in DATA[:renamed]:
        (out / f"{name}.partial").rename(out / name)
    _, processed = resume(source, out)
    assert_same(out, whole)
    assert processed == []


def test_a_kill_before_the_state_is_removed(source: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    (out / STATE).write_text("{")
    _, processed = resume(source, out)
    assert processed == []
    assert_same(out, whole)


def test_a_complete_run_is_left_as_it_is(source: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    before = (out / "run.json").read_bytes()
    summary, processed = resume(source, out)
    assert (out / "run.json").read_bytes() == before
    assert (summary.counts["documents"], summary.failures, summary.resumed, processed) == (9, 5, 14, [])


def test_resuming_nothing_is_a_new_run(source: Path, whole: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / (STATE + ".tmp")).touch()
    resume(source, tmp_path / "out")
    assert (tmp_path / "out" / "documents.jsonl").read_bytes() == (whole / "documents.jsonl").read_bytes()


def test_a_text_that_changed_is_processed_again(whole: Path, source: Path, tmp_path: Path) -> None:
    out = interrupted(whole, tmp_path / "out")
    before = source.read_text()
    try:
        source.write_text(before.replace("Laos has 2 ports", "Laos has 99 ports"))
        _, processed = resume(source, out)
    finally:
        source.write_text(before)
    assert "99 ports" in (out / "documents.jsonl").read_text()
    assert [result.id for result in processed][:2] == ["d3", "d4"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"recipe": Recipe({"stand_in": {"version": 2}}, stand_in.build)},
            r"another config.stand_in.version \(1, now 2\)",
        ),
        ({"created": "2020-01-01"}, r'another created \(null, now "2020-01-01"\)'),
    ],
)
def test_another_run_is_refused(
    options: dict[str, Any], message: str, source: Path, whole: Path, tmp_path: Path
) -> None:
    for out in (whole, interrupted(whole, tmp_path / "out")):
        with pytest.raises(OutputError, match=message):
            extract(job(source, **options), out, mode="resume")


def test_another_input_list_is_refused(source: Path, whole: Path, tmp_path: Path) -> None:
    out = interrupted(whole, tmp_path / "out")
    with pytest.raises(OutputError, match=r"another inputs.paths"):
        extract(job(source, source), out, mode="resume")


def test_a_folder_that_is_not_empty_is_refused(source: Path, whole: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"is not empty .*--resume or start over with --force"):
        extract(job(source), whole)
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(OutputError, match="holds no run to resume"):
        resume(source, tmp_path)


def test_force_starts_over_and_leaves_other_files_alone(source: Path, whole: Path, tmp_path: Path) -> None:
    out = interrupted(whole, tmp_path / "out")
    (out / "thesis.tex").write_text("precious")
    extract(job(source), out, mode="force")
    assert (out / "thesis.tex").read_text() == "precious"
    (out / "thesis.tex").unlink()
    assert_same(out, whole)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_process_that_is_killed(workers: int, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "texts.jsonl", [f"Laos is slow, {number}." for number in range(60)])
    out, partial = tmp_path / "out", tmp_path / "out" / "documents.jsonl.partial"
    command = [sys.executable, "-m", "tests.batch.stand_in", str(source), str(out), str(workers)]
    with subprocess.Popen(command) as process:
        deadline = time.monotonic() + 60
        while not (partial.exists() and partial.read_bytes().count(b"\n") >= 8):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    done = partial.read_bytes().count(b"\n")
    summary = extract(job(source, workers=workers), out, mode="resume")
    assert 8 <= done < 60
    assert summary.resumed == done
    extract(job(source), tmp_path / "whole")
    assert_same(out, tmp_path / "whole")
