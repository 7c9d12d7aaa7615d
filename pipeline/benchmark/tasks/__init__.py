"""What a benchmark scores: one module a task, each with `METRICS` and `score`."""
