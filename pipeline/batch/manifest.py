"""run.json: what a run was made with, and what it found. The only output that holds times."""

import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from pipeline.batch.tasks import Counts
from pipeline.records import SCHEMA_VERSION
from pipeline.runner import Pipeline
from pipeline.schema import load_schema
from pipeline.tables import plural

PACKAGE = "factwire"

_REQUIREMENT = re.compile(r"[\w.-]+")
_NESTED = ("spans", "facts")


def factwire_version() -> str:
    """The version of the installed package; a checkout that is not installed has none."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return "not installed"


def describe_software(pipeline: Pipeline) -> dict[str, Any]:
    """Versions of factwire, schema, Python and libraries, and by layer the `model_hash` of stages that have a model."""
    return {
        "factwire": factwire_version(),
        "schema": load_schema().version,
        "schema_version": SCHEMA_VERSION,
        "python": platform.python_version(),
        "libraries": _library_versions(),
        "models": {stage.assigns: stage.model_hash for stage in pipeline.stages if hasattr(stage, "model_hash")},
    }


def _library_versions() -> dict[str, str]:
    try:
        requirements = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return {}
    names = [match[0] for line in requirements if "extra ==" not in line and (match := _REQUIREMENT.match(line))]
    return {name: metadata.version(name) for name in sorted(names)}


def nest_counts(counts: Counts) -> dict[str, Any]:
    """Counts as in run.json: spans by label and facts by type are objects, the rest numbers."""
    nested: dict[str, Any] = {name: counts[name,] for name in ("documents", "sentences", "tokens", "words", "failures")}
    for name in _NESTED:
        nested[name] = {key[1]: number for key, number in sorted(counts.items()) if key[0] == name and len(key) > 1}
    return nested


def timestamp() -> str:
    """Now, in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def summarize(counts: Mapping[str, Any]) -> str:
    """The counts of run.json in one line for people."""
    facts, failures = sum(counts["facts"].values()), counts["failures"]
    line = f"{plural(counts['documents'], 'document')}, {plural(facts, 'fact')}"
    return f"{line}, {failures} failed" if failures else line
