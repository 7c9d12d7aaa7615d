"""Implementations of the `values` layer."""
