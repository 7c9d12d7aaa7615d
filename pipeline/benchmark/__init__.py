"""Measure systems on public data sets: accuracy, speed and memory (docs/benchmarks.md)."""

from pipeline.benchmark.results import Benchmarks, Row, SetResult
from pipeline.benchmark.run import run
from pipeline.benchmark.tables import format_markdown, write

__all__ = ["Benchmarks", "Row", "SetResult", "format_markdown", "run", "write"]
