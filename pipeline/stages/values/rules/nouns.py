"""The noun that a number counts, by words alone: plurals tell where it ends, for the verb of a plural has no -s."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.rules import read_toml

_LONGEST = 7
_SHORTEST = 3
_UNPROVEN = 2
"""How many words may be a noun where none is a plural."""
_CLOSING = frozenset({",", ";", ":", ".", ")", '"'})
_FIRST = re.compile(r"(?:\s?-\s?|\s+)(?P<word>[^\W\d_][\w.&/’'-]*)")
_WORD = re.compile(r"\s+(?P<word>[^\W\d_][\w.&/’'-]*)")
_PARTICIPLE = re.compile(r"[a-z]{3}(?:ed|ing)$")
_HYPHEN = re.compile(r"-(?P<word>[a-z]{2,})\b(?!-)")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?$")
_AGE = re.compile(r"(?i)\s*-?\s*(year|month|week|day)s?[\s-]+(?:olds?\b|of\s+age\b)")
_OF = re.compile(
    r"(?i)\s+of\s+(?:(?:the|its|his|her|their|our|these|those|all|my)\s+)*"
    r"(?:(?:(?:more|fewer|less)\s+than|about|around|some|over|nearly|almost|roughly|estimated)\s+)?"
    r"(?:\d[\d,.]*\s+(?:million\s+|billion\s+)?|(?:two|three|four|five|six|seven|eight|nine|ten|dozen)\s+)?(?=[a-z])"
)
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=ss|ch|sh)es$|(?<=[xz])es$"), ""),
    (re.compile(r"men$"), "man"),
)
_IRREGULAR = {
    "children": "child",
    "feet": "foot",
    "wives": "wife",
    "lives": "life",
    "knives": "knife",
    "thieves": "thief",
    "leaves": "leaf",
    "crises": "crisis",
    "bureaus": "bureau",
    "menus": "menu",
    "plateaus": "plateau",
    "gurus": "guru",
    "analyses": "analysis",
    "theses": "thesis",
    "memoranda": "memorandum",
    "phenomena": "phenomenon",
}


@dataclass(frozen=True, slots=True)
class Nouns:
    """Word lists of `nouns.toml`."""

    stop: frozenset[str]
    skip: frozenset[str]
    plurals: frozenset[str]
    singulars: frozenset[str]
    named: frozenset[str]

    def counted(self, text: str, start: int, end: int, number: Decimal) -> str | None:
        """The noun that the number before `start` counts, in the singular: 'party' in 'six-party talks'."""
        noun = self.after(text, start, end, number)
        hyphen = noun is not None and _HYPHEN.match(text, start, end)
        return singular(hyphen["word"]) if hyphen and hyphen["word"] not in self.skip else noun

    def after(self, text: str, start: int, end: int, number: Decimal) -> str | None:
        """The phrase behind a number up to its noun, in the singular; null if there is none."""
        age = _AGE.match(text, start, end)
        if age:
            return age[1].lower()
        of = _OF.match(text, start, end)
        phrase = tuple(self._phrase(text, of.end() - 1 if of else start, end))
        if not phrase:
            return None
        single = number == 1 and of is None
        words = self._single(phrase) if single else self._plural(phrase)
        if not words and text[start : start + 1] == "-":
            words = self._single(phrase)
        if not words or words[-1].lower() in {"more", "other"}:
            return None
        if words[0] in {"times", "time"}:
            return "time"
        return " ".join((*filter(self._is_part, words[:-1]), self._singular(words[-1])))

    def _is_part(self, word: str) -> bool:
        """Whether a word before the noun belongs to its name: no participle ('5 remaining | ports')."""
        word = word.lower()
        return word not in self.skip and ("-" in word or word in self.named or not _PARTICIPLE.search(word))

    def _singular(self, word: str) -> str:
        return word if word.lower() in self.singulars else singular(word)

    def _phrase(self, text: str, start: int, end: int) -> Iterator[str]:
        """The words from `start` on, up to the end of the phrase."""
        for count, match in enumerate(_chain(text, start, end)):
            initials = _INITIALS.match(match["word"]) is not None
            word = match["word"] if initials else match["word"].rstrip(".’'-")
            if count == _LONGEST or (self._ends(word) and not (count == 0 and word.lower() in self.skip)):
                return
            if any(character.isdigit() for character in word) or word.endswith(("n't", "n’t")):
                return
            yield re.sub(r"[’']s$", "", word)
            full_stop = match["word"].endswith(".") and len(word) >= _SHORTEST and not initials
            if full_stop or match["word"].endswith(("s'", "s’")) or text[match.end() : match.end() + 1] in _CLOSING:
                return

    def _plural(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        """Up to the first plural, or the last of several in a row; without one, what is short enough to be a noun."""
        ends = [place for place, word in enumerate(phrase) if self._is_plural(word)]
        if not ends:
            return phrase if len(phrase) <= _UNPROVEN and not re.search(r"(?:ly|ed|ing)$", phrase[-1]) else ()
        last = ends[0]
        while last + 1 in ends:
            last += 1
        return phrase[: last + 1]

    def _single(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        """Up to the first word that looks like a verb: in -s or -ed, or an adverb."""
        ends = [place for place, word in enumerate(phrase) if place and re.search(r"(?:[^s]s|ed|ly)$", word)]
        return phrase[: ends[0]] if ends else phrase

    def _is_plural(self, word: str) -> bool:
        word = word.lower()
        regular = word.endswith("s") and not word.endswith(("ss", "us")) and word not in self.singulars
        return len(word) >= _SHORTEST and (regular or word in self.plurals or word.endswith(("men", "women", "people")))

    def _ends(self, word: str) -> bool:
        return word != "US" and word.lower() in self.stop


def singular(word: str) -> str:
    """A noun in the singular, by its ending: 'countries' → 'country', 'women' → 'woman', 'news' → 'new'."""
    if word.isupper():
        return word  # 'GPS'
    if word.lower() in _IRREGULAR:
        one = _IRREGULAR[word.lower()]
        return one.capitalize() if word[0].isupper() else one
    for ending, replacement in _ENDINGS:
        if ending.search(word):
            return ending.sub(replacement, word)
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "sis", "xis")) else word


def load_nouns() -> Nouns:
    """The word lists of `resources/values/nouns.toml`."""
    data = read_toml("values/nouns.toml")
    return Nouns(
        stop=frozenset(data["stop"]),
        skip=frozenset(data["skip"]),
        plurals=frozenset(data["plurals"]),
        singulars=frozenset(data["singulars"]),
        named=frozenset(data["named"]),
    )


def _chain(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    match = _FIRST.match(text, start, end)
    while match:
        yield match
        match = _WORD.match(text, match.end(), end)
