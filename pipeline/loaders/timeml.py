"""TimeML files (Pustejovsky et al. 2003): TimeBank, the test set of TempEval-3, MEANTIME converted to TimeML.

The text is what the element TEXT holds, markup removed, white space kept; TIMEX3 outside it (that of DCT) is no span.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline.errors import FormatError, InputError
from pipeline.records import Document, Timex, Value

_DATE_LENGTH = len("2013-03-22")


def load(path: Path, *, leave_out: Sequence[str] = ()) -> Iterator[Document]:
    """The document of a `.tml` file, or those of every such file of a folder in the order of their names.

    Hidden files are left out: archives made on a Mac hold one beside every file. `leave_out` names documents (file
    names without `.tml`) that are not read, as where a set holds a broken file.
    `created` is the day of the DCT, null where it gives none. A value's label is TIME for times of the day and for
    lengths below a day, else DATE; its `norm` holds `type`, `value` and `mod` as annotated. Raises InputError where
    there is no such file, FormatError for what is no TimeML.
    """
    files = sorted(file for file in path.glob("*.tml") if file.name[0] != ".") if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .tml files in this folder; give the folder that holds the TimeML documents")
    return (_read(file) for file in files if file.stem not in leave_out)


def _read(file: Path) -> Document:
    try:
        root = ElementTree.parse(file).getroot()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}; expected a TimeML file") from error
    except ElementTree.ParseError as error:
        raise FormatError(f"{file}:{error.position[0]}: no XML ({error}); expected a TimeML file") from error
    body = root.find("TEXT")
    if body is None:
        raise FormatError(f"{file}: no element TEXT below {root.tag}; expected a TimeML file")
    return Document(
        id=file.stem,
        text=_text(body),
        created=_created(root),
        title=None if (title := root.find("TITLE")) is None else _text(title).strip(),
        values=tuple(_values(file, body)),
    )


def _created(root: Element) -> str | None:
    stamp = root.find("DCT/TIMEX3")
    try:
        return date.fromisoformat((stamp.get("value") or "")[:_DATE_LENGTH]).isoformat() if stamp is not None else None
    except ValueError:  # 'None' in MEANTIME, a month without its day
        return None


def _values(file: Path, body: Element) -> Iterator[Value]:
    spans = [(start, element) for start, element in _elements(body) if element.tag == "TIMEX3" and _text(element)]
    for number, (start, element) in enumerate(spans, 1):
        text, norm = _text(element), _norm(file, element)
        yield Value(id=f"v{number}", start=start, end=start + len(text), label=_label(norm), text=text, norm=norm)


def _elements(parent: Element, start: int = 0) -> Iterator[tuple[int, Element]]:
    """Every element within, with the offset at which its text begins; that of the parent begins at `start`."""
    position = start + len(parent.text or "")
    for child in parent:
        yield position, child
        yield from _elements(child, position)
        position += len(_text(child)) + len(child.tail or "")


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _norm(file: Path, element: Element) -> Timex:
    kind = element.get("type")
    if kind is None:
        raise FormatError(f"{file}: TIMEX3 {element.get('tid')!r} has no type; expected DATE, TIME, DURATION or SET")
    return Timex(kind, element.get("value"), element.get("mod"))


def _label(norm: Timex) -> str:
    return "TIME" if norm.type == "TIME" or (norm.value or "").startswith("PT") else "DATE"
