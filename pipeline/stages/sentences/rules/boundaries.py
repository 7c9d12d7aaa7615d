"""Where sentences end inside a paragraph.

Every stop (`.`, `?!`, `…`, `. . . .`) with the quotes and brackets that close after it is a candidate. What it means
depends on the word before it and the kind of thing that follows: `resources/sentences/boundaries.toml` is the table.
All look-behind is bounded, so that the work is linear in the length of the paragraph.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.align import trim
from pipeline.records import Offsets
from pipeline.rules import Rule, RuleBook

_CANDIDATE = re.compile(
    r"""(?P<stop>\./\.|(?<=\s)\.(?:\s\.)+|(?<![\[.!?…])[.!?…]++|[。！？]++)
        (?P<close>(?:["'”’»)\]}]|\[\d{1,3}\])*+)
        (?P<gap>\s*+)""",
    re.VERBOSE,
)
_NEXT = re.compile(
    r"""["'“‘«(\[{¿¡]*+
        (?:(?P<word>[^\W\d_][\w'’]*+)
          |(?P<number>\d++(?:[.,]\d++)*+)(?P<amount>\s(?:[bmtr]+illion|per\s?cent)\b)?
          |\.(?:\s?\.)++\s+(?P<after_dots>\w)
          |(?P<dot>\.))?""",
    re.VERBOSE,
)
_TRAILER = re.compile(r"(?:[”)\]]|(?:\[(?:\d{1,3}|…|\.\.\.)\]\s?)+|[:;]-?[)(DP])(?=\s|\Z)")
_MARKER = re.compile(r"(?:[•⁃‣▪●◦*–-]\s*)?\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})(?:\.\d{1,3})*[.)]+|[\W_]+")
_FIRST_ITEM = re.compile(r"(?P<number>1|a|A)(?P<close>\.\)|\.|\))\s")
_GLUED_WORD = re.compile(r"[^\W\d_]{2,}")
_GLUED_NEXT = re.compile(r"""["“‘(]*[A-Z][a-z]*[\s,]""")
_OPENERS = "\"'“‘«([{"
_WORD_WINDOW = 40
_LEAST_WINDOW = 60
_LONGEST_MARKER = 10


@dataclass(frozen=True, slots=True)
class _Policy:
    """What may follow a class of words for a sentence to end there; fewer words than `least` are no sentence."""

    before: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The table of `boundaries.toml`, ready to be looked up: by word, by form of the stop, by form of the word."""

    words: Mapping[str, _Policy]
    stops: tuple[tuple[re.Pattern[str], _Policy], ...]
    forms: tuple[tuple[re.Pattern[str], _Policy], ...]
    kinds: Mapping[str, str]
    cuts: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    attribution: re.Pattern[str]

    def split(self, text: str, paragraph: Offsets) -> Iterator[Offsets]:
        """The sentences of a paragraph, in order, without the white space around them."""
        start, end = paragraph
        for position in (*self._starts(text, paragraph), end):
            sentence = trim(text, (start, position))
            if sentence[0] < sentence[1]:
                yield sentence
            start = position

    def _starts(self, text: str, paragraph: Offsets) -> Iterator[int]:
        """Positions at which a new sentence begins: at list items and other cuts, and after stops between them."""
        start, end = paragraph
        for position in sorted({*_items(text, paragraph), *self._cuts(text, paragraph), end}):
            yield from self._after_stops(text, (start, position))
            if position < end:
                yield position
            start = position

    def _cuts(self, text: str, paragraph: Offsets) -> Iterator[int]:
        for pattern, cuts in self.cuts:
            for match in pattern.finditer(text, *paragraph):
                if "start" in cuts:
                    yield match.start()
                if "end" in cuts:
                    yield match.end()

    def _after_stops(self, text: str, part: Offsets) -> Iterator[int]:
        start, end = part
        quotes, counted = 0, start
        for match in _CANDIDATE.finditer(text, start, end):
            quotes += text.count('"', counted, match.end())
            counted = match.end()
            position = _after_trailers(text, (match.end(), end), in_quotes=quotes % 2 == 1) if match["gap"] else counted
            if position >= end:
                return
            if self._ends(text, match, (start, position), end):
                yield position
                start = position

    def _ends(self, text: str, match: re.Match[str], sentence: Offsets, end: int) -> bool:
        """Whether the sentence that begins at `sentence[0]` ends with this stop; what follows is at `sentence[1]`."""
        start, position = sentence
        stop, stop_end = match["stop"], match.end("stop")
        if stop == "./." or stop[0] in "。！？":
            return True
        if stop_end - start <= _LONGEST_MARKER and _MARKER.fullmatch(text[start:stop_end].strip()):
            return False
        word = _word_before(text, match.start(), start)
        is_glued = not match["gap"] and not match["close"]
        if is_glued and not (_GLUED_WORD.fullmatch(word) and _GLUED_NEXT.match(text, position, end)):
            return False
        policy = self._policy(word, stop)
        if len(text[start : min(position, start + _LEAST_WINDOW)].split()) < policy.least:
            return False
        kind = self._kind(text, position, end)
        if match["close"] and (kind == "lower" or (stop != "." and self.attribution.match(text, position, end))):
            return False
        return kind in policy.before

    def _policy(self, word: str, stop: str) -> _Policy:
        if stop != ".":
            if named := self.words.get(word + stop):
                return named
            for pattern, policy in self.stops:
                if pattern.fullmatch(stop):
                    return policy
        found = self.words.get(word) or self.words.get(word.lower())
        if found is None and len(word) > 1 and word.isupper():
            found = self.words.get(word.capitalize())
        return found or next(policy for pattern, policy in self.forms if pattern.fullmatch(word))

    def _kind(self, text: str, position: int, end: int) -> str:
        """The kind of what follows a stop, as `boundaries.toml` names it."""
        match = _NEXT.match(text, position, end)
        assert match is not None  # every part of the pattern may be empty
        if word := match["word"]:
            return "lower" if word[0].islower() else self.kinds.get(word, "capital")
        if match["number"]:
            return "amount" if match["amount"] else "digit"
        if letter := match["after_dots"]:
            return "capital" if letter.isupper() else "dots"
        return "dots" if match["dot"] else "other"


def build_boundaries(book: RuleBook) -> Boundaries:
    """The boundary table from a rule book of `boundaries.toml`."""
    policies = {rule.name: _policy_of(rule) for rule in book.rules}
    words = {word: rule.name for rule in book.rules for word in rule.settings.get("words", ())}
    return Boundaries(
        words={word: policies[name] for word, name in words.items()},
        stops=tuple((re.compile(r.settings["stop"]), policies[r.name]) for r in book.rules if "stop" in r.settings),
        forms=tuple((r.pattern, policies[r.name]) for r in book.rules if r.pattern and "before" in r.settings),
        kinds={
            **{word: "title" for word, name in words.items() if name == "boundary.title"},
            **{word: kind for kind in ("calendar", "starter") for word in book.lists[kind]},
        },
        cuts=tuple(
            (r.pattern, frozenset(r.settings["cuts"])) for r in book.rules if r.pattern and "cuts" in r.settings
        ),
        attribution=book.compile("{attribution}"),
    )


def _policy_of(rule: Rule) -> _Policy:
    return _Policy(frozenset(rule.settings.get("before", ())), rule.settings.get("least", 0))


def _after_trailers(text: str, rest: Offsets, *, in_quotes: bool) -> int:
    """Where the next sentence begins if closing quotes, brackets or notes stand by themselves after the stop."""
    position, end = rest
    if in_quotes and text.startswith('" ', position, end):
        position += 2
    while match := _TRAILER.match(text, position, end):
        position = match.end()
        while position < end and text[position].isspace():
            position += 1
    return position


def _word_before(text: str, position: int, start: int) -> str:
    """The word that ends at `position`, without opening quotes and brackets; empty after white space."""
    window = text[max(start, position - _WORD_WINDOW) : position]
    if not window or window[-1].isspace():
        return ""
    return window.split()[-1].lstrip(_OPENERS).rpartition("-")[2]


def _items(text: str, paragraph: Offsets) -> Iterator[int]:
    """Where the second and further items begin of a numbered list that stands in one paragraph."""
    start, end = paragraph
    match = _FIRST_ITEM.match(text, start, end)
    while match is not None:
        number = match["number"]
        following = str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)
        pattern = re.compile(rf"(?<=\s)(?P<number>{re.escape(following)})(?P<close>{re.escape(match['close'])})\s")
        match = pattern.search(text, match.end(), end)
        if match is not None:
            yield match.start()
