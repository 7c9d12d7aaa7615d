"""Implementations of the `relations` layer."""
