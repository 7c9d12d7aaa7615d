"""Configs: confection files that name one implementation for each layer.

    [pipeline]
    stages = ["sentences", "values", "entities"]

    [stages.sentences]
    @stages = "sentences.rules"

`"@stages" = "values.rules"` is `build` in `pipeline/stages/values/rules.py`, found by that name alone; the settings
of the section are its arguments, and its signature is their schema.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from confection import Config, ConfigValidationError, registry

from pipeline.errors import ConfigError
from pipeline.resources import project_file
from pipeline.settings import read_file
from pipeline.stage import LAYERS, TRANSIENT_LAYERS, Stage

DEFAULT_CONFIG = "configs/default.cfg"


class _Registry(registry):
    """Finds a stage's `build` by its module name, so that no list of stages has to be kept."""

    @classmethod
    def has(cls, registry_name: str, func_name: str) -> bool:  # noqa: ARG003 (the signature of confection)
        return registry_name == "stages"

    @classmethod
    def get(cls, registry_name: str, func_name: str) -> Callable[..., Any]:
        if registry_name != "stages":
            raise ConfigError(f"found '@{registry_name}', expected '@stages'")
        return find_build(func_name)


def find_build(name: str) -> Callable[..., Stage]:
    """The `build` function of a stage such as `values.rules`. Raises ConfigError naming those that exist."""
    layer, _, implementation = name.partition(".")
    module = f"pipeline.stages.{layer}.{implementation}"
    if layer not in (*LAYERS, *TRANSIENT_LAYERS) or not implementation.isidentifier() or find_spec(module) is None:
        raise ConfigError(f"there is no stage {name!r}; choose one of: {', '.join(available_stages())}")
    build: Callable[..., Stage] | None = getattr(import_module(module), "build", None)
    if build is None:
        raise ConfigError(f"{module} has no function 'build' that makes the stage {name!r}; write one")
    return build


def available_stages() -> list[str]:
    """Names of all implementations, sorted."""
    root = Path(__file__).parent / "stages"
    found = [path for layer in (*LAYERS, *TRANSIENT_LAYERS) for path in (root / layer).glob("[a-z]*")]
    return sorted(
        f"{path.parent.name}.{path.stem}" for path in found if path.suffix == ".py" or (path / "__init__.py").exists()
    )


def read_config(path: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Config:
    """A config file with its defaults filled in, not yet built. Without a path, the shipped default.

    `overrides` maps dotted keys (`stages.values.prefer`) to values. Raises ConfigError naming file, section and key.
    """
    return read_file(path or project_file(DEFAULT_CONFIG), _understand, overrides)


def _understand(raw: Config) -> Config:
    _check_sections(raw)
    try:
        return _Registry.fill(raw, interpolate=True)
    except ConfigValidationError as error:
        raise ConfigError(_describe(error)) from error


def build_stages(config: Config) -> tuple[Stage, ...]:
    """The stages of a config that `read_config` returned, in the order of `[pipeline] stages`."""
    try:
        built = _Registry.resolve(config)["stages"]
    except ConfigValidationError as error:
        raise ConfigError(_describe(error)) from error
    return tuple(built[name] for name in config["pipeline"]["stages"])


def _check_sections(config: Config) -> None:
    unknown = sorted(set(config) - {"pipeline", "stages"})
    if unknown:
        raise ConfigError(f"unknown section [{unknown[0]}]; expected [pipeline] and [stages.…]")
    pipeline, stages = config.get("pipeline", {}), config.get("stages", {})
    unknown = sorted(set(pipeline) - {"stages"})
    if unknown:
        raise ConfigError(f"unknown key {unknown[0]!r} in [pipeline]; expected 'stages'")
    order = pipeline.get("stages")
    if not isinstance(order, list) or not order:
        raise ConfigError("[pipeline] has no 'stages': give the list of the stages in the order in which they run")
    missing = [name for name in order if name not in stages]
    if missing:
        raise ConfigError(f"[pipeline] stages names {missing[0]!r}, but there is no section [stages.{missing[0]}]")
    unused = [name for name in stages if name not in order]
    if unused:
        raise ConfigError(f"section [stages.{unused[0]}] is not named in [pipeline] stages")
    plain = [name for name in stages if "@stages" not in stages[name]]
    if plain:
        raise ConfigError(f"section [stages.{plain[0]}] has no '@stages' that names an implementation")


def _describe(error: ConfigValidationError) -> str:
    parts = []
    for item in error.errors or ():
        place = ".".join(str(part) for part in item.get("loc", ()))
        parts.append(f"[stages.{place}] {item.get('msg', '')}" if place else str(item.get("msg", "")))
    return "; ".join(parts) or " ".join(str(error).split())
