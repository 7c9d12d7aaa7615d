"""The two pages: views of the documents, and the templates that write them down.

Every string that comes from a document is escaped: autoescaping is on for all templates, characters that HTML does not
allow are made visible on the way (`clean`), and a Content-Security-Policy lets nothing run or load but the style and
the script of this package, told by their hashes.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.blame import Waterfall
from pipeline.evaluation import evaluate
from pipeline.evaluation.confusion import match_spans
from pipeline.evaluation.matching import pair_documents
from pipeline.records import Document
from pipeline.report.html import confusion, losses, plots, scores
from pipeline.report.html.browser import DocumentFacts, count_countries, show_facts
from pipeline.report.html.cards import index_charges
from pipeline.report.html.gallery import KINDS, DocumentErrors, show_errors
from pipeline.report.html.series import build_series, observe
from pipeline.report.html.text import clean
from pipeline.stage import LAYERS

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter can be set to: its value, its words, and how many things it leaves."""

    value: str
    words: str
    count: int


def render_evaluation(
    predictions: Sequence[Document], gold: Sequence[Document], waterfall: Waterfall | None, title: str
) -> str:
    """Scores, losses, confusion and errors. Raises FormatError unless both sides hold the same documents."""
    pairs = pair_documents(gold, predictions)
    matches = [match_spans(pair) for pair in pairs]
    stages = index_charges(waterfall)
    shown = [
        show_errors(f"d{number}", pair, found, stages)
        for number, (pair, found) in enumerate(zip(pairs, matches, strict=True), 1)
    ]
    report = evaluate(gold, predictions)
    tables = scores.tabulate(report)
    return _render(
        "evaluation.html.jinja",
        title=title,
        documents=[document for document in shown if document.errors],
        count=len(pairs),
        crossing=report.crossing,
        tables=tables,
        figures=scores.key_figures(tables),
        steps=losses.tabulate(waterfall) if waterfall else (),
        matrix=confusion.tabulate(match for found in matches for match in found),
        choices=_error_choices(shown),
        kinds=KINDS,
    )


def render_facts(predictions: Sequence[Document], title: str) -> str:
    """The facts beside their texts, and the indicators over time."""
    ordered = sorted(predictions, key=lambda document: document.id)
    keyed = [(f"d{number}", document) for number, document in enumerate(ordered, 1)]
    series, alone = build_series(observe(keyed))
    shown = [show_facts(key, document) for key, document in keyed]
    return _render(
        "facts.html.jinja",
        title=title,
        documents=shown,
        facts=sum(len(document.facts) for document in shown),
        choices=_fact_choices(shown),
        plots=[plots.draw(one) for one in series],
        frame=plots.FRAME,
        alone=alone,
    )


def _error_choices(documents: Sequence[DocumentErrors]) -> dict[str, list[Choice]]:
    """What each filter of the errors offers."""
    labels: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    for block in (block for document in documents for block in document.blocks):
        for error in block.spans:
            labels.update(error.labels)
            kinds[error.kind] += 1
            stages[error.stage] += 1
        for card in block.facts:
            labels[card.type] += 1
            kinds.update(card.kinds)
            stages.update(card.stages)
    return {
        "label": [Choice(label, label, count) for label, count in sorted(labels.items())],
        "kind": [Choice(kind, words, kinds[kind]) for kind, words in KINDS.items() if kinds[kind]],
        "stage": [Choice(stage, stage, stages[stage]) for stage in LAYERS if stages[stage]],
        "document": [
            Choice(document.key, document.title, document.errors) for document in documents if document.errors
        ],
    }


def _fact_choices(documents: Sequence[DocumentFacts]) -> dict[str, list[Choice]]:
    """What each filter of the facts offers."""
    types = Counter(fact.type for document in documents for fact in document.facts)
    return {
        "type": [Choice(name, name, count) for name, count in sorted(types.items())],
        "country": [Choice(code, f"{name} ({code})", count) for code, name, count in count_countries(documents)],
        "document": [Choice(d.key, d.title, len(d.facts)) for d in documents if d.facts],
    }


def _render(template: str, **view: Any) -> str:
    style, script = (Markup((TEMPLATES / name).read_text(encoding="utf-8")) for name in ("report.css", "report.js"))
    return (
        _environment()
        .get_template(template)
        .render(**view, style=style, script=script, policy=_policy(style=style, script=script))
    )


def _policy(**sources: str) -> str:
    """The Content-Security-Policy: nothing loads or runs but what has these hashes (CSP Level 3, W3C)."""
    allowed = "".join(f"; {name}-src '{_hash(source)}'" for name, source in sources.items())
    return f"default-src 'none'; base-uri 'none'; form-action 'none'{allowed}"


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["measure"] = _measure
    environment.filters["number"] = _number
    return environment


def _finalize(value: object) -> object:
    """What a template writes for a value; markup of our own templates stays as it is."""
    if value is None:
        raise TypeError("a template was to write null: test for it there")
    return clean(value) if type(value) is str else value


def _measure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _number(value: int | Fraction) -> str:
    return str(value) if isinstance(value, int) else f"{float(value):.1f}"
