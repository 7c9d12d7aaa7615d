"""Dates, times, amounts and numbers by rules, with their normal forms; needs no trained model.

Every rule of `resources/values/` proposes its matches in each sentence; of overlapping ones the longest stays, of
equally long ones the one whose rule stands first. What stays is read in text order, so that a date can be read
against the dates before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.align import keep_disjoint, overlaps
from pipeline.records import Amount, Document, Offsets, Timex, Value
from pipeline.rules import Rule, read_toml
from pipeline.stages.values.rules.amounts import NO_VALUE, Amounts, load_amounts
from pipeline.stages.values.rules.calendar import Calendar, is_comparison, load_calendar
from pipeline.stages.values.rules.details import details
from pipeline.stages.values.rules.durations import is_short
from pipeline.stages.values.rules.ellipsis import complete, count_alike
from pipeline.stages.values.rules.intervals import Period
from pipeline.stages.values.rules.moments import redate
from pipeline.stages.values.rules.nouns import Nouns, load_nouns
from pipeline.stages.values.rules.reading import Context, Profile, Tense, timex
from pipeline.stages.values.rules.timeml import Part, join_times, parts, widen
from pipeline.stages.values.rules.triggers import Triggered, trigger
from pipeline.stages.values.rules.whole import Whole, load_whole

_YEARS = range(1000, 8000)
"""Years of document dates: farther off, what is counted from them may lie outside the calendar of `datetime`."""


@dataclass(frozen=True, slots=True)
class ValueRules:
    """The stage: finds and normalizes values sentence by sentence."""

    calendar: Calendar
    amounts: Amounts
    nouns: Nouns
    triggered: Triggered
    prefer: Tense
    day_first: bool
    profile: Profile
    whole: Whole

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
                read, period = self._read(rule, match, sentence, context)
                context = context if period is None else self._after(rule, match, period, context)
                found += read
            values += self._completed(found, document.content, sentence, context)
        return tuple(values)

    def _context(self, document: Document) -> Context:
        created = None if document.created is None else date.fromisoformat(document.created[:10])
        return Context(
            created=None if created is None or created.year not in _YEARS else created,
            previous=None,
            nearby=None,
            nearby_mod=None,
            mentions={},
            tense=None,
            default=self.prefer,
            day_first=self.day_first,
            read_whole=self.calendar.read_whole,
        )

    def _matches(self, text: str, sentence: Offsets) -> list[tuple[Rule, re.Match[str]]]:
        """The longest matches of all rules that do not overlap, in text order."""
        found = [
            (rule, match)
            for rule in self.triggered.rules_for(text, sentence)
            for match in (
                rule.find(text, *sentence) if "kind" in rule.settings else self.amounts.find(rule, text, sentence)
            )
        ]
        found.sort(key=lambda item: item[1].start() - item[1].end())  # stable: rules keep their order
        kept = keep_disjoint(found, lambda item: item[1].span())
        return [(rule, match) for rule, match in kept if rule.label != NO_VALUE]

    def _after(self, rule: Rule, match: re.Match[str], period: Period, context: Context) -> Context:
        """The context of what follows a mention of `period`; what is only compared with is not spoken of further."""
        if is_comparison(rule, match):
            return replace(context, previous=period)
        mentions = {**context.mentions, period.unit: period}
        return replace(context, previous=period, nearby=period, nearby_mod=self.calendar.mod(match), mentions=mentions)

    def _read(
        self, rule: Rule, match: re.Match[str], sentence: Offsets, context: Context
    ) -> tuple[Sequence[Value], Period | None]:
        """The values of a match (none if it is none after all), and the period that later dates may refer to."""
        if "kind" not in rule.settings:
            amount = None if rule.settings.get("vague") else self.amounts.read(rule, match, sentence)
            return (_value(rule, match.string, match.span(), amount),), None
        context = replace(context, tense=self.calendar.tense(match, sentence))
        reading = self.calendar.read(rule, match, context)
        if reading is None:
            return (), None
        kind = rule.settings["kind"]
        known = details(kind, match, reading, context, lambda other: self.calendar.read(rule, match, other))
        values = tuple(
            replace(
                _value(rule, match.string, span, norm),
                details=None if norm.type == "DURATION" and kind != "stretch" else known,
            )
            for span, norm in self._norms(rule, match, reading, context)
        )
        return values, reading if isinstance(reading, Period) and reading.year_known else None

    def _norms(self, rule: Rule, match: re.Match[str], reading: Period | Timex, context: Context) -> Sequence[Part]:
        split = parts(rule, match, reading, context) if self.profile == "timeml" else None
        return split or ((match.span(), timex(reading, self.calendar.mod(match))),)

    def _counting(self, value: Value, text: str, sentence: Offsets) -> Value:
        """A CARDINAL with the noun that it counts."""
        if value.label != "CARDINAL" or not isinstance(value.norm, Amount):
            return value
        noun = self.nouns.counted(text, value.end, sentence[1], value.norm.amount)
        return value if noun is None else replace(value, norm=replace(value.norm, counted=noun))

    def _completed(self, values: Sequence[Value], text: str, sentence: Offsets, context: Context) -> Sequence[Value]:
        counting = tuple(self._counting(value, text, sentence) for value in complete(values, text, sentence))
        completed = redate(tuple(count_alike(counting, text, sentence)), text)
        if self.profile == "schema":
            return completed
        dates = [value for value in completed if isinstance(value.norm, Timex)]
        made = (
            self.whole.join(dates, text, sentence, context.created)
            if self.profile == "whole"
            else tuple(widen(tuple(join_times(completed, text)), self.calendar.extents, text, sentence))
        )
        spans = [value.offsets for value in made]
        others = (value for value in completed if not isinstance(value.norm, Timex))
        return sorted(
            (*made, *(value for value in others if not any(overlaps(value.offsets, span) for span in spans))),
            key=lambda value: value.start,
        )


def _value(rule: Rule, text: str, span: Offsets, norm: Timex | Amount | None) -> Value:
    label = rule.label
    if isinstance(norm, Timex) and (norm.type == "TIME" or is_short(norm.value)):
        label = "TIME"
    start, end = span
    return Value(start=start, end=end, label=label, text=text[start:end], norm=norm, found_by=rule.name)


def build(
    *, prefer: Tense = "past", day_first: bool = True, profile: Profile = "schema", holidays: bool = False
) -> ValueRules:
    """The stage `values.rules`.

    `prefer` is where dates without year and weekdays lie if no verb tells; `day_first` reads 3/4/2019 as 3 April.
    `profile` is whose extents and values dates have: those of the schema, of TimeML 1.2.1 (`timeml`), or whole
    expressions with their bounds (`whole`). `holidays` makes days with a name dates, which are EVENT in the schema; the
    other profiles have them in any case.
    """
    calendar, amounts = load_calendar(profile, with_holidays=holidays), load_amounts()
    lists = {**calendar.triggers, **read_toml("values/amounts.toml").get("triggers", {})}
    triggered = trigger((*calendar.rules, *amounts.rules), lists)
    return ValueRules(calendar, amounts, load_nouns(), triggered, prefer, day_first, profile, load_whole())
