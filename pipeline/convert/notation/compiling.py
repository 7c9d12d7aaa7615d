"""From the notation to a document: spans, clusters, arcs with their mentions, facts."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TypeVar

from pipeline.align import index_at
from pipeline.convert.canonical import whole_clusters
from pipeline.convert.notation.marks import Mark, align, read_marks
from pipeline.convert.notation.norms import read_change
from pipeline.convert.notation.notes import Note, read_note
from pipeline.corpus import is_date
from pipeline.errors import FormatError
from pipeline.records import Arc, Document, Entity, Links, Office, Offsets, Pointer, Span, Value, Zone
from pipeline.schema import load_schema
from pipeline.stages.facts.assembly import assemble

_SECTION = re.compile(r"\[(text|arcs)\]")
_CREATED = re.compile(r"created: (\S+)")
_ARC = re.compile(r"(\S+) ([a-z_]+) ([^=]+?)(?:\s*=\s*(.+))?")
_END = re.compile(r"([^/\s]+)(?:/(\d+))?")

_Lines = list[tuple[int, str]]
_Result = TypeVar("_Result")


def compile_notation(written: str, source: Document) -> Document:
    """The document whose text is that of `source`, with the layers that the notation gives it.

    A line `created: YYYY-MM-DD` before the text is the date of a text that gives none. Raises FormatError with one
    line for each problem, which begins with the number of the line where it stands.
    """
    sections = _sections(written)
    created = _created(sections["head"])
    source = replace(source, created=source.created or created)
    marked = read_marks(sections["text"])
    places = align(marked, source.content)
    problems: list[str] = []
    draft = _Draft(source.content, problems)
    for mark in marked.marks:
        note = _attempt(problems, mark.line, partial(read_note, mark.note))
        if note is not None:
            draft.add(mark, note, (places[mark.start], places[mark.end - 1] + 1))
    sentences = tuple((places[start], places[end - 1] + 1) for start, end in marked.sentences)
    document = draft.document(replace(source, sentences=sentences))
    arcs = tuple(draft.arcs(document, sections["arcs"]))
    if problems:
        raise FormatError("\n".join(sorted(problems, key=lambda line: int(line.partition(":")[0]))))
    document = replace(document, relations=arcs)
    return replace(document, facts=assemble(document))


def _sections(written: str) -> dict[str, _Lines]:
    """The numbered lines of each section; empty lines and lines that begin with # are left out."""
    sections: dict[str, _Lines] = {"head": [], "text": [], "arcs": []}
    here = sections["head"]
    for number, line in enumerate(written.splitlines(), 1):
        stripped = line.strip()
        if match := _SECTION.fullmatch(stripped):
            here = sections[match[1]]
        elif stripped and not stripped.startswith("#"):
            here.append((number, line.rstrip() if here is sections["text"] else stripped))
    return sections


def _created(lines: _Lines) -> str | None:
    """The date in the head. Raises FormatError if anything else stands there."""
    created = None
    for number, line in lines:
        match = _CREATED.fullmatch(line)
        if match is None or not is_date(match[1]):
            raise FormatError(f"{number}: found {line[:40]!r} before [text], expected 'created: YYYY-MM-DD' or nothing")
        created = match[1]
    return created


def _attempt(problems: list[str], line: int, read: Callable[[], _Result]) -> _Result | None:
    try:
        return read()
    except ValueError as error:
        problems.append(f"{line}: {error}")
        return None


