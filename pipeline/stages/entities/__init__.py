"""Implementations of the `entities` layer."""
