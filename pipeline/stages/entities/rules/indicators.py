"""INDICATOR: the nouns whose value or change a clause reports, by named rules over masked text (`indicators.toml`)."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.records import Entity
from pipeline.rules import Rule, load_rules
from pipeline.stages.entities.rules.extent import noun_phrase
from pipeline.stages.entities.rules.status import status_of
from pipeline.stages.entities.rules.words import Sentence

RESOURCE = "entities/indicators.toml"
_PREPOSITIONS = frozenset(
    {"of", "from", "to", "in", "by", "for", "at", "on", "into", "between", "among", "with", "under", "against", "than"}
)
_NOUNS = frozenset({"NN", "NNS"})
_MODIFIERS = _NOUNS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX", "POS"}
_NAMES = frozenset({"NORP", "GPE", "LOC", "ORG"})
_ABBREVIATED = frozenset({"GDP", "GNP", "FDI", "HIV", "AIDS"})
_FRACTION = re.compile(r"(?i)\b(?:half|third|quarter|fifth|tenth|thirds|quarters|fifths|tenths)$")


@cache
def indicator_rules() -> tuple[Rule, ...]:
    """The rules of `indicators.toml`, in order."""
    return load_rules(RESOURCE).rules


@cache
def figure_pattern() -> re.Pattern[str]:
    """Anything that may be the value or the change of an indicator."""
    return load_rules(RESOURCE).compile("{figure}")


@cache
def uncounted() -> frozenset[str]:
    """Nouns whose number is no figure: 'two ministers'."""
    return frozenset(load_rules(RESOURCE).lists["uncounted"])


def find_indicators(sentence: Sentence, text: str) -> Iterator[Entity]:
    """The indicators of one sentence of `text`, which has none without a figure; two rules may find the same one."""
    if not figure_pattern().search(sentence.masked, sentence.start, sentence.end):
        return
    for rule in indicator_rules():
        for head in _heads(rule, sentence, text):
            phrase = noun_phrase(sentence, head)
            start, end = sentence.words[phrase.first].start, sentence.words[phrase.last].end
            yield Entity(
                start=start,
                end=end,
                label=rule.label,
                text=text[start:end],
                status=rule.settings.get("status") or status_of(sentence, rule.label, (start, end)),
                found_by=rule.name,
            )


def _heads(rule: Rule, sentence: Sentence, text: str) -> Iterator[int]:
    """Indices of the head nouns that a rule finds. After one that may be none, the search goes on in its tail."""
    position = sentence.start
    while match := next(rule.find(sentence.masked, position, sentence.end), None):
        head = sentence.index(match.end("head") - 1)
        if head is not None and rule.settings.get("group"):
            head = _last_noun(sentence, head)
        if head is not None and _is_meant(match, text) and _may_be_head(rule, sentence, head):
            position = match.end()
            yield head
        else:
            position = match.end("head")


def _may_be_head(rule: Rule, sentence: Sentence, head: int) -> bool:
    words = sentence.words
    if rule.settings.get("subject"):
        phrase = noun_phrase(sentence, head)
        before = phrase.edge - bool(phrase.determiner) - 1
        if before >= 0 and words[before].lower in _PREPOSITIONS:
            return False
    return words[head].tag in rule.settings.get("tags", (words[head].tag,))


def _last_noun(sentence: Sentence, first: int) -> int | None:
    """The head of the noun group whose first word is at `first`: its last common noun, if no name follows."""
    words, head = sentence.words, None
    for index in range(first, len(words)):
        word = words[index]
        if not (word.cover in _NAMES if word.cover else word.tag in _MODIFIERS or word.text in _ABBREVIATED):
            break
        if word.cover is None and (word.tag in _NOUNS or word.text in _ABBREVIATED):
            head = index
    if head is None or words[head].lower in uncounted():
        return None
    return None if head + 1 < len(words) and words[head + 1].tag == "POS" else head


def _is_meant(match: re.Match[str], text: str) -> bool:
    """Whether the number of a rule is a fraction, where the rule calls it a `share`; not 'one' where `several`."""
    named = {name: text[slice(*match.span(name))] for name, found in match.groupdict().items() if found is not None}
    share, several = named.get("share"), named.get("several")
    return (share is None or _FRACTION.search(share) is not None) and (several is None or several.lower() != "one")
