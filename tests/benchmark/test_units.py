import tomllib

import pytest

from pipeline.benchmark.units import canonical_unit
from pipeline.resources import PACKAGE
from pipeline.stages.values.rules.units import load_units


def units(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((PACKAGE / file).read_text(encoding="utf-8"))["units"]
    return found


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        (None, ""),
        ("kilometre", "km"),
        ("Kilometer", "km"),
        ("square meters", "m2"),
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
        ("dollar per share", "USD/share"),
        ("gallons per year", "gal/a"),
        ("empty houses", "empty house"),
        ("drug addicts", "drug addict"),
        ("young women", "young woman"),
        ("First-team players", "first-team player"),
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
    """No name that the benchmark adds stands for another unit than the rules read in it."""
    read = load_units().names
    for unit, names in units("benchmark/units.toml").items():
        assert {canonical_unit(read[name]) for name in names if name in read} <= {unit}
    assert all(canonical_unit(name) for name in read)
