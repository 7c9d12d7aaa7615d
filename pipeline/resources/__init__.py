"""Data that ships with the package: rules and word lists (TOML), and the path of the schema and the configs."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = PACKAGE.parents[1]


def project_file(name: str) -> Path:
    """A file of the checkout (`annotations/schema.toml`, `configs/default.cfg`), or its copy in an installed package.

    The wheel carries these files below `pipeline/resources/project/`; a checkout reads the originals.
    """
    packaged = PACKAGE / "project" / name
    return packaged if packaged.exists() else _CHECKOUT / name
