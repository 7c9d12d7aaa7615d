"""Names, times and numbers in the text: entities and values alike, by the labels of the set.

- `strict`: offsets and label are the same (the measure of CoNLL-2003; Tjong Kim Sang and De Meulder 2003);
- `boundaries`: offsets are the same, whatever the label;
- `overlap`: label is the same, and at least one character is shared, one to one (`type` of SemEval-2013 task 9).

`strict/LABEL` are the strict scores label by label.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from pipeline.align import overlaps
from pipeline.evaluation.matching import Pair, best_total
from pipeline.evaluation.scores import Score
from pipeline.records import Document, Offsets, Span

METRICS = ("strict", "boundaries", "overlap")
ACCURACIES: frozenset[str] = frozenset()

Mention = tuple[int, int, str]
"""Start, end and label."""

_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)\s*['’](?:s\b)?$", re.IGNORECASE)


def score(pair: Pair, *, trim_articles: bool = True) -> Mapping[str, Score]:
    """The scores of a document. `trim_articles`: a leading article and a final possessive count on neither side."""
    gold, predicted = (find_mentions(document, trim_articles=trim_articles) for document in (pair.gold, pair.predicted))
    labels = sorted({label for *_, label in gold | predicted})
    return {
        "strict": count_shared(gold, predicted),
        "boundaries": count_shared({mention[:2] for mention in gold}, {mention[:2] for mention in predicted}),
        "overlap": Score(len(gold), len(predicted), _count_overlaps(gold, predicted)),
        **{f"strict/{label}": count_shared(_only(label, gold), _only(label, predicted)) for label in labels},
    }


def find_mentions(document: Document, *, trim_articles: bool = False) -> set[Mention]:
    """What is labelled in a document, each stretch once with a label."""
    return {(*(trim(span) if trim_articles else span.offsets), span.label) for span in document.spans()}


def trim(span: Span) -> Offsets:
    """Offsets without a leading article and a final possessive."""
    article = _ARTICLE.match(span.text)
    start = article.end() if article else 0
    possessive = _POSSESSIVE.search(span.text[start:])
    return span.start + start, span.end - (len(possessive[0]) if possessive else 0)


def count_shared(gold: AbstractSet[Hashable], predicted: AbstractSet[Hashable]) -> Score:
    """Items that are right where both sides hold them."""
    return Score(len(gold), len(predicted), len(gold & predicted))


def _only(label: str, mentions: Iterable[Mention]) -> set[Mention]:
    return {mention for mention in mentions if mention[2] == label}


def _count_overlaps(gold: set[Mention], predicted: set[Mention]) -> int:
    """The most mentions that can be paired one to one with an overlapping one of their label."""
    return sum(
        best_total(ours, theirs, lambda mine, other: int(overlaps(mine, other)))
        for ours, theirs in _groups(gold, predicted)
    )


def _groups(gold: set[Mention], predicted: set[Mention]) -> Iterator[tuple[list[Offsets], list[Offsets]]]:
    """Gold and predicted offsets in groups, so that only those of one group can overlap and have one label.

    Pairing is cubic in the size of a group, and groups are small however long the document is.
    """
    sides: tuple[list[Offsets], list[Offsets]] = ([], [])
    place, reach = "", 0
    marked = [(label, start, end, side) for side, found in enumerate((gold, predicted)) for start, end, label in found]
    for label, start, end, side in sorted(marked):
        if label != place or start >= reach:
            yield sides
            sides, place, reach = ([], []), label, 0
        sides[side].append((start, end))
        reach = max(reach, end)
    yield sides
