"""A document in the terminal: its sentences with marked spans, its entities, values and facts."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.align import index_at
from pipeline.records import Argument, Document, Entity, Fact, Offsets, Span
from pipeline.report.norms import describe_argument, format_norm
from pipeline.schema import load_schema

WIDTH_OF_A_PIPE = 120
WIDEST_ARGUMENT = 40

_DIM = "dim"
_WIDEST_ROLE = len("destination")


def open_console(file: TextIO | None = None) -> Console:
    """A console as wide as the terminal; where there is none, 120 columns (or COLUMNS) and no colour."""
    console = Console(file=file, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_A_PIPE
    return console


def show_documents(documents: Iterable[Document], console: Console, *, facts_only: bool = False) -> None:
    """Print the documents, one after another; `facts_only` leaves out sentences, entities and values."""
    for document in documents:
        console.print(_heading(document))
        for part in _facts(document) if facts_only else _everything(document):
            console.print()
            console.print(part)
        console.print()


def _heading(document: Document) -> Text:
    details = [document.id] if document.title else []
    details.append(document.created or "no date")
    return Text.assemble((document.title or document.id, "bold"), "\n", (" · ".join(details), _DIM))


def _everything(document: Document) -> Iterator[RenderableType]:
    if document.text is not None:
        yield _sentences(document)
    if document.entities:
        yield _entities(document)
    if document.values:
        yield _values(document)
    yield from _facts(document)


def _sentences(document: Document) -> Table:
    """The numbered sentences, every span in brackets with its label."""
    spans_in: dict[int | None, list[Span]] = {}
    for span in document.spans():
        spans_in.setdefault(index_at(document.sentences, span.start), []).append(span)
    table = _table("", "Text")
    for index, sentence in enumerate(document.sentences):
        table.add_row(str(index + 1), _marked(document.content, sentence, spans_in.get(index, [])))
    return table


def _marked(content: str, sentence: Offsets, spans: Iterable[Span]) -> Text:
    position, text = sentence[0], Text()
    for span in spans:
        text.append(content[position : span.start])
        text.append("[", _DIM).append(span.text, _style(span.label)).append(f" {span.label}]", _DIM)
        position = span.end
    text.append(content[position : sentence[1]])
    return Text(" ").join(text.split())


def _entities(document: Document) -> Table:
    """Under each label its entities: the surfaces of a cluster together, with their country and number of mentions."""
    table = _table("Label", "Entities")
    for label in dict.fromkeys(entity.label for entity in document.entities):
        table.add_row(Text(label, _style(label)), "; ".join(_clusters(document, label)))
    return table


def _clusters(document: Document, label: str) -> Iterator[str]:
    cluster_of = document.links.cluster_of()
    members: dict[tuple[str, ...], list[Entity]] = {}
    for entity in document.entities:
        if entity.label == label:
            members.setdefault(cluster_of.get(entity.id, (entity.id,)), []).append(entity)
    for entities in members.values():
        surfaces = Counter(entity.text for entity in entities)
        country = document.links.countries.get(entities[0].id)
        number = f" ×{len(entities)}" if len(entities) > 1 else ""
        yield " = ".join(surfaces) + (f" [{country}]" if country else "") + number


def _values(document: Document) -> Table:
    explained = any(value.details is not None for value in document.values)
    table = _table("", "Label", "Value", "Normal form", *(("Read against",) if explained else ()))
    for value in document.values:
        norm = Text("?", "red") if value.norm is None else Text(format_norm(value.norm, value.label))
        known = "" if value.details is None else value.details.resolved or value.details.reason or ""
        row = (_place(document, value.start), Text(value.label, _style(value.label)), value.text, norm)
        table.add_row(*row, *((known,) if explained else ()))
    return table


def _facts(document: Document) -> Iterator[RenderableType]:
    """Events as blocks with arguments in columns of one width for all; then the static facts, one a line."""
    labels = {span.id: span.label for span in document.spans()}
    events = [fact for fact in document.facts if fact.trigger is not None]
    static = [fact for fact in document.facts if fact.trigger is None]
    fillers = [filler.text for fact in events for group in fact.arguments.values() for filler in group]
    width = min(max(map(cell_len, fillers), default=0), WIDEST_ARGUMENT)
    for fact in events:
        yield Group(_event_heading(document, fact), _arguments(fact, labels, width=width))
    if static:
        yield _static(document, static, labels)


def _event_heading(document: Document, fact: Fact) -> Text:
    trigger = fact.trigger.text if fact.trigger else ""
    details = (fact.status, fact.phase, f"sentence {_sentence_numbers(document, fact)}")
    shown = " · ".join(detail for detail in details if detail)
    return Text.assemble((fact.type, _style(fact.type)), "  ", (trigger, "bold"), "  ", (shown, _DIM))


def _arguments(fact: Fact, labels: Mapping[str, str], *, width: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=2)
    grid.add_column(style=_DIM, min_width=_WIDEST_ROLE)
    grid.add_column(min_width=width, overflow="fold")
    grid.add_column(style="green", overflow="fold")
    for role, fillers in fact.arguments.items():
        for number, filler in enumerate(fillers):
            grid.add_row("", "" if number else role, filler.text, _norm(filler, labels))
    return grid


def _static(document: Document, facts: Iterable[Fact], labels: Mapping[str, str]) -> Table:
    table = _table("", "Head", "Fact", "Argument")
    for fact in facts:
        head, argument = (_joined(fact.arguments.get(role, ()), labels) for role in ("head", "argument"))
        table.add_row(_sentence_numbers(document, fact), head, Text(fact.type, _style(fact.type)), argument)
    return table


def _joined(fillers: Iterable[Argument], labels: Mapping[str, str]) -> Text:
    shown = (Text.assemble(filler.text, (f" {_norm(filler, labels)}", "green")) for filler in fillers)
    joined = Text("; ").join(shown)
    joined.rstrip()
    return joined


def _norm(filler: Argument, labels: Mapping[str, str]) -> str:
    """The country or normal form of a filler, or nothing where it would repeat the text."""
    norm = describe_argument(filler, labels.get(filler.id))
    return "" if norm == filler.text else norm


def _sentence_numbers(document: Document, fact: Fact) -> str:
    return ", ".join(dict.fromkeys(_place(document, start) for start, _ in fact.evidence))


def _place(document: Document, position: int) -> str:
    index = index_at(document.sentences, position)
    return "" if index is None else str(index + 1)


def _style(label: str) -> str:
    schema = load_schema()
    if label in schema.triggers:
        return "bold yellow"
    return "green" if label in schema.values else "cyan"


def _table(*headings: str) -> Table:
    """A borderless table whose first column, the sentence numbers, is dim."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=_DIM, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(
            heading, style="" if heading else _DIM, justify="left" if heading else "right", overflow="fold"
        )
    return table
