"""Triggers: VISIT, MEETING, AGREEMENT, APPOINTMENT by named rules over masked text; INDICATOR by its own rules.

A trigger is kept only where it speaks of one particular event (`extent.is_particular`) and its own sentence names or
points to something that can be an argument of it (SCHEMA: "whose own sentence names or points to at least one").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Document, Entity
from pipeline.rules import Rule, load_rules
from pipeline.stages.entities.rules.extent import is_particular, noun_phrase
from pipeline.stages.entities.rules.indicators import find_indicators
from pipeline.stages.entities.rules.status import status_of
from pipeline.stages.entities.rules.words import Sentence, Word, flat_spans, read_sentences

RESOURCE = "entities/triggers.toml"


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """A rule of `triggers.toml` with the patterns among its settings compiled."""

    rule: Rule
    before: re.Pattern[str] | None
    needs: re.Pattern[str] | None

    def has(self, setting: str) -> bool:
        """Whether a setting that is true or false is true."""
        return bool(self.rule.settings.get(setting))


@cache
def trigger_rules() -> tuple[TriggerRule, ...]:
    """The rules of `triggers.toml`, in order."""
    book = load_rules(RESOURCE)

    def pattern(rule: Rule, setting: str) -> re.Pattern[str] | None:
        return book.compile(rule.settings[setting]) if setting in rule.settings else None

    return tuple(TriggerRule(rule, pattern(rule, "before"), pattern(rule, "needs")) for rule in book.rules)


@cache
def argument_pattern() -> re.Pattern[str]:
    """Anything that may be the argument of a trigger; a sentence without one has none."""
    return load_rules(RESOURCE).compile("{argument}")


def find_triggers(document: Document, names: Sequence[Entity]) -> list[Entity]:
    """Triggers of the document beside its names, in text order, flat among each other, without ids.

    `names` (flat among each other) win over the values that they overlap.
    """
    found: list[Entity] = []
    named: dict[tuple[str, str], int] = {}
    for sentence in read_sentences(document, flat_spans(names, document.values)):
        events = [trigger for rule in trigger_rules() for trigger in _apply(rule, sentence, document.content, named)]
        if not argument_pattern().search(sentence.masked, sentence.start, sentence.end):
            events = []
        found += _flat(events, find_indicators(sentence, document.content))
    return sorted(found, key=lambda trigger: trigger.start)


def _apply(rule: TriggerRule, sentence: Sentence, text: str, named: dict[tuple[str, str], int]) -> Iterator[Entity]:
    """Triggers that the rule finds; `named` is the first place of every (label, last word) found so far."""
    if rule.needs and not rule.needs.search(sentence.masked, sentence.start, sentence.end):
        return
    for match in rule.rule.find(sentence.masked, sentence.start, sentence.end):
        start, end = next((match.span(group) for group in match.groupdict() if match[group]), match.span())
        if rule.before and not rule.before.search(sentence.masked, sentence.start, start):
            continue
        words = _extent(rule, sentence, start, end)
        if words:
            first, last = words
            place = named.setdefault((rule.rule.label, last.lower), first.start)
            if rule.has("repeats") and place >= first.start:
                continue
            yield Entity(
                start=first.start,
                end=last.end,
                label=rule.rule.label,
                text=text[first.start : last.end],
                status=status_of(sentence, rule.rule.label, (first.start, last.end)),
                phase=rule.rule.settings.get("phase"),
                found_by=rule.rule.name,
            )


def _extent(rule: TriggerRule, sentence: Sentence, start: int, end: int) -> tuple[Word, Word] | None:
    """First and last word of the trigger whose head the rule found; None where it is not particular or no such word."""
    head, last = sentence.index(start), sentence.index(end - 1)
    if head is None or last is None:
        return None
    words, kind = sentence.words, rule.rule.settings["kind"]
    verbal = words[head].tag.startswith("VB")
    if kind == "verb" or (kind == "either" and verbal):
        allowed = rule.rule.settings.get("tags")
        return (words[head], words[last]) if allowed is None or words[head].tag in allowed else None
    if verbal or _is_modifier(words, last):
        return None
    phrase = noun_phrase(sentence, head, last)
    if not is_particular(sentence, phrase, plural_form=rule.has("plural")):
        return None
    if rule.has("edition") and not _is_edition(words, phrase.edge, phrase.first, phrase.head):
        return None
    return words[phrase.first], words[phrase.last]


def _is_edition(words: Sequence[Word], edge: int, first: int, head: int) -> bool:
    numbered = any(word.cover in {"ORDINAL", "DATE", "TIME"} for word in words[edge:first])
    return numbered or (head > 0 and words[head].is_capital and first < head)


def _is_modifier(words: Sequence[Word], last: int) -> bool:
    """Whether the noun only modifies the next one: 'the summit process', 'Conference Center'."""
    if last + 1 == len(words) or words[last + 1].cover is not None:
        return False
    head, follower = words[last], words[last + 1]
    compound = head.relation == "compound" and follower.tag in {"NN", "NNS"}
    return compound or (last > 0 and head.is_capital and follower.is_capital)


def _flat(*groups: Iterable[Entity]) -> list[Entity]:
    """Of overlapping triggers that of the earlier group, then the longest, then the one that was found first."""
    kept: list[Entity] = []
    taken: set[int] = set()
    for group in groups:
        for trigger in sorted(group, key=lambda span: span.start - span.end):
            characters = range(trigger.start, trigger.end)
            if taken.isdisjoint(characters):
                kept.append(trigger)
                taken.update(characters)
    return kept
