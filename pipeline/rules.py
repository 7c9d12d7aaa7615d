"""Rules as data: TOML files in `pipeline/resources/` with word lists, pattern pieces and named rules.

    [lists]                                  # {month} in a pattern → any of the words, longest first
    month = ["January", "February"]
    [patterns]                               # {day} → the piece, in a group of its own
    day = '\\d{1,2}'
    [[rule]]
    name = "date.month_day"                  # becomes `found_by`
    label = "DATE"
    pattern = '{month} {day}'
    examples = ["He came on [January 5]."]   # what must be found, in brackets; after ` => ` what it must yield
    rejects = ["January was cold."]

Every other key of a rule is a setting for the stage that reads it. A rule without an example does not load; the
test suite runs every example and every reject.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from pipeline.errors import RuleError
from pipeline.resources import PACKAGE

_Trie: TypeAlias = dict[str, "_Trie"]
_REFERENCE = re.compile(r"\{([a-z]\w*)\}")
_END = ""
_BRACKETED = re.compile(r"\[(?:([A-Z]+):)?([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracketed part of an example: `[text]` or `[LABEL:text]`, with its offsets in the plain text."""

    start: int
    end: int
    text: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """An example without its brackets, what was in them, and what stands after ` => ` (null if nothing)."""

    text: str
    marks: tuple[Mark, ...]
    expected: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule. `pattern` is null where it is no regular expression; `settings` are the stage's own keys."""

    name: str
    label: str
    pattern: re.Pattern[str] | None
    settings: Mapping[str, Any]
    examples: tuple[Example, ...]
    rejects: tuple[str, ...]

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Matches of the pattern in `text[start:end]`, left to right; look-arounds see the whole text."""
        if self.pattern is None:
            raise RuleError(f"rule {self.name!r} has no pattern to match with")
        return self.pattern.finditer(text, start, len(text) if end is None else end)


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """The rules and word lists of one or more resource files; equal only to itself."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, str]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """A regular expression from a pattern with `{references}`, made once."""
        return _compiled(self, pattern)


@cache
def _compiled(book: RuleBook, pattern: str) -> re.Pattern[str]:
    return re.compile(_expand(pattern, book.lists, book.patterns))


def read_toml(name: str) -> dict[str, Any]:
    """A resource file (`"values/dates.toml"`) as a dictionary. Raises RuleError if it is missing or no TOML."""
    path = PACKAGE / name
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError as error:
        raise RuleError(f"{path}: no such resource file") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from error


def load_rules(*names: str, given: Mapping[str, str] | None = None) -> RuleBook:
    """The rules of the resource files, in order; later files see the lists and patterns of earlier ones.

    `given` are pattern pieces made by code, which all of the files see.
    """
    lists: dict[str, tuple[str, ...]] = {}
    patterns: dict[str, str] = dict(given or {})
    rules: list[Rule] = []
    for name in names:
        data = read_toml(name)
        lists |= {key: tuple(words) for key, words in data.get("lists", {}).items()}
        patterns |= data.get("patterns", {})
        rules += [_rule(name, entry, lists, patterns) for entry in data.get("rule", ())]
    seen: set[str] = set()
    for rule in rules:
        if rule.name in seen:
            raise RuleError(f"{', '.join(names)}: two rules are named {rule.name!r}; give each a name of its own")
        seen.add(rule.name)
    return RuleBook(tuple(rules), lists, patterns)


def parse_example(line: str) -> Example:
    """`'He [visited] Laos => VISIT'` → text 'He visited Laos', mark (3, 10), expected 'VISIT'."""
    body, _, expected = line.partition(" => ")
    marks: list[Mark] = []
    text = ""
    position = 0
    for match in _BRACKETED.finditer(body):
        text += body[position : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[2]), match[2], match[1]))
        text += match[2]
        position = match.end()
    return Example(text + body[position:], tuple(marks), expected.strip() or None)


def _rule(
    file: str, entry: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]], patterns: Mapping[str, str]
) -> Rule:
    settings = dict(entry)
    name = settings.pop("name", None)
    if not isinstance(name, str):
        raise RuleError(f"{file}: a rule has no name: {entry}")
    examples = settings.pop("examples", [])
    if not examples:
        raise RuleError(f"{file}: rule {name!r} has no examples; add at least one line that it must match")
    source = settings.pop("pattern", None)
    try:
        pattern = None if source is None else re.compile(_expand(source, lists, patterns))
    except (re.error, KeyError) as error:
        raise RuleError(f"{file}: the pattern of rule {name!r} cannot be compiled: {error}") from error
    return Rule(
        name=name,
        label=settings.pop("label", ""),
        pattern=pattern,
        examples=tuple(parse_example(line) for line in examples),
        rejects=tuple(settings.pop("rejects", ())),
        settings=settings,
    )


def _expand(pattern: str, lists: Mapping[str, tuple[str, ...]], patterns: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name in patterns:
            return f"(?:{_expand(patterns[name], lists, patterns)})"
        return f"(?:{alternation(lists[name])})"

    return _REFERENCE.sub(replace, pattern)


def alternation(words: Iterable[str]) -> str:
    """Any of the words, the longest first, as a piece of a regular expression; spaces match any white space.

    Words share their beginnings ('Fri(?:day|)', 'M(?:onday|ay)'), so that one letter tells where none fits.
    """
    return _shared(tuple(words))


@cache
def _shared(words: tuple[str, ...]) -> str:
    trie: _Trie = {}
    for word in words:
        node = trie
        for letter in map(_spelled, word):
            node = node.setdefault(letter, {})
        node[_END] = {}
    return _alternatives(trie)


def _spelled(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def _alternatives(trie: _Trie) -> str:
    ends = [letter + _rest(node) for letter, node in sorted(trie.items(), key=_depth_first) if letter != _END]
    return "|".join([*ends, *([""] if _END in trie else [])])


def _rest(trie: _Trie) -> str:
    if len(trie) > 1:
        return f"(?:{_alternatives(trie)})"
    return _alternatives(trie)


def _depth_first(branch: tuple[str, _Trie]) -> tuple[int, str]:
    return -_depth(branch[1]), branch[0]


def _depth(trie: _Trie) -> int:
    return max((1 + _depth(node) for node in trie.values()), default=0)
