"""What stands behind the bar of a mark: a label with id, attributes and normal form, a zone, or a pointer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.convert.notation.norms import read_norm
from pipeline.records import Amount, Office, Timex
from pipeline.schema import load_schema

_ID = re.compile(r"[a-z][a-z0-9_]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_OFFICE = re.compile(r'(.*?)\s*office="([^"]*)"')
_PLACES = frozenset({"GPE", "NORP"})


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read. `label` is the label of a span, the kind of a zone, or `->` for a pointer.

    `key` is the id of the entity or event that the mention is one of; a country code serves as the id of a country.
    """

    label: str
    key: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    norm: Timex | Amount | Office | None = None
    targets: tuple[str, ...] = ()


def read_note(written: str) -> Note:
    """Read a note. Raises ValueError that says what was found and expected."""
    schema = load_schema()
    label, _, rest = written.partition(" ")
    if label == "->":
        return Note("->", targets=tuple(rest.replace(",", " ").split()))
    if label in schema.attributes["zone"]:
        return Note(label)
    if label in schema.values:
        return _value(label, rest)
    if label in schema.entities:
        return _entity(label, rest)
    raise ValueError(f"found {written!r}, expected a label of the schema, a zone, or '->' and ids")


def _value(label: str, rest: str) -> Note:
    key, equals, norm = (part.strip() for part in rest.partition("= ")) if rest else ("", "", "")
    if not equals:
        raise ValueError(f"the {label} has no normal form; write '= ' and the form, or '= ?' if it has none")
    if key and not _ID.fullmatch(key):
        raise ValueError(f"found {key!r} before the normal form, expected an id of small letters and digits")
    return Note(label, key or None, norm=read_norm(label, norm))


def _entity(label: str, rest: str) -> Note:
    office = _OFFICE.fullmatch(rest)
    if office and label != "TITLE":
        raise ValueError(f"an office belongs to TITLE, this is {label}")
    key, attributes = None, {}
    for word in (office[1] if office else rest).split():
        name = _attribute(label, word)
        if name is not None:
            attributes[name] = word
        elif key is None and _ID.fullmatch(word):
            key = word
        else:
            raise ValueError(f"found {word!r} behind {label}, expected an id of small letters, or an attribute")
    return Note(label, key or attributes.get("country"), attributes, Office(office[2]) if office else None)


def _attribute(label: str, word: str) -> str | None:
    schema = load_schema()
    if label in schema.triggers and word in schema.attributes["status"]:
        return "status"
    if label == "APPOINTMENT" and word in schema.attributes["phase"]:
        return "phase"
    return "country" if label in _PLACES and _COUNTRY.fullmatch(word) else None
