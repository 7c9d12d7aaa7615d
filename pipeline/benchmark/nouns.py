"""The noun that a number counts, by words alone: plurals tell where it ends, for the verb of a plural has no -s."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_LONGEST = 7
_SHORTEST = 3
_UNPROVEN = 2
"""How many words may be a noun where none is a plural."""
_CLOSING = frozenset({",", ";", ":", ".", ")", '"'})
_FIRST = re.compile(r"(?:\s?-\s?|\s+)(?P<word>[^\W\d_][\w.&/’'-]*)")
_WORD = re.compile(r"\s+(?P<word>[^\W\d_][\w.&/’'-]*)")
_PARTICIPLE = re.compile(r"[a-z]{3}(?:ed|ing)$")
_OF = re.compile(
    r"(?i)\s+of\s+(?:(?:the|its|his|her|their|our|these|those|all|my)\s+)*(?:\d[\d,.]*\s+|(?:two|three|four|five|six|seven|eight|nine|ten)\s+)?(?=[a-z])"
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
}


@dataclass(frozen=True, slots=True)
class Nouns:
    """Word lists of `quantities.toml`."""

    stop: frozenset[str]
    skip: frozenset[str]
    plurals: frozenset[str]
    singulars: frozenset[str]
    bases: Mapping[str, str]

    def after(self, text: str, start: int, end: int, number: Decimal) -> str | None:
        """The noun that the number before `start` counts, with what stands before it, in the singular; null if none."""
        of = _OF.match(text, start, end)
        phrase = tuple(self._phrase(text, of.end() - 1 if of else start, end))
        if not phrase:
            return None
        single = number == 1 and of is None
        words = self._single(phrase) if single else self._plural(phrase)
        if not words and text[start : start + 1] == "-":
            words = self._single(phrase)
        if words[:1] == ("times",) or words[:1] == ("time",):
            return "count"
        named = [
            self._base(word) for word in words[:-1] if word.lower() not in self.skip and not _PARTICIPLE.search(word)
        ]
        return " ".join((*named, singular(words[-1]))) if words else None

    def _phrase(self, text: str, start: int, end: int) -> Iterator[str]:
        """The words from `start` on, up to the end of the phrase."""
        for count, match in enumerate(_chain(text, start, end)):
            word = match["word"].rstrip(".’'-")
            if count == _LONGEST or (word.lower() in self.stop and not (count == 0 and word.lower() in self.skip)):
                return
            yield re.sub(r"[’']s$", "", word)
            full_stop = match["word"].endswith(".") and len(word) >= _SHORTEST
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

    def _base(self, word: str) -> str:
        return self.bases.get(word.lower(), word)


def singular(word: str) -> str:
    """A noun in the singular, by its ending: 'countries' → 'country', 'women' → 'woman', 'news' → 'new'."""
    if word.lower() in _IRREGULAR:
        return _IRREGULAR[word.lower()]
    for ending, replacement in _ENDINGS:
        if ending.search(word):
            return ending.sub(replacement, word)
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "sis", "xis")) else word


def load_nouns(data: Mapping[str, Any]) -> Nouns:
    """The word lists of the table `nouns`."""
    return Nouns(
        stop=frozenset(data["stop"]),
        skip=frozenset(data["skip"]),
        plurals=frozenset(data["plurals"]),
        singulars=frozenset(data["singulars"]),
        bases=data["bases"],
    )


def _chain(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    match = _FIRST.match(text, start, end)
    while match:
        yield match
        match = _WORD.match(text, match.end(), end)
