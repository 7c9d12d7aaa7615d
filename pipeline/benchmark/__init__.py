"""Measure systems on public data sets: accuracy, speed and memory (docs/benchmarks.md)."""
