"""IOB tags: `O`, `B-LABEL`, `I-LABEL`.

IOB2 opens every span with `B-`; IOB1 (CoNLL-2003 as it was handed out) opens one with `I-`, and with `B-` only where
it follows another of its label at once (Ramshaw and Marcus 1995; Tjong Kim Sang and Veenstra 1999).
"""

from collections.abc import Iterable
from typing import Literal

from pipeline.loaders.common.tokens import Range

Scheme = Literal["iob1", "iob2", "mixed"]
"""`mixed` takes what either allows, for sets that keep to neither."""

OUTSIDE = "O"


def find_spans(tags: Iterable[str]) -> list[Range]:
    """Spans of the tags of a sentence, as conlleval reads them: `B-` or a new label opens one, in every scheme."""
    spans: list[Range] = []
    before = OUTSIDE
    for index, tag in enumerate(tags):
        if tag != OUTSIDE and _opens(tag, before):
            spans.append((index, index + 1, tag[2:]))
        elif tag != OUTSIDE:
            first, _, label = spans[-1]
            spans[-1] = (first, index + 1, label)
        before = tag
    return spans


def find_fault(tag: str, before: str, scheme: Scheme) -> str | None:
    """What is wrong with a tag that stands after the tag `before` (`O` at the start of a sentence); null if nothing."""
    if tag == OUTSIDE:
        return None
    if tag[:2] not in ("B-", "I-") or not tag[2:]:
        return f"found the tag {tag!r}; expected 'O', 'B-LABEL' or 'I-LABEL' in the last column"
    follows = before[2:] == tag[2:]
    if scheme == "iob2" and tag[0] == "I" and not follows:
        return f"found {tag!r} after {before!r}; expected 'B-{tag[2:]}' (IOB2; set scheme = \"iob1\" for IOB1)"
    if scheme == "iob1" and tag[0] == "B" and not follows:
        return f"found {tag!r} after {before!r}; expected 'I-{tag[2:]}' (IOB1; set scheme = \"iob2\" for IOB2)"
    return None


def _opens(tag: str, before: str) -> bool:
    return tag[0] == "B" or before[2:] != tag[2:]
