"""Names of currencies and their ISO 4217 codes: CLDR's English names by way of Babel, and what agencies write."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.numbers import get_territory_currencies

from pipeline.rules import alternation, read_toml

FILE = "values/currencies.toml"
_STEM = 5
_TIME = (date(1990, 1, 1), date(2030, 1, 1))
_NOUN = re.compile(r"[A-Za-z][a-zà-ÿ]{2,}$")
_BITCOIN = "XBT"
_NO_CURRENCIES = frozenset({"gold", "talonas"})
"""Nouns of currencies that nobody counts."""


@dataclass(frozen=True, slots=True)
class Currencies:
    """What a currency may be called.

    `codes` maps names in lower case ('hong kong dollar', 'us$') to codes; `of_noun` a noun to codes by the adjective
    of the country ('peso', 'Mexican'); `places` a code to words in lower case that tell whose it is; `parts` the name
    of a hundredth to the code of the whole; `words` are codes that are words, too.
    """

    codes: Mapping[str, str]
    of_noun: Mapping[str, Mapping[str, str]]
    iso: frozenset[str]
    places: Mapping[str, tuple[str, ...]]
    signs: tuple[str, ...]
    abbreviations: tuple[str, ...]
    parts: Mapping[str, str]
    words: frozenset[str]

    def patterns(self) -> dict[str, str]:
        """Pieces for rules.

        `{currency_code}` (capitals), `{currency_code_before}` (unmistakable ones, in any case), `{currency_noun}` (any
        case, singular), `{currency_name}` (a noun with its country, any case), `{currency_part}` (cent),
        `{currency_sign}`, `{currency_short}`.
        """
        adjectives = {country for countries in self.of_noun.values() for country in countries}
        names = tuple(name for name in self.codes if " " in name and name[0].isalpha())
        unmistakable = tuple(self.iso - self.words) + tuple(code.lower() for code in self.iso - self.words)
        return {
            "currency_code": alternation(tuple(self.iso)),
            "currency_code_before": alternation((*unmistakable, "RMB", "rmb")),
            "currency_noun": f"(?i:{alternation(tuple(self.of_noun))})",
            "currency_adjective": f"(?i:{alternation((*adjectives, 'US', 'U.S.', 'United States', 'Hong Kong'))})",
            "currency_name": f"(?i:{alternation(names)})",
            "currency_part": f"(?i:{alternation(tuple(self.parts))})",
            "currency_sign": "|".join(_spaced(sign) for sign in sorted(self.signs, key=len, reverse=True)),
            "currency_short": alternation(self.abbreviations),
        }

    def code(self, name: str, around: str) -> str | None:
        """The code of a name; a noun of several currencies goes by the country that the text around it names."""
        if (code := name.upper().rstrip("$")) in self.iso:
            return code
        if name in self.abbreviations and name not in {"Rs", "Rs."}:
            return self.codes[name.lower()]
        words = re.sub(r"\s+", " ", name.lower()).strip(" -.").split(" ")
        if words == ["rs"]:
            return self._by_code("rupee", around) or self._by_country("rupee", around)
        sign = None if words[-1].isalpha() else self.codes.get("".join(words))
        return sign or self._by_words(words, around)

    def part(self, name: str, around: str) -> str | None:
        """The code of the currency that a name is a hundredth of."""
        noun = name.lower()
        if noun in {"cent", "cents"} and re.search(r"(?i)€|\beuros?\b|\beurocents?\b", around):
            return "EUR"
        return self.parts.get(noun)

    def _by_words(self, words: list[str], around: str) -> str | None:
        for start in range(len(words)):
            phrase = " ".join(words[start:])
            for form in (phrase, phrase.removesuffix("s")):
                if form in self.of_noun:
                    adjective = " ".join(words[:start])
                    return self._by_country(form, adjective, needed=True) or self._by_country(form, around)
                if form in self.codes:
                    return self.codes[form]
        return None

    def _by_code(self, noun: str, text: str) -> str | None:
        """The one code of the noun's currencies that stands in the text."""
        named = [code for code in self.of_noun[noun].values() if re.search(rf"\b{code}\b", text)]
        return named[0] if len(named) == 1 else None

    def _by_country(self, noun: str, text: str, *, needed: bool = False) -> str | None:
        default, countries = None if needed else self.codes.get(noun), self.of_noun[noun]
        if default == "USD":
            return default
        text = text.lower()
        named = {
            code
            for country, code in countries.items()
            if (len(countries) == 1 and not needed and default is None)
            or any(place in text for place in self._places(country, code))
        }
        return named.pop() if len(named) == 1 else default

    def _places(self, country: str, code: str) -> Iterator[str]:
        yield country[:_STEM].lower()
        yield from self.places.get(code, ())


def load_currencies() -> Currencies:
    """All currencies that were legal tender somewhere since 1990, and the names and signs of `currencies.toml`."""
    own = read_toml(FILE)
    locale = Locale("en")
    tender: dict[str, list[str]] = {}
    for country in (code for code in map(str, locale.territories) if code.isalpha()):  # digits are regions
        for code in map(str, get_territory_currencies(country, *_TIME)):
            tender.setdefault(code, []).append(locale.territories[country].lower())
    names = locale.currencies
    iso = frozenset(code for code in tender if code in names) | {_BITCOIN}
    listed = own["names"] | own["signs"] | own["abbreviations"]
    codes = {names[code].lower(): code for code in sorted(iso - {_BITCOIN})}
    codes |= {name.lower(): code for name, code in listed.items()}
    return Currencies(
        codes=codes,
        of_noun=_nouns(own["names"], {code: names[code] for code in sorted(iso - {_BITCOIN})}),
        iso=iso,
        places={code: tuple(places) for code, places in tender.items() if len(places) == 1},
        signs=tuple(own["signs"]),
        abbreviations=tuple(own["abbreviations"]),
        parts=own["parts"],
        words=frozenset(own["words"]["codes"]),
    )


def _nouns(own: Mapping[str, str], names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    of_noun: dict[str, dict[str, str]] = {name: {} for name in sorted(own) if _NOUN.fullmatch(name) and name.islower()}
    for code, name in names.items():
        country, _, noun = name.rpartition(" ")
        if country and _NOUN.fullmatch(noun) and noun.lower() not in _NO_CURRENCIES:
            of_noun.setdefault(noun.lower(), {})[country] = code
    return of_noun


def _spaced(sign: str) -> str:
    """A sign; one of two letters or more may stand apart from its '$' and in lower case ('hk $')."""
    letters, dollar = sign[:-1], sign[-1]
    if dollar == "$" and letters.isalpha():
        gap = r"\s?" if len(letters) > 1 or letters == "C" else ""
        return rf"(?i:{letters}){gap}\$" if gap else rf"{letters}\$"
    return re.escape(sign)
