"""Implementations of the `parse` layer."""
