"""The model card (Mitchell et al. 2019): README.md of a model folder, written by the run."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.training.recipe import HeadSettings, PairSettings, Recipe, read_roles

_MEGA = 1_000_000


def write_card(path: Path, name: str, recipe: Recipe, meta: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Write the card of a model from its recipe, meta.json and run.json."""
    path.write_text("\n".join(_lines(name, recipe, meta, record)) + "\n", encoding="utf-8")


def _lines(name: str, recipe: Recipe, meta: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    labels = ", ".join(label for name, head in recipe.heads.items() for label in _finds(name, head))
    yield f"# {name}"
    yield ""
    stages = ", ".join(f"`{head}.neural`" for head in ("states", *recipe.heads))
    yield f"Finds {labels} in English agency reports; for factwire's {stages}."
    encoder = ", ".join(f"{key} {value}" for key, value in record["encoder"].items())
    yield f"Encoder: `{recipe.encoder.path}` ({encoder})."
    yield ""
    yield from _size(meta, record)
    yield ""
    yield "## Data"
    yield "| set | part | words | licence |"
    yield "|---|---|---|---|"
    for found in (one for one in recipe.sets if one.settings.part != "test"):
        settings, data = found.settings, record["sets"][found.name]
        title, licence = settings.title or found.name, settings.licence or "not stated"
        yield f"| {title} | {settings.part} | {data['words']:,} | {licence} |"
    yield ""
    yield "Texts of newswire sets come under research terms; none of them is in this folder."
    yield ""
    yield from _scores(recipe, meta)
    yield "## Limits"
    yield "English only; trained on agency reports on relations between countries, other texts were not measured."
    yield "The best epoch was chosen, and the temperature fitted, on dev: its scores are a little too good."


def _finds(name: str, head: HeadSettings | PairSettings) -> Iterable[str]:
    if isinstance(head, HeadSettings):
        return head.labels
    return sorted({role for roles in read_roles(name, head).values() for role in roles})


def _size(meta: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    dev, minutes = meta["dev"], record["seconds"] / 60
    speed = f"{dev['words_per_second']:,.0f} words per CPU-second in the networks, one thread"
    yield f"- {meta['bytes'] / _MEGA:.1f} MB as used (int8), {speed}"
    epochs = f"{record['epochs']} epochs, the best {record['best_epoch']}"
    yield f"- {epochs}, in {minutes:.0f} minutes on {record['machine']}"
    yield f"- int8 and torch find the same spans in {dev['agreement']:.1%} of the windows of dev"
    yield f"- expected calibration error of span scores on dev {dev['calibration_error']:.3f}"


def _scores(recipe: Recipe, meta: Mapping[str, Any]) -> Iterator[str]:
    for found in recipe.sets:
        if found.settings.part != "dev":
            continue
        yield f"## {found.settings.title or found.name} (int8, strict)"
        yield "| label | precision | recall | F1 | gold spans |"
        yield "|---|---|---|---|---|"
        for label, row in meta["dev"]["labels"][found.name].items():
            if label not in {"macro avg", "weighted avg"}:
                numbers = " | ".join(f"{row[key]:.3f}" for key in ("precision", "recall", "f1-score"))
                yield f"| {label.replace('micro avg', 'all')} | {numbers} | {row['support']:.0f} |"
        scores = meta["dev"]["scores"][found.name]
        extra = [f"{key} {value:.3f}" for key, value in scores.items() if key != "f1"]
        if extra:
            yield ""
            yield f"Accuracy where gold has an attribute or a role: {', '.join(extra)}."
        yield ""
