"""Trace the losses: which stage an error of the facts is owed to."""
