"""Countries: which ISO 3166-1 alpha-2 code a name, a nationality word or a capital stands for.

    countries = load_countries()
    countries.code("Viet Nam")       # 'VN'
    countries.code("Laotians")       # 'LA'
    countries.code("Mekong")         # None
    countries.capitals["Hanoi"]      # 'VN'

Kosovo has the user-assigned code XK; Hong Kong, Macao and Taiwan have codes of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.letters import plain
from pipeline.rules import read_toml

_RESOURCE = "entities/countries.toml"
_NO_PLAIN_PLURAL = ("s", "sh", "ch", "ese", "men")


@dataclass(frozen=True, slots=True)
class Countries:
    """Surface forms → ISO 3166-1 alpha-2 codes. Forms have no article and no marks on letters."""

    names: Mapping[str, str]
    """Official, short, common, former and abbreviated names of countries."""
    peoples: Mapping[str, str]
    """Nationality adjectives and demonyms, singular and plural."""
    capitals: Mapping[str, str]
    """Capitals and seats of government."""

    def code(self, text: str) -> str | None:
        """Code of a country's name or nationality word, whatever its spacing, marks or capitals, or null."""
        name = plain(" ".join(text.replace("’", "'").split()))
        for form in (name, name.title()) if len(name) > len("U.S.A.") and name.isupper() else (name,):
            found = self.names.get(form) or self.peoples.get(form)
            if found:
                return found
        return None


def with_plural(word: str) -> Iterator[str]:
    """A nationality word and its plural in s: 'Lao' → 'Lao', 'Laos'; 'French' → 'French'."""
    yield word
    if not word.endswith(_NO_PLAIN_PLURAL):
        yield f"{word}s"


@cache
def load_countries() -> Countries:
    """The countries of `resources/entities/countries.toml`."""
    data = read_toml(_RESOURCE)
    return Countries(
        names={plain(name): code for code, entry in data.items() for name in entry["names"]},
        peoples={
            plain(form): code
            for code, entry in data.items()
            for word in entry.get("peoples", ())
            for form in with_plural(word)
        },
        capitals={plain(name): code for code, entry in data.items() for name in entry.get("capitals", ())},
    )
