"""The results of a benchmark as Markdown, and as the two files of docs/benchmarks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.benchmark.results import Benchmarks, Row, SetResult
from pipeline.benchmark.score import Macro, Measured
from pipeline.benchmark.systems import Usage
from pipeline.errors import OutputError

OURS = "factwire"
"""The peer whose speed the others are compared with."""

_NOTHING = "–"


def write(results: Benchmarks, out: Path) -> None:
    """Write OUT.md and OUT.json. Raises OutputError."""
    text = json.dumps(results.to_dict(), indent=2, ensure_ascii=False)
    try:
        out.with_name(f"{out.name}.md").write_text(format_markdown(results), encoding="utf-8")
        out.with_name(f"{out.name}.json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror}; expected a place to write the results to") from error


def format_markdown(results: Benchmarks) -> str:
    """How it was measured, then one section a set: the systems, what is published, and what is missing."""
    parts = [*_format_record(results.record), *(part for found in results.sets for part in _format_set(found))]
    return "\n\n".join(parts) + "\n"


def _format_record(record: Mapping[str, Any]) -> Iterator[str]:
    machine, packages, sampling = record["machine"], record["packages"], record["bootstrap"]
    commit = record["commit"] or "no checkout"
    versions = ", ".join(f"{name} {version}" for name, version in {"Python": record["python"], **packages}.items())
    yield "# Benchmarks"
    yield f"    {record['command']}"
    yield (
        f"{record['date']}, commit {commit}{' with changes' if record['dirty'] else ''}; "
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}; {versions}."
    )
    yield (
        "Scores are F1 in percent (an accuracy gives the right ones too), in brackets the "
        f"{100 * sampling['level']:g} % interval: {sampling['method']}, {sampling['samples']} samples, "
        f"seed {sampling['seed']}. Speed is words (separated by white space) per second of CPU time, in one process "
        "with one thread, one text after another, without loading; memory is the peak of resident memory, with loading."
    )


def _format_set(found: SetResult) -> Iterator[str]:
    yield f"## {found.title}"
    if found.note:
        yield found.note
    parts = f" in {_count(found.texts, 'text')}" if found.texts != found.documents else ""
    size = f"{_count(found.documents, 'document')}{parts}, {_count(found.words, 'word')}"
    yield f"Task `{found.task}`, set `{found.name}`: {size} (`{found.path}`)."
    yield _table(
        [
            ("system", *found.metrics, "words per CPU second", "speed", "peak MB"),
            *_system_rows(found),
            *_published_rows(found),
        ]
    )
    notes = [*_sources(found), *_failures(found.rows), *_missing(found)]
    if notes:
        yield "\n".join(f"- {note}" for note in notes)


def _system_rows(found: SetResult) -> Iterator[Sequence[str]]:
    ours = next((row.usage.words_per_second for row in found.rows if row.usage and row.peer == OURS), None)
    for row in found.rows:
        scores = (_score(row.measures[metric]) for metric in found.metrics)
        yield (_name(row), *scores, *(_cost(row.usage, ours) if row.usage else [_NOTHING] * 3))


def _cost(usage: Usage, ours: float | None) -> Sequence[str]:
    speed = usage.words_per_second
    relative = f"{speed / ours:.2g} ×" if ours else _NOTHING
    return f"{float(f'{speed:.3g}'):,.0f}", relative, f"{usage.peak_mb:,.0f}"


def _name(row: Row) -> str:
    if row.usage is None:
        return f"{row.system} ({row.peer})"
    package = row.usage.version if row.system == row.peer else f"{row.peer} {row.usage.version}"
    return f"{row.system} ({package})"


def _score(measured: Measured | Macro) -> str:
    if measured.value is None:
        return _NOTHING
    if isinstance(measured, Macro):
        return _percent(measured.value)
    score, interval = measured.score, measured.intervals[measured.headline]
    counts = f" ({score.right} of {score.gold})" if measured.headline == "recall" else ""
    around = f" [{_percent(interval.low)}, {_percent(interval.high)}]" if interval else ""
    return f"{_percent(measured.value)}{counts}{around}"


def _published_rows(found: SetResult) -> Iterator[Sequence[str]]:
    for each in found.published:
        scores = (_percent(each.scores[metric]) if metric in each.scores else _NOTHING for metric in found.metrics)
        yield (f"published: {each.system}", *scores, *[_NOTHING] * 3)


def _sources(found: SetResult) -> Iterator[str]:
    return (f"Published for {each.system}: {each.source}" for each in found.published)


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if row.errors:
            yield f"{row.system} failed on {_count(len(row.errors), 'text')}, counted as found nothing: {row.errors[0]}"


def _missing(found: SetResult) -> Iterator[str]:
    return (f"{each.system} was not measured: {each.reason}" for each in found.unavailable)


def _table(rows: Sequence[Sequence[str]]) -> str:
    header, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    rule = "|" + "|".join(["---", *["---:"] * (len(rows[0]) - 1)]) + "|"
    return "\n".join([header, rule, *body])


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
