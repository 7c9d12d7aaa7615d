"""Names of currencies and their ISO 4217 codes: CLDR's English names by way of Babel, with the agency's short forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.numbers import get_territory_currencies

from pipeline.rules import alternation

_STEM = 5
_TIME = (date(1990, 1, 1), date(2030, 1, 1))
_NOUN = re.compile(r"[A-Za-z][a-zà-ÿ]{2,}$")


@dataclass(frozen=True, slots=True)
class Currencies:
    """`codes` maps names ('hong kong dollar', 'us$') to codes; `of_noun` a noun to codes by country."""

    codes: Mapping[str, str]
    of_noun: Mapping[str, Mapping[str, str]]
    iso: frozenset[str]

    def patterns(self) -> dict[str, str]:
        """Pieces for rules: `{currency_code}` and `{currency_noun}` (singular, lower case or capitalized)."""
        nouns = tuple(form for noun in self.of_noun for form in {noun, noun.capitalize()})
        return {"currency_code": alternation(tuple(self.iso)), "currency_noun": alternation(nouns)}

    def code(self, name: str, text: str) -> str | None:
        """The code of a name as it stands in `text`; a noun of several currencies goes by the country in `text`."""
        if name in self.iso:
            return name
        words = re.sub(r"\s+", " ", name.lower()).strip(" -.").split(" ")
        if words == ["rs"]:
            return self._by_code("rupee", text) or self._by_country("rupee", text)
        for start in range(len(words)):
            phrase = " ".join(words[start:])
            for form in (phrase, phrase.removesuffix("s")):
                if form in self.of_noun:
                    adjective = " ".join(words[:start]).title()
                    return self._by_country(form, adjective, needed=True) or self._by_country(form, text)
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
        named = {code for country, code in countries.items() if country[:_STEM] in text or len(countries) == 1}
        return named.pop() if len(named) == 1 else default


def load_currencies(own: Mapping[str, str]) -> Currencies:
    """All currencies that were legal tender somewhere since 1990, and `own` names and signs, which go before."""
    names = Locale("en").currencies
    countries = [code for code in map(str, Locale("en").territories) if code.isalpha()]  # digits are regions
    iso = frozenset(str(code) for country in countries for code in get_territory_currencies(country, *_TIME)) & set(
        names
    )
    codes = {names[code].lower(): code for code in sorted(iso)}
    codes |= {name.lower(): code for name, code in own.items()}
    of_noun: dict[str, dict[str, str]] = {name: {} for name in sorted(own) if _NOUN.fullmatch(name) and name.islower()}
    for code in sorted(iso):
        country, _, noun = names[code].rpartition(" ")
        if country and _NOUN.fullmatch(noun):
            of_noun.setdefault(noun.lower(), {})[country] = code
    return Currencies(codes, of_noun, iso)
