"""One name for every unit, whatever a data set or a system calls it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from pipeline.rules import read_toml

_FILE = "benchmark/units.toml"
_PLURAL = re.compile(r"s(?= per |$)")
_AMERICAN = re.compile(r"(?<=met|lit)er(?=s?\b)")


def canonical_unit(name: str | None) -> str:
    """Our unit for a name of it ('mile per hour' → 'mph'), the ISO 4217 code for that of a currency.

    What stands in neither `resources/benchmark/units.toml` nor CLDR, as 'first-team player', is itself, in lower case
    and British spelling; no unit is ''.
    """
    if not name:
        return ""
    symbols, names = _units()
    if name in symbols:
        return name
    plain = _AMERICAN.sub("re", " ".join(name.lower().split()))
    return names.get(plain) or names.get(_PLURAL.sub("", plain), plain)


@lru_cache
def _units() -> tuple[frozenset[str], Mapping[str, str]]:
    """Our symbols of units and currencies, and other names (lower case) of what they stand for."""
    data = read_toml(_FILE)
    currencies = Locale("en").currencies
    names = {name.lower(): str(code) for code, name in sorted(currencies.items())}
    names |= {name: unit for table in ("currencies", "units") for unit, group in data[table].items() for name in group}
    return frozenset((*data["units"], *map(str, currencies))), names
