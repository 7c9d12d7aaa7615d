"""CoNLL columns: one token a line with its offsets and its tag in IOB2, an empty line after each sentence.

    # newdoc id = talks
    # text = "Ruiz met …"
    # sentence = 0 18
    Ruiz<TAB>0<TAB>4<TAB>B-PERSON

What stands in no sentence has a block without the line `# sentence`. The format holds spans alone: normal forms,
attributes, links, arcs and facts are not in it. Tokens are the document's own, or words and signs where it has none,
cut where a span begins or ends.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.align import index_at
from pipeline.convert.canonical import canonical
from pipeline.errors import FormatError
from pipeline.records import Document, Entity, Offsets, Span, Value
from pipeline.schema import load_schema

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"# sentence = (\d+) (\d+)")
_META = re.compile(r"# (newdoc id|created|title|text) = (.*)")


def write(documents: Iterable[Document], out: Path) -> None:
    """Write the documents to one file."""
    lines = [f"{line}\n" for document in documents for line in _lines(document)]
    with out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _lines(document: Document) -> Iterator[str]:
    if document.id.splitlines() != [document.id]:
        raise FormatError(f"the id {document.id!r} is not one line, as CoNLL has it; rename the document")
    yield f"# newdoc id = {document.id}"
    for name in ("created", "title"):
        if (value := getattr(document, name)) is not None:
            yield f"# {name} = {json.dumps(value, ensure_ascii=False)}"
    yield f"# text = {json.dumps(document.content, ensure_ascii=False)}"
    tokens = list(tokens_of(document))
    block: int | None = -1
    for token, tag in zip(tokens, iob2(tokens, document.spans()), strict=True):
        sentence = index_at(document.sentences, token[0])
        if sentence != block:
            yield from ("",) if block != -1 else ()
            yield from () if sentence is None else ("# sentence = {} {}".format(*document.sentences[sentence]),)
            block = sentence
        yield "\t".join((document.content[slice(*token)], str(token[0]), str(token[1]), tag))
    yield ""


def tokens_of(document: Document) -> Iterator[Offsets]:
    """The tokens of a document, cut where a span or a sentence begins or ends inside one."""
    text = document.content
    cuts = {place for offsets in (*(s.offsets for s in document.spans()), *document.sentences) for place in offsets}
    for start, end in document.tokens or (match.span() for match in _TOKEN.finditer(text)):
        places = [start, *sorted(cut for cut in cuts if start < cut < end), end]
        yield from pairwise(places)


def iob2(tokens: Sequence[Offsets], spans: Iterable[Span]) -> list[str]:
    """The tags of tokens that no span cuts: `B-LABEL` for the first of a span, `I-LABEL` for the others, else `O`."""
    tags = ["O"] * len(tokens)
    index_of = {start: index for index, (start, _) in enumerate(tokens)}
    for span in spans:
        if span.start not in index_of:
            raise FormatError(f"{span.id} {span.offsets}: no token begins where the span begins; start it at a word")
        index = index_of[span.start]
        prefix = "B"
        while index < len(tokens) and tokens[index][0] < span.end:
            tags[index], prefix = f"{prefix}-{span.label}", "I"
            index += 1
    return tags


@dataclass(slots=True)
class _Block:
    """What the lines of one document say."""

    meta: dict[str, Any] = field(default_factory=dict)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    sentences: list[Offsets] = field(default_factory=list)

    def add(self, start: int, end: int, tag: str) -> None:
        """Take up one token."""
        prefix, _, label = tag.partition("-")
        if prefix == "B":
            self.spans.append((start, end, label))
        elif prefix == "I":
            first, _, before = self.spans.pop()
            if before != label:
                raise ValueError(f"I-{label} goes on where {before} was; IOB2 begins every span with B-")
            self.spans.append((first, end, label))
        elif tag != "O":
            raise ValueError(f"the tag is {tag!r}, expected B-LABEL, I-LABEL or O")


def read(path: Path) -> Iterator[Document]:
    """The documents of a file that `write` wrote. Raises FormatError naming file and line."""
    block: _Block | None = None
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                if line.startswith("# newdoc id = "):
                    yield from () if block is None else (_document(path, block),)
                    block = _Block()
                if block is None:
                    raise ValueError("expected '# newdoc id = …' first")
                _take(block, line.rstrip("\n"))
            except (ValueError, IndexError) as error:
                raise FormatError(f"{path}:{number}: {error}") from error
    if block is not None:
        yield _document(path, block)


def _take(block: _Block, line: str) -> None:
    if meta := _META.fullmatch(line):
        block.meta[meta[1]] = meta[2] if meta[1] == "newdoc id" else json.loads(meta[2])
    elif sentence := _SENTENCE.fullmatch(line):
        block.sentences.append((int(sentence[1]), int(sentence[2])))
    elif line:
        columns = line.split("\t")
        if len(columns) != 4:  # noqa: PLR2004 (the columns of the format)
            raise ValueError(f"found {len(columns)} columns, expected token, start, end and tag, parted by tabs")
        block.add(int(columns[1]), int(columns[2]), columns[3])


def _document(path: Path, block: _Block) -> Document:
    schema = load_schema()
    text = block.meta.get("text")
    if not isinstance(text, str):
        raise FormatError(f"{path}: document {block.meta.get('newdoc id')!r} has no '# text = …'")
    entities, values = [], []
    for number, (start, end, label) in enumerate(block.spans):
        keys: dict[str, Any] = {"start": start, "end": end, "label": label, "text": text[start:end], "id": str(number)}
        if label in schema.values:
            values.append(Value(**keys))
        else:
            entities.append(Entity(**keys, status="asserted" if label in schema.triggers else None))
    document = Document(
        id=block.meta["newdoc id"],
        text=text,
        created=block.meta.get("created"),
        title=block.meta.get("title"),
        encoding="utf-8",
        sentences=tuple(block.sentences),
        entities=tuple(entities),
        values=tuple(values),
    )
    try:
        return canonical(document)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from error
