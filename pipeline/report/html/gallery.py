"""The errors in the text: sentence by sentence, gold and prediction side by side, where something is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.align import index_at
from pipeline.evaluation.confusion import SpanMatch
from pipeline.evaluation.matching import Pair
from pipeline.records import Fact, Offsets, Span
from pipeline.report.html.cards import Card, Stages, compare
from pipeline.report.html.forms import describe_form, form_of
from pipeline.report.html.text import Mark, Piece, cut, mark, spread
from pipeline.schema import load_schema

KINDS: Mapping[str, str] = {
    "missed": "span missed",
    "spurious": "span too many",
    "label": "wrong label",
    "boundary": "wrong boundary",
    "both": "wrong label and boundary",
    "form": "other form",
    "missed fact": "fact missed",
    "wrong fact": "wrong fact",
}
"""Every kind of error, in the order of the filter, and its words."""


@dataclass(frozen=True, slots=True)
class SpanError:
    """A span that is not right, with what stands on either side.

    `form` is a span that is right and has another normal form, status or phase; `forms` says which, gold first.
    """

    kind: str
    labels: tuple[str, ...]
    stage: str
    gold: Span | None
    predicted: Span | None
    forms: tuple[str, str] | None

    @property
    def words(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence with errors: both lines, `predicted` null where its spans are those of gold; `number` counts from 1.

    Errors that have no place in the text stand in a block without number or lines.
    """

    number: int | None
    gold: tuple[Piece, ...]
    predicted: tuple[Piece, ...] | None
    spans: tuple[SpanError, ...]
    facts: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DocumentErrors:
    """The errors of one document; `key` is its anchor in the page."""

    key: str
    id: str
    title: str
    created: str | None
    blocks: tuple[Block, ...]

    @property
    def errors(self) -> int:
        """How many errors there are, a missed and a wrong fact on one card counted once."""
        return sum(len(block.spans) + len(block.facts) for block in self.blocks)


def show_errors(key: str, pair: Pair, matches: Sequence[SpanMatch], stages: Stages) -> DocumentErrors:
    """What is wrong in a document; `matches` are its spans, `stages` say what its fact errors are owed to."""
    title = pair.gold.title or pair.predicted.title or pair.gold.id
    created = pair.gold.created or pair.predicted.created
    return DocumentErrors(key, pair.gold.id, title, created, tuple(_blocks(pair, matches, stages)))


def _blocks(pair: Pair, matches: Sequence[SpanMatch], stages: Stages) -> Iterator[Block]:
    stretches = cut(pair.gold) or cut(pair.predicted)
    content = pair.gold.text or pair.predicted.text or ""
    in_stretch: defaultdict[int | None, list[SpanMatch]] = defaultdict(list)
    for match in matches:
        in_stretch[index_at(stretches, min(span.start for span in match.spans))].append(match)
    cards: defaultdict[int | None, list[Card]] = defaultdict(list)
    for card in compare(pair, stages):
        cards[index_at(stretches, _place(card.facts))].append(card)
    for index in [*range(len(stretches)), None]:
        errors = tuple(_span_error(match) for match in in_stretch[index] if _kind(match) != "right")
        same_spans = all(match.kind == "right" for match in in_stretch[index])
        if errors or cards[index]:
            gold, predicted = _lines(content, None if index is None else stretches[index], in_stretch[index])
            number = None if index is None else index + 1
            yield Block(number, gold, None if same_spans else predicted, errors, tuple(cards[index]))


def _place(facts: Iterable[Fact]) -> int:
    """Where the evidence of the first fact begins; -1 where none is given."""
    return next((start for fact in facts for start, _ in fact.evidence), -1)


def _lines(
    content: str, stretch: Offsets | None, matches: Sequence[SpanMatch]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if stretch is None:
        return (), ()
    gold = [Mark(*match.gold.offsets, _kind(match), match.gold.label) for match in matches if match.gold]
    predicted = [
        Mark(*match.predicted.offsets, _kind(match), match.predicted.label) for match in matches if match.predicted
    ]
    outer = spread(stretch, [*gold, *predicted])
    return mark(content, outer, gold), mark(content, outer, predicted)


def _kind(match: SpanMatch) -> str:
    if match.kind == "right" and len({form_of(span) for span in match.spans}) > 1:
        return "form"
    return match.kind


def _span_error(match: SpanMatch) -> SpanError:
    kind = _kind(match)
    labels = tuple(dict.fromkeys(span.label for span in match.spans))
    stage = "values" if labels[0] in load_schema().values else "entities"
    forms = (describe_form(match.gold), describe_form(match.predicted)) if match.gold and match.predicted else None
    return SpanError(kind, labels, stage, match.gold, match.predicted, forms if kind == "form" else None)
