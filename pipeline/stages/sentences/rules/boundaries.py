"""Where sentences end inside a paragraph.

Every stop (`.`, `!?`, `…`, `. . . .`) with the quotes and brackets that close after it is a candidate. What it means
depends on the word before it and the kind of thing that follows: `resources/sentences/boundaries.toml` is the table.
The work is linear in the length of the paragraph.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.records import Offsets
from pipeline.rules import Rule, RuleBook

_CANDIDATE = re.compile(
    r"""(?P<stop>\./\.|(?<=\s)\.(?:\s\.)+|[.!?…]++|[。！？]++)
        (?P<close>(?:["'”’»)\]}]|\[\d{1,3}\])*+)
        (?P<gap>\s*+)""",
    re.VERBOSE,
)
_NEXT = re.compile(
    r"""["'“‘«(\[{¿¡]*+(?P<next>(?P<word>[^\W\d_][\w'’]*+)|\d|\.(?=[\s.])(?:\s?\.)*+\s+(?P<after>\w))?"""
)
_DETACHED_QUOTE = re.compile(r"""["”](?=\s|\Z)""")
_MARKER = re.compile(r"(?:[•⁃‣▪●◦*–-]\s*)?\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})(?:\.\d{1,3})*[.)]+|[\W_]+")
_BULLET = re.compile(r"(?<=\s)[•⁃‣▪●◦](?=\s*\w)")
_FIRST_ITEM = re.compile(r"(?P<number>1|a|A)(?P<close>\.\)|\.|\))\s")
_GLUED = re.compile(r"[^\W\d_]{2,}")
_GLUED_NEXT = re.compile(r"""["“‘(]*[A-Z][a-z]*[\s,]""")
_OPENERS = "\"'“‘«([{"
_WINDOW = 40
_LONGEST_MARKER = 10


@dataclass(frozen=True, slots=True)
class _Policy:
    """What may follow a class of words for a sentence to end there; fewer words than `least` are no sentence."""

    before: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The table of `boundaries.toml`, ready to be looked up."""

    words: Mapping[str, _Policy]
    stops: tuple[tuple[re.Pattern[str], _Policy], ...]
    forms: tuple[tuple[re.Pattern[str], _Policy], ...]
    kinds: Mapping[str, str]

    def split(self, text: str, paragraph: Offsets) -> Iterator[Offsets]:
        """The sentences of a paragraph, in order, without the white space around them."""
        start, end = paragraph
        for position in (*self._breaks(text, paragraph), end):
            piece = text[start:position]
            if body := piece.strip():
                first = start + piece.index(body[0])
                yield first, first + len(body)
            start = position

    def _breaks(self, text: str, paragraph: Offsets) -> Iterator[int]:
        """Positions at which a new sentence begins."""
        forced = [*_items(text, paragraph), paragraph[1]]
        start, end = paragraph
        for stop in forced:
            yield from self._stops(text, (start, stop))
            if stop < end:
                yield stop
            start = stop

    def _stops(self, text: str, part: Offsets) -> Iterator[int]:
        start, end = part
        quotes, counted = 0, start
        for match in _CANDIDATE.finditer(text, start, end):
            position = match.end()
            quotes += text.count('"', counted, position)
            counted = position
            if position < end and text[position] in '"”' and match["gap"] and (quotes % 2 or text[position] == "”"):
                if _DETACHED_QUOTE.match(text, position, end):
                    position += 1
            if position >= end:
                return
            if self._ends(text, match, (start, position), end):
                yield position
                start = position

    def _ends(self, text: str, match: re.Match[str], sentence: Offsets, end: int) -> bool:
        """Whether the sentence that begins at `sentence[0]` ends with this stop; what follows is at `sentence[1]`."""
        start, position = sentence
        stop = match["stop"]
        if stop == "./." or stop[0] in "。！？":
            return True
        if match.end("stop") - start <= _LONGEST_MARKER and _MARKER.fullmatch(text[start : match.end("stop")].strip()):
            return False
        word = _word_before(text, match.start(), start)
        if not match["gap"] and not match["close"]:
            if not (_GLUED.fullmatch(word) and _GLUED_NEXT.match(text, position, end)):
                return False
        policy = self._policy(word, stop)
        if policy.least and len(text[start:position].split(None, policy.least)) < policy.least:
            return False
        return self._kind(text, position, end) in policy.before

    def _policy(self, word: str, stop: str) -> _Policy:
        if stop != ".":
            for pattern, policy in self.stops:
                if pattern.fullmatch(stop):
                    return policy
        found = self.words.get(word) or self.words.get(word.lower())
        return found or next(policy for pattern, policy in self.forms if pattern.fullmatch(word))

    def _kind(self, text: str, position: int, end: int) -> str:
        """The kind of what follows a stop, as `boundaries.toml` names it."""
        match = _NEXT.match(text, position, end)
        assert match is not None  # every part of the pattern may be empty
        if word := match["word"]:
            return "lower" if word[0].islower() else self.kinds.get(word, "capital")
        if match["after"]:
            return "capital" if match["after"].isupper() else "lower"
        if match["next"]:
            return "digit" if match["next"].isdigit() else "lower"
        return "other"


def build_boundaries(book: RuleBook) -> Boundaries:
    """The boundary table from a rule book of `boundaries.toml`."""
    kinds = {word: kind for kind in ("calendar", "starter") for word in book.lists[kind]}
    policies = {rule.name: _policy_of(rule) for rule in book.rules}
    titles = next(rule for rule in book.rules if rule.name == "boundary.title")
    return Boundaries(
        words={word: policies[rule.name] for rule in book.rules for word in rule.settings.get("words", ())},
        stops=tuple(
            (re.compile(rule.settings["stop"], re.DOTALL), policies[rule.name])
            for rule in book.rules
            if "stop" in rule.settings
        ),
        forms=tuple((rule.pattern, policies[rule.name]) for rule in book.rules if rule.pattern is not None),
        kinds=dict.fromkeys(titles.settings["words"], "title") | kinds,
    )


def _policy_of(rule: Rule) -> _Policy:
    return _Policy(frozenset(rule.settings["before"]), rule.settings.get("least", 0))


def _word_before(text: str, position: int, start: int) -> str:
    """The word that ends at `position`, without opening quotes and brackets; empty after white space."""
    window = text[max(start, position - _WINDOW) : position]
    if not window or window[-1].isspace():
        return ""
    return window.split()[-1].lstrip(_OPENERS).rpartition("-")[2]


def _items(text: str, paragraph: Offsets) -> list[int]:
    """Where bullets and the numbered items after a first one begin, if a list stands in one paragraph."""
    start, end = paragraph
    found = [match.start() for match in _BULLET.finditer(text, start, end)]
    match = _FIRST_ITEM.match(text, start, end)
    while match is not None:
        number = match["number"]
        following = str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)
        pattern = re.compile(rf"(?<=\s)(?P<number>{re.escape(following)})(?P<close>{re.escape(match['close'])})\s")
        match = pattern.search(text, match.end(), end)
        if match is not None:
            found.append(match.start())
    return sorted(found)
