"""The output folder of a run, and how a run survives a kill.

While a run goes on, its results stand in `documents.jsonl.partial`, `facts.jsonl.partial` and
`failures.jsonl.partial`, and what it was started with in `run.json.partial`. **Invariant:** documents and failures
written so far are, in order, the results of the first items of the input, but for a broken end. Resuming reads the
input again, walks along both files as long as they agree with it, cuts off the rest and processes what is missing.
Facts are written again from the documents, so the two cannot disagree.

When all is done the three files are flushed to disk and renamed, and `run.json` is written last: **a folder is
complete if and only if it holds `run.json`**. A kill between two renames is undone by renaming back.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Literal, Self

from pipeline.batch.tasks import Counts, Failure, Item, Result, Task, count, encode_facts, encode_line
from pipeline.errors import OutputError

Json = dict[str, Any]
Mode = Literal["new", "resume", "force"]
"""What to do with a folder that is not empty: refuse it, go on in it, or write over factwire's own files in it."""

RUN = "run.json"
DATA = ("documents.jsonl", "facts.jsonl", "failures.jsonl")

_STATE = RUN + ".partial"
_OURS = (RUN, *DATA, _STATE, *(name + ".partial" for name in DATA))  # run.json first: without it nothing is complete


class _Log:
    """A file of JSON lines that is read along, cut where reading stopped, and then appended to."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._file = path.open("r+b")
        self._taken = 0
        self.next = self._read()

    def _read(self) -> Json | None:
        line = self._file.readline()
        try:
            return json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            return None

    def take(self) -> None:
        """Keep the line `next` and read on; `next` is null at the end and at a broken line."""
        self._taken = self._file.tell()
        self.next = self._read()

    def cut(self) -> None:
        """Drop everything that was not taken."""
        self._file.seek(self._taken)
        self._file.truncate()

    def append(self, lines: bytes) -> None:
        """Add whole lines and hand them to the operating system."""
        self._file.write(lines)
        self._file.flush()

    def close(self) -> None:
        """Flush to disk and close."""
        os.fsync(self._file.fileno())
        self._file.close()


@dataclass(slots=True)
class Folder:
    """The open logs of a run in `path`; `counts` holds what stands in them."""

    path: Path
    documents: _Log
    facts: _Log
    failures: _Log
    counts: Counts = field(default_factory=Counter)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The folder, which `prepare` has made, with its logs. Raises OutputError."""
        with _writing(path):
            documents, facts, failures = (_Log(path / f"{name}.partial") for name in DATA)
        return cls(path, documents, facts, failures)

    def recover(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that have no result yet; `counts` takes up the results that are there."""
        rest = iter(items)
        with _writing(self.path):
            self.facts.cut()
        missing: tuple[Item, ...] = ()
        for item in rest:
            if not self._take(item):
                missing = (item,)
                break
        with _writing(self.path):
            self.documents.cut()
            self.failures.cut()
        return chain(missing, rest)

    def _take(self, item: Item) -> bool:
        line, failure = self.documents.next, self.failures.next
        if isinstance(item, Task) and line and (line["id"], line["text"]) == (item.document.id, item.document.text):
            with _writing(self.path):
                self.facts.append(encode_facts(line))
            self.counts += count(line)
            self.documents.take()
            return True
        if failure and _is_of(failure, item):
            self.counts["failures",] += 1
            self.failures.take()
            return True
        return False

    def write(self, result: Result) -> None:
        """Add one result. Raises OutputError; the folder stays resumable."""
        with _writing(self.path):
            if isinstance(result, Failure):
                self.counts["failures",] += 1
                self.failures.append(encode_line(asdict(result)))
            else:
                self.counts += result.counts
                self.facts.append(result.facts)
                self.documents.append(result.line)

    def close(self) -> None:
        """Flush everything to disk."""
        with _writing(self.path):
            for log in (self.documents, self.facts, self.failures):
                log.close()

    def finish(self, run: Mapping[str, Any]) -> None:
        """Give the closed files their final names and write `run` as run.json, last."""
        with _writing(self.path):
            for name in DATA:
                os.replace(self.path / f"{name}.partial", self.path / name)
            _write_json(self.path / RUN, run)
            (self.path / _STATE).unlink()


def prepare(path: Path, state: Json, *, mode: Mode) -> Json:
    """Make the folder ready for a run and return what is known about it.

    Args:
        path: the output folder; made if it is not there.
        state: what the run starts with; all but its `started` must agree with the run that is resumed.
        mode: what to do if the folder is not empty.

    Returns:
        the contents of run.json if the run is complete (it has `finished` then), else the state of the run.

    Raises:
        OutputError: the folder is not empty, not writable, or belongs to another run.
    """
    state = json.loads(json.dumps(state, default=str))
    with _writing(path):
        path.mkdir(parents=True, exist_ok=True)
        present = sorted(entry.name for entry in path.iterdir() if not entry.name.endswith(".tmp"))
    known = _known(path) if mode == "resume" else None
    if known is not None:
        _check_same(path, known, state)
        _settle(path, known)
        return known
    if present and mode != "force":
        raise OutputError(_refusal(path, present, mode))
    with _writing(path):
        for name in _OURS:
            (path / name).unlink(missing_ok=True)
        _write_json(path / _STATE, state)
    return state


def _refusal(path: Path, present: Sequence[str], mode: Mode) -> str:
    found = ", ".join(present[:3])
    if mode == "resume":
        return f"{path} holds no run to resume (found {found}); start over with --force"
    return f"{path} is not empty (found {found}); continue its run with --resume or start over with --force"


def _known(path: Path) -> Json | None:
    for name in (RUN, _STATE):
        try:
            known: Json = json.loads((path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise OutputError(f"{path / name}: cannot be read ({error}); start over with --force") from error
        return known
    return None


def _check_same(path: Path, known: Json, state: Json) -> None:
    before = {key: known.get(key) for key in state} | {"started": state["started"]}
    difference = _difference(before, state)
    if difference is not None:
        key, then, now = difference
        raise OutputError(
            f"{path} was begun with another {key} ({then}, now {now}); give the same, or start over with --force"
        )


def _difference(before: Any, now: Any, place: str = "") -> tuple[str, str, str] | None:
    """The first key, dotted, at which two JSON values differ, and what they hold there."""
    if before == now:
        return None
    if not (isinstance(before, dict) and isinstance(now, dict)):
        return place, json.dumps(before), json.dumps(now)
    keys = sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))
    return _difference(before.get(keys[0]), now.get(keys[0]), f"{place}.{keys[0]}".lstrip("."))


def _settle(path: Path, known: Json) -> None:
    """Finish, or undo, the last steps of a run that was killed while it gave its files their final names."""
    with _writing(path):
        if "finished" in known:
            (path / _STATE).unlink(missing_ok=True)
            return
        for name in DATA:
            if (path / name).exists():
                os.replace(path / name, path / f"{name}.partial")


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write the whole file or nothing."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(data, file, ensure_ascii=False, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _is_of(failure: Json, item: Item) -> bool:
    if isinstance(item, Failure):
        return failure == asdict(item)
    return (failure["id"], failure["source"]) == (item.document.id, item.source)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"{error.filename or path} cannot be written ({error.strerror})"
        raise OutputError(f"{reason}; free space or choose a folder that is writable; --resume goes on") from error
