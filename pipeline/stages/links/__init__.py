"""Implementations of the `links` layer."""
