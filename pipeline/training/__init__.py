"""Training: from a recipe (configs/train/*.cfg) and annotated texts to a model folder (docs/training.md)."""
