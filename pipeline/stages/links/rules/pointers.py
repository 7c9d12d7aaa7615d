"""Phrases that are no spans but stand for named things: 'the two countries', 'the latter', 'the Lao leader', 'his'.

A rule of `resources/links/pointers.toml` finds the phrase; its label names the function that finds the targets.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pipeline.align import contains, overlaps
from pipeline.records import Offsets, Pointer
from pipeline.stages.links.rules import groups, pronouns, singles
from pipeline.stages.links.rules.context import Context
from pipeline.stages.links.rules.offices import Holders
from pipeline.stages.links.rules.scene import Resolver, Scene, pointer_rules

_RESOLVERS: Mapping[str, Resolver] = {
    "BLOC": singles.bloc,
    "BODY": singles.body,
    "CAPITAL": singles.capital,
    "COUNTRY": singles.country,
    "COUNTRY_PAIR": groups.country_pair,
    "FORMER": groups.former,
    "HE": pronouns.he,
    "HERE": singles.here,
    "HOME": pronouns.home,
    "LATTER": groups.latter,
    "LEADER": singles.leader,
    "OFFICER": singles.officer,
    "OTHER": pronouns.other,
    "OWN_COUNTRY": singles.own_country,
    "PERSON_PAIR": groups.person_pair,
    "PREDECESSOR": pronouns.predecessor,
    "REALM": singles.realm,
    "THERE": singles.there,
    "THEY": groups.they,
    "WHO": pronouns.who,
    "WHOSE_HOME": pronouns.whose_home,
}


def find_pointers(context: Context, holders: Holders) -> tuple[Pointer, ...]:
    """The pointers of a document in text order, without overlaps; of two that begin together the longer stays."""
    matches = [(rule, match) for rule in pointer_rules().rules for match in rule.find(context.text)]
    matches.sort(key=lambda found: (found[1].start(), -found[1].end()))
    pointers: list[Pointer] = []
    for rule, match in matches:
        if _is_free(context, match.span(), pointers[-1:]):
            targets = _RESOLVERS[rule.label](Scene(context, holders, pointers, match))
            if targets:
                pointers.append(Pointer(match.start(), match.end(), tuple(span.id for span in targets)))
    return tuple(pointers)


def _is_free(context: Context, phrase: Offsets, last: Sequence[Pointer]) -> bool:
    """Whether the phrase stands in the running text, in no name and in no other pointer."""
    if context.sentence(phrase[0]) < 0 or context.in_zone(phrase[0], "date_line", "dateline"):
        return False
    if any(overlaps((pointer.start, pointer.end), phrase) for pointer in last):
        return False
    around = bisect_right(context.spans, phrase[0], key=lambda span: span.start)
    return not any(contains(span.offsets, phrase) for span in context.spans[max(0, around - 1) : around])
