"""Status of a trigger: asserted, planned or negated, by named rules over its sentence (`status.toml`)."""

import re
from bisect import bisect_left
from functools import cache

from pipeline.records import Offsets
from pipeline.rules import Rule, load_rules
from pipeline.stages.entities.rules.words import MASKS, NAMES, Sentence, Word

RESOURCE = "entities/status.toml"
_PARTS = {"VB": "base", "VBZ": "present", "VBP": "present", "VBD": "past", "VBN": "past", "VBG": "past"}
_WINDOW = 60  # words on each side: no clause is longer
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


@cache
def status_rules() -> tuple[Rule, ...]:
    """The rules of `status.toml`, in order."""
    return load_rules(RESOURCE).rules


def status_of(sentence: Sentence, label: str, span: Offsets) -> str:
    """Status of the trigger at `span` of that label: that of the first rule that matches, else asserted."""
    part = _part(sentence, label, span)
    clause = _rendered(sentence, span)
    rules = (rule for rule in status_rules() if _applies(rule, part, label, sentence))
    return next((rule.label for rule in rules if _matches(rule, clause)), "asserted")


def _applies(rule: Rule, part: str, label: str, sentence: Sentence) -> bool:
    settings, zone = rule.settings, sentence.zone
    return (
        part in settings["part"]
        and label in settings.get("labels", (label,))
        and zone == settings.get("zone", zone)
        and re.search(settings.get("title", ""), sentence.title) is not None
    )


def _matches(rule: Rule, clause: str) -> bool:
    return next(rule.find(clause), None) is not None


def _part(sentence: Sentence, label: str, span: Offsets) -> str:
    if label == "INDICATOR":
        return "figure"
    index = sentence.index(span[0])
    tag = "" if index is None else sentence.words[index].tag
    return _PARTS.get(tag, "noun")


def _rendered(sentence: Sentence, span: Offsets) -> str:
    """The words around the trigger divided by spaces, marked as `status.toml` says."""
    words = sentence.words
    first = bisect_left(words, span[0], key=lambda word: word.start)
    last = bisect_left(words, span[1], key=lambda word: word.start)
    before, after = words[max(0, first - _WINDOW) : first], words[last : last + _WINDOW]
    return " ".join([*map(_shown, before), "▮", *map(_shown, after)])


def _shown(word: Word) -> str:
    if word.cover in NAMES:
        return MASKS[str(word.cover)]
    if word.cover is not None:
        mark = "»" if word.is_ahead else "@" if word.cover in {"DATE", "TIME"} else ""
        return mark + word.text.replace(".", "")
    return "°" + word.text if word.tag in _FINITE else word.text
