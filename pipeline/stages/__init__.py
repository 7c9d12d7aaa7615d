"""Stages: one folder a layer, one module or package an implementation. No stage imports another."""
