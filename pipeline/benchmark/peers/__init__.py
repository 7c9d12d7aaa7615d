"""The systems that are measured: one module each, run in an environment of its own."""
