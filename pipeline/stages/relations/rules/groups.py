"""Noun groups of the shallow parser."""

from collections.abc import Sequence

INSIDE = frozenset({"DT", "JJ", "NN", "NNP", "CD", "PRP$", "POS", "PRP", "HYPH"})
"""Tags of what may stand in a noun group."""

TIMES = frozenset({"DATE", "TIME"})
"""Codes of dates and times."""

_NOMINAL = frozenset({"NN", "NNP", "CD", "PRP"})
_ATTRIBUTIVE = frozenset({"GPE", "NORP", "ORG", "LOC"})


def group_end(codes: Sequence[str], tags: Sequence[str], start: int) -> int:
    """The index after the noun group that begins at `start`; its last unit is its head."""
    end = start + 1
    while end < len(tags) and _continues(codes, tags, start, end):
        end += 1
    return end


def phrase_end(codes: Sequence[str], tags: Sequence[str], head: int) -> int:
    """The head of the last 'of' phrase that follows a noun directly; the noun itself where there is none."""
    while codes[head + 1 : head + 2] == ["of"] and "".join(tags[head + 2 : head + 3]) in INSIDE:
        head = group_end(codes, tags, head + 2) - 1
    return head


def _continues(codes: Sequence[str], tags: Sequence[str], start: int, index: int) -> bool:
    """Whether unit `index` belongs to the noun group: a name or date ends it where another name or date follows."""
    tag, before = tags[index], tags[index - 1]
    if tag not in INSIDE or (tag in ("DT", "PRP$", "PRP") and before in _NOMINAL):
        return False
    if tag in ("POS", "HYPH") or before in ("POS", "HYPH"):
        return True
    if codes[index] in TIMES or (codes[index - 1] in TIMES and tag in ("NNP", "PRP") and index - 1 == start):
        return before not in _NOMINAL
    return before != "NNP" or codes[index - 1] in _ATTRIBUTIVE
