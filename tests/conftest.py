from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that knows the two documents of tests/training/tiny.py by heart."""
    from pipeline.training.model import train
    from pipeline.training.recipe import read_recipe
    from tests.training.tiny import workplace

    folder = tmp_path_factory.mktemp("trained")
    train(read_recipe(workplace(folder)), folder, folder / "model", watch=lambda _: None)
    return folder / "model"
