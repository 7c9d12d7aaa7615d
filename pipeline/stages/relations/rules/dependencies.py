"""A dependency parse of tokens as one of units: every unit hangs where its topmost token does."""

from collections.abc import Sequence

from pipeline.align import index_at, token_range
from pipeline.records import Document, Parse
from pipeline.stages.relations.rules.units import Unit


def parse_units(document: Document, parse: Parse, units: Sequence[Unit]) -> Parse:
    """The parse of a sentence over its units: heads are unit indices, a unit whose head lies outside is a root."""
    places = [unit.offsets for unit in units]
    tops = [_top(parse, token_range(document.tokens, unit.offsets)) for unit in units]
    heads = []
    for index, top in enumerate(tops):
        target = index_at(places, document.tokens[parse.heads[top]][0])
        heads.append(index if target is None else target)
    return Parse(
        tags=tuple(parse.tags[top] for top in tops),
        lemmas=tuple(parse.lemmas[top] for top in tops),
        heads=tuple(heads),
        relations=tuple("ROOT" if heads[i] == i else parse.relations[top] for i, top in enumerate(tops)),
    )


def _top(parse: Parse, tokens: tuple[int, int]) -> int:
    """The token of the range whose head lies outside it; of several the last that is no punctuation or modifier."""
    first, end = tokens
    outside = [i for i in range(first, end) if not first <= parse.heads[i] < end or parse.heads[i] == i]
    words = [i for i in outside if parse.relations[i] not in ("punct", "cc", "det", "amod", "compound")]
    return (words or outside or [end - 1])[-1]
