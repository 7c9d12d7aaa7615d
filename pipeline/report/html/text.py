"""Text of documents made ready to stand in a page: cleaned, cut at sentences, with marked stretches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.align import gaps, keep_disjoint
from pipeline.records import Document, Offsets

_PICTURES = 0x2400
_REPLACEMENT = 0xFFFD
_KEPT = {ord("\t"), ord("\n")}
_VISIBLE = {
    **dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], _REPLACEMENT),
    **{code: _PICTURES + code for code in range(0x20) if code not in _KEPT},
    ord("\r"): ord("\n"),
    0x7F: 0x2421,
}


def clean(text: str) -> str:
    """The text with a visible sign for each character that HTML does not allow; it stays as long as it was.

    Control characters become their control pictures (U+2400 …), or U+FFFD where there is none.
    """
    return text.translate(_VISIBLE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to be marked: `kind` chooses how it looks, `label` stands beside it, `href` and `ref` may link it."""

    start: int
    end: int
    kind: str
    label: str
    href: str | None = None
    ref: int | None = None

    @property
    def offsets(self) -> Offsets:
        """Start and end."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, marked or not; the pieces of a line one after another are its text."""

    text: str
    mark: Mark | None = None


def cut(document: Document) -> tuple[Offsets, ...]:
    """The whole text in stretches that begin where the sentences do, the first one where the text does."""
    if not document.text:
        return ()
    starts = sorted({0, *(start for start, _ in document.sentences[1:] if 0 < start < len(document.text))})
    return tuple(zip(starts, [*starts[1:], len(document.text)], strict=True))


def mark(content: str, outer: Offsets, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The stretch `outer` of the text in pieces.

    Marks count where they begin in it and are cut at its end; of two that overlap the first is kept.
    """
    start, end = outer
    ranked = sorted((m for m in marks if start <= m.start < min(end, m.end)), key=lambda m: (m.start, -m.end))
    kept = keep_disjoint(ranked, lambda m: m.offsets)
    return tuple(_pieces(content, outer, kept))


def _pieces(content: str, outer: Offsets, marks: Sequence[Mark]) -> Iterator[Piece]:
    plain = [(start, end, None) for start, end in gaps(outer, [m.offsets for m in marks])]
    marked = [(m.start, min(m.end, outer[1]), m) for m in marks]
    for start, end, found in sorted([*plain, *marked], key=lambda piece: piece[:2]):
        yield Piece(content[start:end], found)


def spread(outer: Offsets, marks: Iterable[Mark]) -> Offsets:
    """`outer`, drawn out to the end of the marks that begin in it."""
    return outer[0], max([outer[1], *(m.end for m in marks if outer[0] <= m.start < outer[1])])
