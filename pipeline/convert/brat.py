"""brat stand-off (Stenetorp et al. 2012): a `.txt` and an `.ann` for each document, and what configures brat.

Spans are text-bound annotations, arcs relations, clusters equivalences, status, phase and country attributes; normal
forms stand in notes as JSON. Sentences, zones, pointers and the document's metadata, for which brat has no place of its
own, are text-bound too (`Sentence`, `Zone_title`, `Pointer`, `Document`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.convert.canonical import canonical
from pipeline.convert.guard import files_of
from pipeline.countries import load_countries
from pipeline.errors import FormatError
from pipeline.norms import norm_from_dict, norm_to_dict
from pipeline.records import Arc, Change, Document, Entity, Links, Office, Offsets, Pointer, Value, Zone
from pipeline.schema import load_schema

_ATTRIBUTES = ("Status", "Phase", "Country")
_ZONE = "Zone_"


def write(documents: Iterable[Document], out: Path) -> None:
    """Write the documents below `out`, with `annotation.conf` and `visual.conf`."""
    documents = list(documents)
    files = files_of((document.id for document in documents), out, ".txt")
    out.mkdir(parents=True, exist_ok=True)
    for document, path in zip(documents, files, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.content, encoding="utf-8", newline="")
        path.with_name(f"{path.stem}.ann").write_text("".join(_Writer(document).lines()), encoding="utf-8")
    (out / "annotation.conf").write_text(annotation_conf(), encoding="utf-8")
    (out / "visual.conf").write_text(visual_conf(), encoding="utf-8")


def read(path: Path) -> Iterator[Document]:
    """The documents of a folder. Raises FormatError naming file and line."""
    for file in sorted(path.rglob("*.ann")):
        text = file.with_suffix(".txt")
        if not text.exists():
            raise FormatError(f"{file}: there is no {text.name} beside it; brat keeps every text in a file of its own")
        name = file.relative_to(path).with_suffix("").as_posix()
        yield _Reader(file).document(name, _text(text))


def _text(file: Path) -> str:
    """The file with its line ends as they are."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"{file}: not UTF-8 ({error}); save it in UTF-8") from error


@dataclass(slots=True)
class _Writer:
    """The lines of one `.ann` file; `numbers` count what was written of each kind."""

    document: Document
    numbers: dict[str, int] = field(default_factory=dict)

    def _next(self, letter: str) -> str:
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{letter}{self.numbers[letter]}"

    def lines(self) -> Iterator[str]:
        document = self.document
        ids: dict[str, str] = {}
        for span in document.spans():
            ids[span.id] = self._next("T")
            yield self._bound(ids[span.id], span.label, span.offsets)
            norm = span.norm if isinstance(span, Entity | Value) else None
            yield from self._note(ids[span.id], norm_to_dict(norm, span.label) if norm else None)
            for name, value in zip(_ATTRIBUTES, self._attributes(span), strict=True):
                if value:
                    yield f"{self._next('A')}\t{name} {ids[span.id]} {value}\n"
        for arc in document.relations:
            relation = self._next("R")
            yield f"{relation}\t{arc.label} Arg1:{ids[arc.head]} Arg2:{ids[arc.argument]}\n"
            yield from self._note(relation, norm_to_dict(arc.norm) if arc.norm else None)
        for cluster in document.links.clusters:
            yield f"*\tsame_as {' '.join(ids[member] for member in cluster)}\n"
        yield from self._frame(ids)

    def _frame(self, ids: Mapping[str, str]) -> Iterator[str]:
        """What brat has no place for: pointers, zones, sentences and metadata."""
        document = self.document
        for pointer in document.links.pointers:
            bound = self._next("T")
            yield self._bound(bound, "Pointer", (pointer.start, pointer.end))
            for target in pointer.targets:
                yield f"{self._next('R')}\tstands_for Arg1:{bound} Arg2:{ids[target]}\n"
        for zone in document.zones:
            yield self._bound(self._next("T"), f"{_ZONE}{zone.kind}", (zone.start, zone.end))
        for sentence in document.sentences:
            yield self._bound(self._next("T"), "Sentence", sentence)
        if document.content:
            bound = self._next("T")
            yield self._bound(bound, "Document", (0, 1))
            yield from self._note(bound, {"created": document.created, "title": document.title})

    def _attributes(self, span: Any) -> tuple[str | None, ...]:
        country = self.document.links.countries.get(span.id)
        return (span.status, span.phase, country) if isinstance(span, Entity) else (None, None, country)

    def _bound(self, name: str, label: str, offsets: Offsets) -> str:
        """A text-bound annotation; brat wants what goes over the end of a line in pieces."""
        text = self.document.content
        places = list(_lines(text, offsets))
        stretches = ";".join(f"{start} {end}" for start, end in places)
        return f"{name}\t{label} {stretches}\t{' '.join(text[start:end] for start, end in places)}\n"

    def _note(self, name: str, data: Mapping[str, Any] | None) -> Iterator[str]:
        if data is not None:
            yield f"{self._next('#')}\tAnnotatorNotes {name}\t{json.dumps(data, ensure_ascii=False)}\n"


