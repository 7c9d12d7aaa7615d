"""Converters between documents of factwire and other formats; one foreign format a module."""
