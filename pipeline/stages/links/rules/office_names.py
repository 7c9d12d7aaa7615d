"""One way of writing an office: 'PM' is 'prime minister', 'minister of defense' is 'defence minister'."""

import re
from collections.abc import Mapping
from functools import cache

from pipeline.rules import read_toml

_PORTFOLIO = re.compile(r"(?P<rank>.*\bminister) (?:of|for) (?P<field>.+?)(?: affairs)?")


@cache
def office_spellings() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Word → its other spelling; office → the usual name of the same office."""
    table = read_toml("links/offices.toml")
    return table["spelling"], {alias: office for office, aliases in table["alias"].items() for alias in aliases}


@cache
def same_office(office: str) -> str:
    """The office in lower case, in the way in which it is compared."""
    spelling, alias = office_spellings()
    plain = " ".join(spelling.get(word, word) for word in office.casefold().replace("-", " ").split())
    portfolio = _PORTFOLIO.fullmatch(plain)
    if portfolio is not None:
        *before, minister = portfolio["rank"].split()
        plain = " ".join([*before, portfolio["field"], minister])
    return alias.get(plain, plain)
