"""Specifications of Recognizers-Text (Microsoft, MIT licence): sentences with the dates and times expected of a model.

A file is a JSON list of cases, `{"Input", "Context"?: {"ReferenceDateTime"}, "Results": [{"Text", "Start", "End",
"TypeName", "Resolution": {"values": [{"type", "timex", "value" | "start", "end", "Mod"?}, …]}}, …]}`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.loaders.common.files import expecting, read_list
from pipeline.records import Document, Timex, Value

_EXPECTED = "a JSON list of cases with 'Input' and 'Results' that have offsets and 'Resolution'"
_TIMES = ("time", "datetime")


def load(path: Path) -> Iterator[Document]:
    """One document a case, `DateTimeModel-1` … in the order of the file; `created` is its reference moment.

    An expected result is one value for each of its resolutions, all at one place. Their `norm` is the set's own: `type`
    its kind (`daterange`), `value` its timex, `mod` its Mod, `begin` and `end` what it gives as start and end or as the
    value alone; an end is the first moment after, where both are given. Raises InputError if the file cannot be read,
    FormatError that names the case for what is not of this form.
    """
    for number, place, case in read_list(path, "case", _EXPECTED):
        with expecting(place, _EXPECTED):
            document = _document(f"{path.stem}-{number}", case)
        yield document


def _document(name: str, case: Mapping[str, Any]) -> Document:
    text = case["Input"]
    norms = [(result, norm) for result in case["Results"] for norm in _norms(result["Resolution"]["values"])]
    values = tuple(
        _value(f"v{number}", text, result["Start"], result["End"] + 1, norm)
        for number, (result, norm) in enumerate(norms, 1)
    )
    created = case.get("Context", {}).get("ReferenceDateTime")
    return Document(id=name, text=text, created=created, sentences=((0, len(text)),), values=values)


def _norms(readings: list[Mapping[str, Any]]) -> Iterator[Timex]:
    for reading in readings:
        value = reading.get("value")
        yield Timex(
            reading["type"],
            reading.get("timex"),
            reading.get("Mod"),
            reading.get("start", value),
            reading.get("end", value),
        )


def _value(name: str, text: str, start: int, end: int, norm: Timex) -> Value:
    label = "TIME" if norm.type.startswith(_TIMES) else "DATE"
    return Value(id=name, start=start, end=end, label=label, text=text[start:end], norm=norm)