def _lines(text: str, offsets: Offsets) -> Iterator[Offsets]:
    start = offsets[0]
    for line in text[slice(*offsets)].splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n")) if start + len(line) < offsets[1] else start + len(line)
        if end > start:
            yield start, end
        start += len(line)


@dataclass(slots=True)
class _Reader:
    """What the lines of one `.ann` file say, by their ids."""

    file: Path
    bounds: dict[str, tuple[str, Offsets]] = field(default_factory=dict)
    relations: list[tuple[str, str, str, str]] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def document(self, name: str, text: str) -> Document:
        readers: Mapping[str, Callable[[list[str]], None]] = {
            "T": self._bound, "R": self._relation, "*": self._group, "A": self._attribute, "M": self._attribute,
            "#": self._note}  # fmt: skip
        for number, line in enumerate(_text(self.file).split("\n"), 1):
            if line.strip():
                try:
                    readers[line[0]](line.rstrip("\r").split("\t"))
                except (KeyError, ValueError, IndexError, TypeError) as error:
                    raise FormatError(f"{self.file}:{number}: not understood: {line[:60]!r} ({error})") from error
        try:
            return self._build(name, text)
        except FormatError as error:
            raise FormatError(f"{self.file}: {error}") from error

    def _bound(self, parts: list[str]) -> None:
        label, _, stretches = parts[1].partition(" ")
        places = [int(place) for stretch in stretches.split(";") for place in stretch.split()]
        self.bounds[parts[0]] = (label, (min(places), max(places)))

    def _relation(self, parts: list[str]) -> None:
        label, first, second = parts[1].split()
        self.relations.append((parts[0], label, first.partition(":")[2], second.partition(":")[2]))

    def _group(self, parts: list[str]) -> None:
        self.groups.append(parts[1].split()[1:])

    def _attribute(self, parts: list[str]) -> None:
        name, target, value = parts[1].split()
        self.attributes[target, name] = value

    def _note(self, parts: list[str]) -> None:
        self.notes[parts[1].split()[1]] = json.loads(parts[2])

    def _build(self, name: str, text: str) -> Document:
        schema = load_schema()
        spans = {key: bound for key, bound in self.bounds.items() if bound[0] in schema.entities | schema.values}
        unknown = {label for label, _ in self.bounds.values()} - schema.entities - schema.values
        unknown = {label for label in unknown if not label.startswith((_ZONE, "Pointer", "Sentence", "Document"))}
        if unknown:
            raise FormatError(f"the schema has no label {', '.join(sorted(unknown))}")
        meta: Mapping[str, Any] = next(
            (self.notes[key] for key, (label, _) in self.bounds.items() if label == "Document"), {}
        )
        document = Document(
            id=name,
            text=text,
            created=meta.get("created"),
            title=meta.get("title"),
            encoding="utf-8",
            sentences=tuple(sorted(offsets for label, offsets in self.bounds.values() if label == "Sentence")),
            zones=tuple(
                Zone(*offsets, label.removeprefix(_ZONE))
                for label, offsets in self.bounds.values()
                if label.startswith(_ZONE)
            ),
            entities=tuple(self._entity(key, text) for key, (label, _) in spans.items() if label in schema.entities),
            values=tuple(self._value(key, text) for key, (label, _) in spans.items() if label in schema.values),
            relations=tuple(self._arcs()),
        )
        countries = {key: code for key in spans if (code := self.attributes.get((key, "Country")))}
        clusters = tuple(tuple(group) for group in self.groups)
        return canonical(replace(document, links=Links(clusters, countries, tuple(self._pointers()))))

    def _entity(self, key: str, text: str) -> Entity:
        label, (start, end) = self.bounds[key]
        norm = norm_from_dict(self.notes[key]) if key in self.notes else None
        schema = load_schema()
        status = self.attributes.get((key, "Status"), "asserted") if label in schema.triggers else None
        phase = self.attributes.get((key, "Phase"), "begin") if label == "APPOINTMENT" else None
        office = norm if isinstance(norm, Office) else None
        return Entity(
            id=key, start=start, end=end, label=label, text=text[start:end], status=status, phase=phase, norm=office
        )

    def _value(self, key: str, text: str) -> Value:
        label, (start, end) = self.bounds[key]
        norm = norm_from_dict(self.notes[key]) if key in self.notes else None
        if isinstance(norm, Office | Change):
            raise FormatError(f"the note of {key} is no normal form of a {label}")
        return Value(id=key, start=start, end=end, label=label, text=text[start:end], norm=norm)

    def _arcs(self) -> Iterator[Arc]:
        for key, label, head, argument in self.relations:
            if label != "stands_for":
                norm = norm_from_dict(self.notes[key]) if key in self.notes else None
                yield Arc(head, label, argument, norm if isinstance(norm, Change) else None)

    def _pointers(self) -> Iterator[Pointer]:
        for key, (label, offsets) in self.bounds.items():
            if label == "Pointer":
                targets = (end for _, name, start, end in self.relations if (name, start) == ("stands_for", key))
                yield Pointer(*offsets, tuple(targets))


