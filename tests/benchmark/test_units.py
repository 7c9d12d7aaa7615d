import tomllib

import pytest

from pipeline.benchmark.units import canonical_unit
from pipeline.resources import PACKAGE


def units(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((PACKAGE / file).read_text(encoding="utf-8"))["units"]
    return found


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        (None, ""),
        ("kilometre", "km"),
        ("Kilometer", "km"),
        ("square meters", "m²"),
        ("kilometers per hour", "km/h"),
        ("Miles Per Hour", "mph"),
        ("metric ton", "t"),
        ("degree Celsius", "°C"),
        ("°C", "°C"),
        ("nm", "nm"),
        ("nanometers", "nm"),
        ("percentage", "%"),
        ("dollar", "USD"),
        ("Dollars", "USD"),
        ("United States dollar", "USD"),
        ("malaysian ringgit", "MYR"),
        ("Danish Krone", "DKK"),
        ("VND", "VND"),
        ("dollar per share", "dollar per share"),
        ("First-team players", "first-team players"),
        ("NM", "nm"),
    ],
)
def test_a_unit_has_one_name(name: str | None, unit: str) -> None:
    assert canonical_unit(name) == unit


def test_no_name_stands_for_two_units() -> None:
    names = [name for group in units("benchmark/units.toml").values() for name in group]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


def test_every_name_that_factwire_reads_is_of_its_unit() -> None:
    """The rules' names of a unit, as far as the table knows them, are of the same unit here."""
    known = units("benchmark/units.toml")
    for unit, names in units("values/amounts.toml").items():
        assert {canonical_unit(name) for name in names} & known.keys() <= {unit}
