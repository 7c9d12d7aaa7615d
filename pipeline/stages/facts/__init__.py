"""Implementations of the `facts` layer."""
