"""Label Studio: a JSON list of tasks, each with its annotation, and the labelling configuration for our schema.

Spans and pointers are regions with a label; status, phase, country and normal form belong to a region; arcs, clusters
(`same_as`) and what a pointer stands for are relations. What a labeller does not edit (sentences, zones, dates) is in
the data of the task.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.convert.canonical import canonical
from pipeline.errors import FormatError
from pipeline.norms import norm_from_dict, norm_to_dict
from pipeline.records import Arc, Change, Document, Entity, Links, Office, Offsets, Pointer, Value, Zone
from pipeline.schema import load_schema

Json = dict[str, Any]
_ATTRIBUTES = ("status", "phase", "country")


def write(documents: Iterable[Document], out: Path) -> None:
    """Write the documents to one `.json` file, and the configuration beside it as `.xml`."""
    tasks = [_task(document) for document in documents]
    out.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    out.with_suffix(".xml").write_text(labelling_config(), encoding="utf-8")


def _task(document: Document) -> Json:
    data = {
        "id": document.id,
        "text": document.content,
        "created": document.created,
        "title": document.title,
        "sentences": [list(sentence) for sentence in document.sentences],
        "zones": [[zone.start, zone.end, zone.kind] for zone in document.zones],
    }
    return {"data": data, "annotations": [{"result": [*_regions(document), *_relations(document)]}]}


def _regions(document: Document) -> Iterator[Json]:
    for span in document.spans():
        place = (document, span.id, span.offsets)
        yield _region(place, "label", "labels", [span.label])
        attributes = {"country": document.links.countries.get(span.id)}
        if isinstance(span, Entity):
            attributes |= {"status": span.status, "phase": span.phase}
        for name in _ATTRIBUTES:
            if value := attributes.get(name):
                yield _region(place, name, "choices", [value])
        norm = span.norm if isinstance(span, Entity | Value) else None
        if norm is not None:
            written = json.dumps(norm_to_dict(norm, span.label), ensure_ascii=False)
            yield _region(place, "norm", "textarea", [written])
    for arc in document.relations:
        if arc.norm is not None:
            place = (document, arc.argument, document.by_id()[arc.argument].offsets)
            written = json.dumps({"head": arc.head, **norm_to_dict(arc.norm)}, ensure_ascii=False)
            yield _region(place, "change", "textarea", [written])
    for number, pointer in enumerate(document.links.pointers, 1):
        yield _region((document, f"p{number}", (pointer.start, pointer.end)), "label", "labels", ["Pointer"])


def _region(place: tuple[Document, str, Offsets], name: str, kind: str, content: list[str]) -> Json:
    document, key, (start, end) = place
    value: Json = {"start": start, "end": end}
    value |= {"text": content} if kind == "textarea" else {"text": document.content[start:end], kind: content}
    return {"id": key, "from_name": name, "to_name": "text", "type": kind, "value": value}


def _relations(document: Document) -> Iterator[Json]:
    for arc in document.relations:
        yield _relation(arc.head, arc.label, arc.argument)
    for cluster in document.links.clusters:
        yield from (_relation(first, "same_as", second) for first, second in pairwise(cluster))
    for number, pointer in enumerate(document.links.pointers, 1):
        yield from (_relation(f"p{number}", "stands_for", target) for target in pointer.targets)


def _relation(head: str, label: str, argument: str) -> Json:
    return {"type": "relation", "from_id": head, "to_id": argument, "direction": "right", "labels": [label]}


def read(path: Path) -> Iterator[Document]:
    """The documents of a file: the first annotation of every task. Raises FormatError naming the task."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise FormatError(f"{path}: not valid JSON ({error}); expected an export of Label Studio") from error
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        try:
            yield _document(task)
        except FormatError as error:
            raise FormatError(f"{path}, task {number}: {error}") from error
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise FormatError(
                f"{path}, task {number}: {type(error).__name__}: {error}; expected a task as factwire writes it"
            ) from error


