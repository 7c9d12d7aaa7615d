"""The Worldwide English newswire set (Shan et al. 2023, arXiv 2404.13465), as `worldwide.jsonl`.

What is done with its flaws:

- The first paragraph is usually the article's address. It is left out, with the few names marked in it.
- The tokens of some documents do not match their text (broken characters, other quotation marks). Their text is
  rebuilt from the tokens (`pipeline.loaders.common.tokens`), so that no document is lost.
- A few `I-` tags open a span; they are read as conlleval reads them. Nested tags are left out.
- Blank lines part paragraphs, not sentences: `sentences` stays empty.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from pipeline.loaders.common.files import expecting, read_objects
from pipeline.loaders.common.tags import find_spans
from pipeline.loaders.common.tokens import Range, align_tokens, detokenize, label_tokens
from pipeline.records import Document, Offsets

_Paragraphs = list[tuple[list[str], list[str]]]


def load(path: Path, *, split: Literal["train", "dev"] | None = None) -> Iterator[Document]:
    """The documents of a split, or all, with tokens and entities. Raises FormatError at a line without them."""
    expected = "a document with 'doc_id', 'split', 'text' and 'paragraphs' of 'tokens' and as many 'tags'"
    for place, data in read_objects(path):
        with expecting(place, expected):
            document = _document(data) if split in (None, data["split"]) else None
        if document:
            yield document


def _document(data: dict[str, Any]) -> Document:
    paragraphs = [_paragraph(paragraph) for paragraph in data["paragraphs"]]
    body = paragraphs[1:] if _is_address(paragraphs) else paragraphs
    text, tokens = _place(data["text"], paragraphs, len(paragraphs) - len(body))
    entities = label_tokens(text, tokens, _ranges(body))
    return Document(id=data["doc_id"], text=text, tokens=tuple(tokens), entities=entities)


def _paragraph(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    tokens, tags = data["tokens"], data["tags"].split()
    if len(tokens) != len(tags):
        raise ValueError(f"found {len(tokens)} tokens with {len(tags)} tags")
    return tokens, tags


def _is_address(paragraphs: _Paragraphs) -> bool:
    return len(paragraphs) > 1 and paragraphs[0][0][0].startswith("http")


def _place(text: str, paragraphs: _Paragraphs, skip: int) -> tuple[str, list[Offsets]]:
    """The text from paragraph `skip` on, as given or else rebuilt, and its tokens."""
    found = align_tokens(text, chain.from_iterable(tokens for tokens, _ in paragraphs))
    if found is None:
        text, offsets = detokenize((tokens for tokens, _ in paragraphs[skip:]), "\n\n")
        return text, list(chain.from_iterable(offsets))
    found = found[sum(len(tokens) for tokens, _ in paragraphs[:skip]) :]
    start = found[0][0] if skip else 0
    return text[start:], [(first - start, end - start) for first, end in found]


def _ranges(paragraphs: _Paragraphs) -> Iterator[Range]:
    start = 0
    for tokens, tags in paragraphs:
        for first, last, label in find_spans(tags):
            yield start + first, start + last, label
        start += len(tokens)
