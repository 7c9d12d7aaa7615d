"""One name for every unit, whatever a data set or a system calls it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from pipeline.rules import read_toml
from pipeline.stages.values.rules.currencies import FILE as CURRENCIES
from pipeline.stages.values.rules.nouns import singular
from pipeline.stages.values.rules.units import Units, key, load_units

_FILE = "benchmark/units.toml"
_PER = re.compile(r"(?<=\w) per |(?<=\w)/(?=\w)")
_AMERICAN = re.compile(r"(?<=met|lit)er(?=s?\b)")


def canonical_unit(name: str | None) -> str:
    """Our unit for a name of it ('mile per hour' → 'mph'), the ISO 4217 code for that of a currency.

    What is reckoned by something is 'a/b' of both ('dollar per share' → 'USD/share'). What no table knows, as
    'first-team player', is itself, in lower case, the singular and British spelling; no unit is ''.
    """
    if not name:
        return ""
    known = _known(name)
    if known is not None:
        return known
    upper, *lower = _PER.split(name, maxsplit=1)
    if lower:
        per = _tables()[2].per
        return f"{canonical_unit(upper)}/{per.get(key(lower[0]), singular(lower[0].lower()))}"
    *words, noun = _plain(name).split(" ")
    return " ".join((*words, singular(noun)))


def _known(name: str) -> str | None:
    symbols, names, units = _tables()
    if name in symbols:
        return name
    plain = _plain(name)
    *words, noun = plain.split(" ")
    one = " ".join((*words, singular(noun)))
    return names.get(plain) or names.get(one) or units.names.get(key(plain)) or units.names.get(key(one))


def _plain(name: str) -> str:
    return _AMERICAN.sub("re", " ".join(name.lower().split()))


@lru_cache
def _tables() -> tuple[frozenset[str], Mapping[str, str], Units]:
    """Our symbols of units and currencies, other names (lower case) of what they stand for, and the rules' units."""
    data, units = read_toml(_FILE), load_units()
    currencies = Locale("en").currencies
    names = {name.lower(): str(code) for code, name in sorted(currencies.items())}
    names |= {name.lower(): code for name, code in read_toml(CURRENCIES)["names"].items()}
    names |= {name: unit for table in ("currencies", "units") for unit, group in data[table].items() for name in group}
    symbols = {*units.names.values(), *data["units"], *data["currencies"], *map(str, currencies)}
    return frozenset(symbols - {name for name in symbols if name.islower() and name in names}), names, units
