"""INDICATOR: the nouns whose value or change a clause reports, by named rules over masked text (`indicators.toml`)."""

from collections.abc import Iterator
from functools import cache

from pipeline.records import Entity
from pipeline.rules import Rule, load_rules
from pipeline.stages.entities.rules.extent import noun_phrase
from pipeline.stages.entities.rules.status import status_of
from pipeline.stages.entities.rules.words import Sentence

RESOURCE = "entities/indicators.toml"


@cache
def indicator_rules() -> tuple[Rule, ...]:
    """The rules of `indicators.toml`, in order."""
    return load_rules(RESOURCE).rules


def find_indicators(sentence: Sentence, text: str) -> Iterator[Entity]:
    """The indicators of one sentence of `text`; two rules may find the same one."""
    for rule in indicator_rules():
        for match in rule.find(sentence.masked, sentence.start, sentence.end):
            head = sentence.index(match.end("head") - 1)
            if head is None:
                continue
            phrase = noun_phrase(sentence, head)
            start, end = sentence.words[phrase.first].start, sentence.words[phrase.last].end
            yield Entity(
                start=start,
                end=end,
                label=rule.label,
                text=text[start:end],
                status=status_of(sentence, rule.label, (start, end)),
                found_by=rule.name,
            )