def annotation_conf() -> str:
    """The `annotation.conf` of our schema."""
    schema = load_schema()
    spans = sorted(schema.entities | schema.values)
    zones = sorted(f"{_ZONE}{kind}" for kind in schema.attributes["zone"])
    relations = [
        f"{role} Arg1:{head}, Arg2:{'|'.join(sorted(arguments))}"
        for head, roles in sorted(schema.roles.items())
        for role, arguments in sorted(roles.items())
    ]
    entities = "|".join(sorted(schema.names))
    return "\n".join(
        [
            "[entities]", *spans, "Pointer", "Document", "Sentence", *zones, "",
            "[relations]", *relations, "stands_for Arg1:Pointer, Arg2:<ENTITY>",
            "same_as Arg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive", "",
            "[events]", "",
            "[attributes]",
            f"Status Arg:{'|'.join(sorted(schema.triggers))}, Value:{'|'.join(sorted(schema.attributes['status']))}",
            f"Phase Arg:APPOINTMENT, Value:{'|'.join(sorted(schema.attributes['phase']))}",
            f"Country Arg:{entities}, Value:{'|'.join(sorted(set(load_countries().names.values())))}", "",
        ]
    )  # fmt: skip


def visual_conf() -> str:
    """The `visual.conf`: names blue, values green, triggers yellow, the frame of the text grey."""
    schema = load_schema()
    colours = [(schema.names, "#c9dcf2"), (schema.values, "#cfe8cf"), (schema.triggers, "#f6e3a1")]
    lines = [f"{label}\tbgColor:{colour}" for labels, colour in colours for label in sorted(labels)]
    frame = ["Pointer", "Document", "Sentence", *sorted(f"{_ZONE}{kind}" for kind in schema.attributes["zone"])]
    return "\n".join(["[labels]", "", "[drawing]", *lines, *(f"{label}\tbgColor:#eeeeee" for label in frame), ""])
