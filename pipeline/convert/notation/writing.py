"""From a document to the notation, to be mended by hand and compiled again."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from pipeline.align import gaps
from pipeline.convert.notation.norms import write_change, write_norm
from pipeline.records import Arc, Document, Entity, Offsets, Span, Value


def write_notation(document: Document) -> str:
    """The notation of a document; `compile_notation` gives the same layers again."""
    keys = _keys(document)
    mentions = _mentions(document, keys)
    lines = ["[text]", *_lines(document, keys, mentions)]
    if document.relations:
        lines += ["", "[arcs]", *(_arc(arc, mentions) for arc in document.relations)]
    return "\n".join(lines) + "\n"


def _keys(document: Document) -> dict[str, str]:
    """Span id → a short id for its entity or event, where clusters, arcs or pointers need one."""
    cluster_of = document.links.cluster_of()
    used = {end for arc in document.relations for end in (arc.head, arc.argument)} | set(cluster_of)
    used |= {target for pointer in document.links.pointers for target in pointer.targets}
    numbers: Counter[str] = Counter()
    keys: dict[str, str] = {}
    for span in document.spans():
        if span.id in used and span.id not in keys:
            letter = span.label[0].lower()
            numbers[letter] += 1
            keys |= dict.fromkeys(cluster_of.get(span.id, (span.id,)), f"{letter}{numbers[letter]}")
    return keys


def _mentions(document: Document, keys: Mapping[str, str]) -> dict[str, str]:
    """Span id → `ID/NUMBER` of the mention."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for span in document.spans():
        if span.id in keys:
            members[keys[span.id]].append(span.id)
    return {one: f"{key}/{number}" for key, ids in members.items() for number, one in enumerate(ids, 1)}


def _lines(document: Document, keys: Mapping[str, str], mentions: Mapping[str, str]) -> Iterator[str]:
    """The text, a line for each sentence and each stretch between them, with its marks."""
    text = document.content
    marks: list[tuple[Offsets, str]] = [((zone.start, zone.end), zone.kind) for zone in document.zones]
    marks += [(span.offsets, _note(document, span, keys)) for span in document.spans()]
    for pointer in document.links.pointers:
        targets = " ".join(mentions[target] for target in pointer.targets)
        marks.append(((pointer.start, pointer.end), f"-> {targets}"))
    opening: defaultdict[int, str] = defaultdict(str)
    closing: defaultdict[int, str] = defaultdict(str)
    for (start, end), note in sorted(marks, key=lambda mark: mark[0][0] - mark[0][1]):
        opening[start] += "{"
        closing[end - 1] = f"|{note}}}" + closing[end - 1]
    stretches = [("S", sentence) for sentence in document.sentences]
    stretches += [("-", gap) for gap in gaps((0, len(text)), document.sentences) if text[slice(*gap)].strip()]
    for kind, (start, end) in sorted(stretches, key=lambda stretch: stretch[1]):
        marked = (opening[i] + _escaped(text[i]) + closing[i] for i in range(start, end))
        yield f"{kind} {' '.join(''.join(marked).split())}"


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "{}|\\" else character


def _note(document: Document, span: Span, keys: Mapping[str, str]) -> str:
    words = [span.label]
    if span.id in keys:
        words.append(keys[span.id])
    if isinstance(span, Value):
        words.append(f"= {write_norm(span.label, span.norm)}")
    if isinstance(span, Entity):
        words += [word for word in (span.status, span.phase) if word not in (None, "asserted", "begin")]
        words += [code] if (code := document.links.countries.get(span.id)) else []
        if span.norm is not None and span.norm.office != " ".join(span.text.split()):
            words.append(f'office="{span.norm.office}"')
    return " ".join(str(word) for word in words)


def _arc(arc: Arc, mentions: Mapping[str, str]) -> str:
    change = "" if arc.norm is None else f" = {write_change(arc.norm)}"
    return f"{mentions[arc.head]} {arc.label} {mentions[arc.argument]}{change}"
