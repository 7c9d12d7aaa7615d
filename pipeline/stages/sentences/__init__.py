"""Implementations of the `sentences` layer."""
