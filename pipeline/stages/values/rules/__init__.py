"""Dates, times, amounts and numbers by rules, with their normal forms; needs no trained model.

Every rule of `resources/values/` proposes its matches in each sentence; of overlapping ones the longest stays, of
equally long ones the one whose rule stands first. What stays is read in text order, so that a date can be read
against the dates before it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline.align import keep_disjoint, overlaps
from pipeline.records import Amount, Document, Offsets, Timex, Value
from pipeline.rules import Rule
from pipeline.stages.values.rules.amounts import NO_VALUE, Amounts, load_amounts
from pipeline.stages.values.rules.calendar import Calendar, load_calendar
from pipeline.stages.values.rules.durations import is_short
from pipeline.stages.values.rules.ellipsis import complete
from pipeline.stages.values.rules.intervals import Period
from pipeline.stages.values.rules.reading import Context, Tense, timex


@dataclass(frozen=True, slots=True)
class ValueRules:
    """The stage: finds and normalizes values sentence by sentence."""

    calendar: Calendar
    amounts: Amounts
    prefer: Tense
    day_first: bool

    assigns = "values"
    requires = ("sentences",)
    uses = ()

    def __call__(self, document: Document) -> tuple[Value, ...]:
        """Values in text order, flat among themselves, without ids. The document's own date line holds none."""
        line = document.zone("date_line")
        outside = (0, 0) if line is None else (line.start, line.end)
        context = self._context(document)
        values: list[Value] = []
        for sentence in document.sentences:
            found: list[Value] = []
            context = replace(context, nearby=None, nearby_mod=None)
            for rule, match in self._matches(document.content, sentence):
                if overlaps(match.span(), outside):
                    continue
                value, period = self._read(rule, match, sentence, context)
                if period is not None:
                    context = replace(context, previous=period, nearby=period, nearby_mod=self.calendar.mod(match))
                if value is not None:
                    found.append(value)
            values += complete(found, document.content, sentence)
        return tuple(values)

    def _context(self, document: Document) -> Context:
        return Context(
            created=None if document.created is None else date.fromisoformat(document.created[:10]),
            previous=None,
            nearby=None,
            nearby_mod=None,
            tense=None,
            default=self.prefer,
            day_first=self.day_first,
            read_whole=self.calendar.read_whole,
        )

    def _matches(self, text: str, sentence: Offsets) -> list[tuple[Rule, re.Match[str]]]:
        """The longest matches of all rules that do not overlap, in text order."""
        found = [
            (rule, match)
            for rule in (*self.calendar.rules, *self.amounts.rules)
            for match in rule.find(text, *sentence)
            if "kind" in rule.settings or self.amounts.holds(rule, match)
        ]
        found.sort(key=lambda item: item[1].start() - item[1].end())  # stable: rules keep their order
        kept = keep_disjoint(found, lambda item: item[1].span())
        return [(rule, match) for rule, match in kept if rule.label != NO_VALUE]

    def _read(
        self, rule: Rule, match: re.Match[str], sentence: Offsets, context: Context
    ) -> tuple[Value | None, Period | None]:
        """The value of a match, and the period that later dates may refer to; both null if it is none."""
        if "kind" not in rule.settings:
            amount = None if rule.settings.get("vague") else self.amounts.read(rule, match, sentence)
            return _value(rule, match, amount), None
        reading = self.calendar.read(rule, match, replace(context, tense=self.calendar.tense(match, sentence)))
        if reading is None:
            return None, None
        value = _value(rule, match, timex(reading, self.calendar.mod(match)))
        return value, reading if isinstance(reading, Period) and reading.year_known else None


def _value(rule: Rule, match: re.Match[str], norm: Timex | Amount | None) -> Value:
    label = rule.label
    if isinstance(norm, Timex) and (norm.type == "TIME" or is_short(norm.value)):
        label = "TIME"
    return Value(start=match.start(), end=match.end(), label=label, text=match[0], norm=norm, found_by=rule.name)


def build(*, prefer: Tense = "past", day_first: bool = True) -> ValueRules:
    """The stage `values.rules`.

    `prefer` is where dates without year and weekdays lie if no verb tells; `day_first` reads 3/4/2019 as 3 April.
    """
    return ValueRules(load_calendar(), load_amounts(), prefer, day_first)
