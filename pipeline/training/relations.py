"""Train `relations.linear`: from a recipe (configs/train/relations-linear.cfg) to a model folder.

The same data, settings and versions give the same weights; nothing is drawn at random.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import build_stages, read_config
from pipeline.convert.standoff import attach
from pipeline.errors import ConfigError, InputError
from pipeline.evaluation import evaluate
from pipeline.evaluation.identity import mention_key
from pipeline.jsonl import read_documents
from pipeline.records import Arc, Document
from pipeline.settings import locate
from pipeline.stage import Stage
from pipeline.stages.facts.assembly import assemble
from pipeline.stages.relations.linear import LinearRelations, build
from pipeline.stages.relations.linear.model import FORMAT, META, VOCABULARY, WEIGHTS, file_hash
from pipeline.tables import format_number
from pipeline.training.linear_recipe import Settings, linear_settings
from pipeline.training.logistic import Array, Vocabulary, calibrate, fit, tune_groups
from pipeline.training.pairs import Example, View, read_views

CARD = "README.md"
_LAYERS = ("arcs", "arcs_given_spans", "facts", "slots")
_LIBRARIES = ("numpy", "scipy", "spacy")

Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Set:
    """A data set of the recipe with the views of its documents."""

    name: str
    part: str
    title: str
    licence: str
    sha256: str
    views: tuple[tuple[View, View], ...]

    def documents(self) -> list[Document]:
        """Its gold."""
        return [given.gold for given, _ in self.views]


def train_relations(recipe: Mapping[str, Any], data: Path, out: Path, watch: Watch) -> Path:
    """Train the model of a recipe into the folder `out`, meta.json last; `data` is where the paths of the sets start.

    Raises ConfigError or InputError for what cannot be used.
    """
    settings = linear_settings(recipe)
    stages = _stages(locate(settings.pipeline, data))
    sets = [_read_set(name, section, data, stages) for name, section in recipe["sets"].items()]
    train, dev = ([found for found in sets if found.part == part] for part in ("train", "dev"))
    if not train or not dev:
        raise ConfigError('[sets] has no set with part = "train" or none with part = "dev"; expected both')
    examples = [example for example in _examples(train, settings) if example.right is not None]
    if not any(example.right for example in examples):
        raise InputError("the training sets hold no arc to learn from; expected gold with relations")
    watch(f"{len(examples)} candidates, {sum(example.right is True for example in examples)} of them right")
    meta = _fit(examples, settings, out)
    meta |= {"sets": {found.name: _describe(found) for found in sets}, "settings": _as_dict(settings)}
    meta["versions"] = {name: metadata.version(name) for name in _LIBRARIES}
    _write_meta(out, meta)
    stage = build(stages[-1], str(out))
    slope, intercept = calibrate(*_outcomes(stage, dev))
    meta["calibration"] = {"slope": slope, "intercept": intercept}
    _write_meta(out, meta)
    meta["scores"] = _scores(build(stages[-1], str(out)), dev)
    _write_meta(out, meta)
    (out / CARD).write_text("\n".join(_card(out.name, meta)) + "\n", encoding="utf-8")
    for name, scores in meta["scores"].items():
        watch(f"{name}: " + ", ".join(f"{layer} {format_number(found['f1'])}" for layer, found in scores.items()))
    return out


def _stages(config: Path) -> tuple[Stage, ...]:
    """The stages of a config up to its rules for relations."""
    stages = build_stages(read_config(config))
    layers = [stage.assigns for stage in stages]
    if "relations" not in layers:
        raise ConfigError(f"{config} has no relations; expected rules for them, whose arcs are features")
    return stages[: layers.index("relations") + 1]


def _read_set(name: str, section: Mapping[str, Any], data: Path, stages: Sequence[Stage]) -> _Set:
    path = locate(section["path"], data)
    if not path.exists():
        raise InputError(f"{path}: no such file; the recipe's set {name!r} needs it (is --data right?)")
    texts = [str(data / text) for text in section.get("texts", ())]
    documents = list(attach(read_documents(path), texts)) if texts else list(read_documents(path))
    lost = [found for found in documents if not isinstance(found, Document) or found.text is None]
    if lost or not documents:
        raise InputError(
            f"{path}: {len(lost)} of {len(documents)} documents have no text; [sets.{name}] texts gives it"
        )
    views = tuple(read_views(found, stages) for found in documents if isinstance(found, Document))
    return _Set(
        name=name,
        part=section["part"],
        title=section.get("title", name),
        licence=section.get("licence", "not stated"),
        sha256=sha256(path.read_bytes()).hexdigest(),
        views=views,
    )


def _examples(sets: Sequence[_Set], settings: Settings) -> Iterator[Example]:
    weights = (settings.given, 1 - settings.given)
    for number, views in enumerate(views for found in sets for views in found.views):
        for view, weight in zip(views, weights, strict=True):
            yield from view.examples(number, weight)


def _fit(examples: Sequence[Example], settings: Settings, out: Path) -> dict[str, Any]:
    """Fit, tune thresholds on answers of models that have not seen the document, write; what meta.json says of it."""
    vocabulary = Vocabulary.of(examples, settings.rarest)
    design = vocabulary.design(examples)
    right = np.array([example.right is True for example in examples], dtype=np.float64)
    weights = np.array([example.weight for example in examples])
    folds = np.array([example.document for example in examples]) % settings.folds
    train = partial(fit, penalty=settings.penalty, iterations=settings.iterations)
    logits = np.zeros(len(examples))
    for fold in range(settings.folds):
        seen, left = folds != fold, folds == fold
        logits[left] = design[left] @ train(design[seen], right[seen], weights[seen])
    groups = np.array([vocabulary.groups[example.group] for example in examples])
    tuned = tune_groups(logits, right, groups, len(vocabulary.groups))
    thresholds = [round(threshold + settings.caution, 2) for threshold in tuned]
    folded = vocabulary.fold(train(design, right, weights))
    out.mkdir(parents=True, exist_ok=True)
    (out / META).unlink(missing_ok=True)
    np.savez_compressed(out / WEIGHTS, weights=folded)
    names = {"features": list(vocabulary.features), "groups": list(vocabulary.groups)}
    (out / VOCABULARY).write_text(json.dumps(names, ensure_ascii=False) + "\n", encoding="utf-8")
    return {
        "format": FORMAT,
        "files": {name: file_hash(out / name) for name in (WEIGHTS, VOCABULARY)},
        "thresholds": dict(zip(vocabulary.groups, thresholds, strict=True)),
        "trust": settings.trust + settings.caution,
        "calibration": {"slope": 1.0, "intercept": 0.0},
        "examples": len(examples),
    }


def _outcomes(stage: LinearRelations, dev: Sequence[_Set]) -> tuple[Array, Array]:
    """Log-odds of the arcs found end to end on dev, and whether gold has them between the same mentions."""
    scores: list[float] = []
    right: list[bool] = []
    for view in (view for found in dev for _, view in found.views):
        gold = {_mentions(view.gold, arc) for arc in view.gold.relations}
        for arc in stage(view.seen):
            scores.append(arc.score or 0.0)
            right.append(_mentions(view.seen, arc) in gold)
    clipped = np.clip(np.array(scores), 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped)), np.array(right, dtype=np.float64)


def _mentions(document: Document, arc: Arc) -> tuple[Any, ...]:
    spans = document.by_id()
    return (arc.label, mention_key(spans[arc.head]), mention_key(spans[arc.argument]), arc.norm)


def _scores(stage: LinearRelations, dev: Sequence[_Set]) -> dict[str, Any]:
    """Scores by set and kind of spans."""
    found = {}
    for data_set in dev:
        for kind, column in (("gold spans", 0), ("found spans", 1)):
            predicted = [_facts(stage, views[column].seen) for views in data_set.views]
            layers = evaluate(data_set.documents(), predicted).layers
            found[f"{data_set.title}, {kind}"] = {name: layers[name].micro.to_dict() for name in _LAYERS}
    return found


def _facts(stage: LinearRelations, document: Document) -> Document:
    related = replace(document, relations=stage(document), parse=None)
    return replace(related, facts=assemble(related))


def _describe(found: _Set) -> dict[str, Any]:
    arcs = sum(len(gold.relations) for gold in found.documents())
    return {
        "title": found.title,
        "part": found.part,
        "licence": found.licence,
        "sha256": found.sha256,
        "documents": len(found.views),
        "arcs": arcs,
    }


def _as_dict(settings: Settings) -> dict[str, Any]:
    return {known.name: getattr(settings, known.name) for known in fields(Settings)}


def _write_meta(out: Path, meta: Mapping[str, Any]) -> None:
    draft = out / f"{META}.part"
    draft.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(out / META)


def _card(name: str, meta: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {name}"
    yield ""
    yield "Finds the arcs between spans in English agency reports; for factwire's `relations.linear`. A logistic model"
    yield "over pairs of spans; its features are words, syntax and what `relations.rules` finds (docs/relations.md)."
    yield ""
    yield "## Trained on"
    yield "| set | part | documents | arcs | licence |"
    yield "|---|---|---|---|---|"
    for found in meta["sets"].values():
        yield f"| {found['title']} | {found['part']} | {found['documents']} | {found['arcs']:,} | {found['licence']} |"
    yield ""
    yield "## Scores on dev (F1)"
    yield "| texts and spans | arcs | facts | slots |"
    yield "|---|---|---|---|"
    for title, scores in meta["scores"].items():
        yield (
            f"| {title} | "
            + " | ".join(format_number(scores[layer]["f1"]) for layer in ("arcs", "facts", "slots"))
            + " |"
        )
    yield ""
    yield "Scores are calibrated on the arcs found end to end on dev, where settings were chosen: both are too good."
    yield "Roles with few arcs in gold (`predecessor`, `chair`, `host`, `base`, `member_of`) are found seldom."
