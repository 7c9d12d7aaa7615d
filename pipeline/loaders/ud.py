"""Universal Dependencies as raw text with its sentences (Nivre et al. 2020), packed as one JSON object a document.

    {"doc_id": "weblog-1", "text": "It rained. We stayed.", "sentences": [[0, 10], [11, 21]], "paragraph_starts": [0]}

Offsets are half-open and count code points.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pipeline.align import contains, trim
from pipeline.loaders.common.files import expecting, read_objects
from pipeline.records import Document, Offsets

_EXPECTED = "doc_id, text, and sentences and paragraph_starts as offsets in text order"


def load(path: Path, *, unit: Literal["documents", "paragraphs"] = "documents") -> Iterator[Document]:
    """Texts with their sentences: whole documents, or each paragraph as a text, `ID#1`, `ID#2` …, without white space
    at its ends.

    Raises FormatError for a line that lacks something, and for a sentence outside every paragraph.
    """
    for place, data in read_objects(path):
        with expecting(place, _EXPECTED):
            yield from _paragraphs(data) if unit == "paragraphs" else [_document(data)]


def _document(data: dict[str, Any]) -> Document:
    sentences = tuple((int(start), int(end)) for start, end in data["sentences"])
    for start, end in sentences:
        if not 0 <= start < end <= len(data["text"]):
            raise ValueError(f"the sentence {[start, end]} is not inside the text")
    return Document(id=data["doc_id"], text=data["text"], sentences=sentences)


def _paragraphs(data: dict[str, Any]) -> list[Document]:
    whole = _document(data)
    stretches = [trim(whole.content, stretch) for stretch in pairwise((*data["paragraph_starts"], len(whole.content)))]
    found = [_paragraph(whole, f"{whole.id}#{number}", stretch) for number, stretch in enumerate(stretches, 1)]
    if sum(len(paragraph.sentences) for paragraph in found) != len(whole.sentences):
        raise ValueError("a sentence lies outside every paragraph")
    return found


def _paragraph(whole: Document, name: str, stretch: Offsets) -> Document:
    first, last = stretch
    sentences = (sentence for sentence in whole.sentences if contains(stretch, sentence))
    return Document(
        id=name,
        text=whole.content[first:last],
        sentences=tuple((start - first, end - first) for start, end in sentences),
    )