@dataclass(slots=True)
class _Draft:
    """What the marks have given so far; `keys` are the ids that its author gave, by span, `lines` where they stand."""

    text: str
    problems: list[str]
    spans: list[Span] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    countries: list[str | None] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    pointers: list[tuple[Offsets, tuple[str, ...], int]] = field(default_factory=list)
    mentions: dict[str, list[Span]] = field(default_factory=dict)

    def add(self, mark: Mark, note: Note, offsets: Offsets) -> None:
        """Take up one mark."""
        if note.label == "->":
            self.pointers.append((offsets, note.targets, mark.line))
        elif note.label in load_schema().attributes["zone"]:
            self.zones.append(Zone(*offsets, note.label))
        else:
            self.spans.append(_span(note, offsets, self.text))
            self.keys.append(note.key)
            self.lines.append(mark.line)
            self.countries.append(note.attributes.get("country"))

    def document(self, plain: Document) -> Document:
        """The document with spans, zones and links."""
        for (first, second), line in zip(pairwise(self.spans), self.lines[1:], strict=False):
            if second.start < first.end:
                self.problems.append(f"{line}: {second.text!r} overlaps {first.text!r}; spans are flat")
        numbered = _numbered(self.spans)
        for span, key in zip(numbered, self.keys, strict=True):
            if key is not None:
                self.mentions.setdefault(key, []).append(span)
        entities = tuple(span for span in numbered if isinstance(span, Entity))
        values = tuple(span for span in numbered if isinstance(span, Value))
        title = next((zone for zone in self.zones if zone.kind == "title"), None)
        document = replace(
            plain,
            title=plain.title or (" ".join(self.text[title.start : title.end].split()) if title else None),
            zones=tuple(self.zones),
            entities=entities,
            values=values,
        )
        return replace(document, links=self._links(numbered))

    def _links(self, numbered: list[Span]) -> Links:
        countries = self._countries(numbered)
        pointers = []
        for offsets, targets, line in self.pointers:
            found = [_attempt(self.problems, line, partial(self._named, target)) or [] for target in targets]
            pointers.append(
                Pointer(*offsets, tuple(_last_before(mentions, offsets).id for mentions in found if mentions))
            )
        return Links(_clusters(numbered, self.keys), countries, tuple(pointers))

    def _countries(self, numbered: list[Span]) -> dict[str, str]:
        """Span id → country, which all places and peoples of one id share."""
        of_key = {key: code for key, code in zip(self.keys, self.countries, strict=True) if key and code}
        return {
            span.id: code
            for span, key, own in zip(numbered, self.keys, self.countries, strict=True)
            if (code := own or (of_key.get(key) if key else None)) and span.label in {"GPE", "NORP"}
        }

    def arcs(self, document: Document, lines: _Lines) -> Iterator[Arc]:
        """The arcs of the section [arcs]: `HEAD role ARGUMENT, ARGUMENT [= change]`; ids are ID or ID/MENTION."""
        for number, line in lines:
            match = _ARC.fullmatch(line)
            if match is None:
                self.problems.append(f"{number}: found {line!r}, expected HEAD role ARGUMENT[, ARGUMENT] [= change]")
                continue
            head, role, arguments, change = match.groups()
            norm = _attempt(self.problems, number, partial(read_change, change)) if change else None
            for argument in arguments.split(","):
                try:
                    pair = self._pair(document, head, role, argument.strip())
                    yield Arc(pair[0].id, role, pair[1].id, norm)
                except ValueError as error:
                    self.problems.append(f"{number}: {error}")

    def _pair(self, document: Document, head: str, role: str, argument: str) -> tuple[Span, Span]:
        """The mentions that an arc joins: where none is named, the head that stands or points nearest the argument."""
        schema = load_schema()
        heads, arguments = self._named(head), self._named(argument)
        pairs = [(h, a) for h in heads for a in arguments if h != a and schema.allows(h.label, role, a.label)]
        if not pairs:
            labels = f"{heads[0].label} {head!r} to {arguments[0].label} {argument!r}"
            raise ValueError(f"the schema has no {role} from {labels}")
        fitting = [h for h in heads if any(h == other for other, _ in pairs)]
        chosen = next((h for h in fitting if self._speaks_of(document, h, _partners(pairs, h), argument)), fitting[0])
        return chosen, _nearest(_partners(pairs, chosen), chosen.offsets, document.sentences)

    def _named(self, written: str) -> list[Span]:
        match = _END.fullmatch(written)
        found = self.mentions.get(match[1], []) if match else []
        if match and match[2] and found:
            index = int(match[2])
            found = found[index - 1 : index]
        if not found:
            raise ValueError(f"no mark has the id {written!r}; ids here: {', '.join(sorted(self.mentions)) or 'none'}")
        return found

    def _speaks_of(self, document: Document, head: Span, arguments: Iterable[Span], key: str) -> bool:
        """Whether the head's sentence names one of the arguments, or points to it."""
        here = index_at(document.sentences, head.start)
        if any(index_at(document.sentences, argument.start) == here for argument in arguments):
            return True
        name = key.partition("/")[0]
        pointed = (at for at, targets, _ in self.pointers if name in {target.partition("/")[0] for target in targets})
        return any(index_at(document.sentences, start) == here for start, _ in pointed)


def _span(note: Note, offsets: Offsets, text: str) -> Span:
    mention = text[slice(*offsets)]
    start, end = offsets
    schema = load_schema()
    if note.label in schema.values:
        norm = None if isinstance(note.norm, Office) else note.norm
        return Value(start=start, end=end, label=note.label, text=mention, norm=norm)
    office = note.norm if isinstance(note.norm, Office) else None
    if note.label == "TITLE" and office is None:
        office = Office(" ".join(mention.split()))
    status = note.attributes.get("status", "asserted") if note.label in schema.triggers else None
    phase = note.attributes.get("phase", "begin") if note.label == "APPOINTMENT" else None
    return Entity(start=start, end=end, label=note.label, text=mention, norm=office, status=status, phase=phase)


def _numbered(spans: Iterable[Span]) -> list[Span]:
    counters: defaultdict[str, int] = defaultdict(int)
    numbered = []
    for span in spans:
        prefix = "v" if isinstance(span, Value) else "e"
        counters[prefix] += 1
        numbered.append(replace(span, id=f"{prefix}{counters[prefix]}"))
    return numbered


def _clusters(spans: Sequence[Span], keys: Sequence[str | None]) -> tuple[tuple[str, ...], ...]:
    """Mentions of one id and label, and names of one surface and label, are one; single mentions are left out."""
    names = load_schema().names - {"TITLE"}
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for span, key in zip(spans, keys, strict=True):
        if key is not None:
            groups["id", key, span.label].append(span.id)
        if span.label in names:
            groups["surface", " ".join(span.text.split()), span.label].append(span.id)
    return whole_clusters(groups.values(), {span.id: number for number, span in enumerate(spans)})


def _nearest(mentions: Sequence[Span], offsets: Offsets, sentences: Sequence[Offsets]) -> Span:
    """The mention in the same sentence that is nearest; else the last one before, else the first after."""
    here = index_at(sentences, offsets[0])
    same = [mention for mention in mentions if index_at(sentences, mention.start) == here]
    if same:
        return min(same, key=lambda mention: max(mention.start - offsets[1], offsets[0] - mention.end))
    return _last_before(mentions, offsets)


def _partners(pairs: Sequence[tuple[Span, Span]], head: Span) -> list[Span]:
    return [argument for other, argument in pairs if other == head]


def _last_before(mentions: Sequence[Span], offsets: Offsets) -> Span:
    before = [mention for mention in mentions if mention.start < offsets[0]]
    return before[-1] if before else mentions[0]