def _document(task: Mapping[str, Any]) -> Document:
    data, results = task["data"], task["annotations"][0]["result"]
    regions: dict[str, Json] = {}
    for result in results:
        if result["type"] != "relation":
            region = regions.setdefault(
                result["id"], {"start": result["value"]["start"], "end": result["value"]["end"]}
            )
            kind = "text" if result["type"] == "textarea" else result["type"]
            region.setdefault(result["from_name"], []).extend(result["value"][kind])
    relations = [(r["from_id"], label, r["to_id"]) for r in results if r["type"] == "relation" for label in r["labels"]]
    schema = load_schema()
    labels = {key: region["label"][0] for key, region in regions.items()}
    unknown = set(labels.values()) - schema.entities - schema.values - {"Pointer"}
    if unknown:
        raise FormatError(f"the schema has no label {', '.join(sorted(unknown))}")
    countries = {key: region["country"][0] for key, region in regions.items() if "country" in region}
    same = tuple((head, argument) for head, label, argument in relations if label == "same_as")
    return canonical(
        Document(
            id=data["id"],
            text=data["text"],
            created=data["created"],
            title=data["title"],
            encoding="utf-8",
            sentences=tuple((start, end) for start, end in data["sentences"]),
            zones=tuple(Zone(*zone) for zone in data["zones"]),
            entities=tuple(
                _entity(data["text"], k, regions[k]) for k, label in labels.items() if label in schema.entities
            ),
            values=tuple(_value(data["text"], k, regions[k]) for k, label in labels.items() if label in schema.values),
            links=Links(same, countries, tuple(_pointers(regions, labels, relations))),
            relations=tuple(_arcs(regions, relations)),
        )
    )


def _entity(text: str, key: str, region: Json) -> Entity:
    start, end, label = region["start"], region["end"], region["label"][0]
    norm = norm_from_dict(json.loads(region["norm"][0])) if "norm" in region else None
    status, phase = (region.get(name, [None])[0] for name in ("status", "phase"))
    office = norm if isinstance(norm, Office) else None
    return Entity(
        id=key, start=start, end=end, label=label, text=text[start:end], status=status, phase=phase, norm=office
    )


def _value(text: str, key: str, region: Json) -> Value:
    start, end, label = region["start"], region["end"], region["label"][0]
    norm = norm_from_dict(json.loads(region["norm"][0])) if "norm" in region else None
    if isinstance(norm, Office | Change):
        raise TypeError(f"region {key}: {norm} is no normal form of a {label}")
    return Value(id=key, start=start, end=end, label=label, text=text[start:end], norm=norm)


def _pointers(
    regions: Mapping[str, Json], labels: Mapping[str, str], relations: Iterable[tuple[str, str, str]]
) -> Iterator[Pointer]:
    relations = list(relations)
    for key, label in labels.items():
        if label == "Pointer":
            targets = tuple(end for start, name, end in relations if (start, name) == (key, "stands_for"))
            yield Pointer(regions[key]["start"], regions[key]["end"], targets)


def _arcs(regions: Mapping[str, Json], relations: Iterable[tuple[str, str, str]]) -> Iterator[Arc]:
    for head, label, argument in relations:
        if label not in {"same_as", "stands_for"}:
            changes = (json.loads(written) for written in regions[argument].get("change", []) if label == "change")
            written = next((one for one in changes if one["head"] == head), None)
            norm = norm_from_dict({k: v for k, v in written.items() if k != "head"}) if written else None
            yield Arc(head, label, argument, norm if isinstance(norm, Change) else None)


def labelling_config() -> str:
    """The labelling configuration (XML) of our schema."""
    schema = load_schema()
    labels = [*sorted(schema.names), *sorted(schema.values), *sorted(schema.triggers), "Pointer"]
    roles = sorted({role for roles in schema.roles.values() for role in roles} | {"same_as", "stands_for"})
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in labels]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="character"/>', "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(role)}/>" for role in roles]
    lines += ["  </Relations>"]
    for name in ("status", "phase"):
        lines.append(f'  <Choices name="{name}" toName="text" perRegion="true">')
        lines += [f"    <Choice value={quoteattr(value)}/>" for value in sorted(schema.attributes[name])]
        lines.append("  </Choices>")
    lines += [f'  <TextArea name="{name}" toName="text" perRegion="true"/>' for name in ("country", "norm", "change")]
    return "\n".join([*lines, "</View>", ""])
