"""Names of units and their symbols: the customary ones by name, those of the SI by prefix and name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from pipeline.rules import read_toml

FILE = "values/units.toml"
_SHORT = 3
_BRITISH = re.compile(r"(?<=met|lit)re(?=s?\b)")
_PLURAL = re.compile(r"(?:ss|[sxz]|ch|sh|[A-Z²³.°/]|hertz|foot|feet)$")


@dataclass(frozen=True, slots=True)
class Units:
    """`names` maps every form of a name, as `key` writes it, to its symbol; `per` those of what a unit is reckoned by.

    `multiples` are names that stand for many of a unit: 'bcm' for a thousand million cubic metres.
    """

    names: Mapping[str, str]
    per: Mapping[str, str]
    multiples: Mapping[str, tuple[Decimal, str]]
    pattern: str
    per_pattern: str

    def factor(self, text: str) -> Decimal:
        """How many of its symbol a name stands for: 1, unless it is one of `multiples`."""
        return self.multiples.get(_first(text), (Decimal(1), ""))[0]

    def symbol(self, text: str) -> str | None:
        """The symbol of a unit as it stands in a text: 'kilometers' → 'km', 'kilograms per hectare' → 'kg/ha'."""
        text = text.strip(" ()[]{}<>-")
        if _first(text) in self.multiples:
            text = self.multiples[_first(text)][1] + text[len(_first(text)) :]
        known = self.names.get(key(text))
        if known is not None:
            return known
        halves = re.split(r"\s+(?:per|an?)\s+|\s?/\s?", text, maxsplit=1)
        if len(halves) == 1:
            return None
        upper, lower = self.names.get(key(halves[0])), self.per.get(key(halves[1]))
        return f"{upper}/{lower}" if upper and lower else None


def _first(text: str) -> str:
    return re.split(r"[\s/]", text, maxsplit=1)[0]


def key(text: str) -> str:
    """A name as the tables hold it: longer ones in lower case, one space between words, no hyphens."""
    text = re.sub(r"[\s-]+", " ", text).replace("μ", "µ")
    return text if len(text) <= _SHORT else text.lower()


def load_units() -> Units:
    """The units of `resources/values/units.toml`."""
    data = read_toml(FILE)
    names = {form: symbol for symbol, form in _all_forms(data)}
    per = {form: symbol for name, symbol in data["per"].items() for form in _forms(name)}
    multiples = {name: (Decimal(count), unit) for name, (count, unit) in data["multiples"].items()}
    return Units(
        multiples=multiples,
        names={key(form): symbol for form, symbol in names.items()},
        per={key(form): symbol for form, symbol in per.items()},
        pattern=_any((*(form for form in names if form not in data["lists"]["letters"]), *multiples)),
        per_pattern=_any(tuple(per)),
    )


def _all_forms(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Symbol and form of every unit; names given in full go before those made with a prefix."""
    ambiguous = frozenset(data["lists"]["ambiguous"])
    for base, name in data["prefixed"].items():
        for sign, prefix in data["prefixes"].items():
            symbol = sign + base
            forms = [form for word in _variants(name) for form in _forms(prefix + word)]
            yield from ((symbol, form) for form in (*forms, symbol) if form not in ambiguous)
    for symbol, listed in data["units"].items():
        yield from ((symbol, form) for name in listed for form in _forms(name))


def _variants(name: str) -> tuple[str, ...]:
    return {"gram": ("gram", "gramme"), "watt-hour": ("watt-hour", "watt hour")}.get(name, (name,))


def _forms(name: str) -> Iterator[str]:
    """Singular and plural of a name, in British and American spelling."""
    head, space, rest = name.partition(" of ")
    plural = name if len(name) <= _SHORT or _PLURAL.search(head) else f"{head}s{space}{rest}"
    if head.startswith("degree "):
        plural = name.replace("degree", "degrees", 1)
    for form in (name, plural):
        yield form
        if _BRITISH.search(form):
            yield _BRITISH.sub("er", form)


def _any(words: Sequence[str]) -> str:
    """Any of the words, the longest first, sorted by first letter so that few are tried; any case for longer ones."""
    ordered = sorted(
        {re.sub(r"[\s-]+", " ", word) for word in words}, key=lambda word: (word[0].lower(), -len(word), word)
    )
    groups = (tuple(group) for _, group in groupby(ordered, key=lambda word: word[0].lower()))
    return "|".join(
        f"(?=[{re.escape(group[0][0].lower() + group[0][0].upper())}])(?:{'|'.join(map(_piece, group))})"
        for group in groups
    )


def _piece(word: str) -> str:
    piece = re.escape(word).replace(r"\ ", r"[\s-]+").replace("µ", "[µμ]")
    return f"(?i:{piece})" if len(word) > _SHORT else piece
