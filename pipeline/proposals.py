"""Entities of our schema out of what foreign recognizers propose: their labels renamed, their extents trimmed."""

import re
from collections.abc import Collection, Mapping

from pipeline.errors import ConfigError
from pipeline.records import Document, Entity, Offsets
from pipeline.schema import load_schema

_ARTICLE = re.compile(r"(?:the|an?)(?:\s+|$)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’][sS]?$")


def label_map(offered: Collection[str], labels: Mapping[str, str] | None, source: str) -> dict[str, str]:
    """Label of a recognizer → label of our `entities` layer.

    Args:
        offered: the labels that the recognizer can give.
        labels: the user's map; null takes every label of our own names, and CoNLL's PER as PERSON.
        source: the recognizer's name, for messages.

    Raises ConfigError for a label that either side does not know, and where nothing would be taken.
    """
    ours = load_schema().entities
    if labels is None:
        default = {"PER": "PERSON"} | {label: label for label in ours}
        labels = {label: default[label] for label in sorted(offered) if label in default}
    unknown = sorted(set(labels) - set(offered))
    if unknown:
        raise ConfigError(f"{source} has no label {unknown[0]!r}; its labels are {', '.join(sorted(offered))}")
    foreign = sorted(set(labels.values()) - ours)
    if foreign:
        raise ConfigError(f"labels of {source}: {foreign[0]!r} is not one of {', '.join(sorted(ours))}")
    if not labels:
        raise ConfigError(
            f"none of the labels of {source} ({', '.join(sorted(offered))}) is one of ours; "
            f"give `labels`, a map to {', '.join(sorted(ours))}"
        )
    return dict(labels)


def propose(document: Document, span: Offsets, label: str, found_by: str, score: float | None = None) -> Entity | None:
    """An entity without its leading article and possessive 's; null where nothing is left."""
    start, end = _trim(document.content, span)
    if start >= end:
        return None
    return Entity(
        start=start,
        end=end,
        label=label,
        text=document.content[start:end],
        status="asserted" if label in load_schema().triggers else None,
        phase="begin" if label == "APPOINTMENT" else None,
        found_by=found_by,
        score=score,
    )


def _trim(text: str, span: Offsets) -> Offsets:
    start, end = span
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article else start
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end
