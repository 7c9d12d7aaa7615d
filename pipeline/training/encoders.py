"""Encoders to start from: weights and tokenizer of a folder or of the hub, and the network around them."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.nn.encoder import ShapedEncoder
from pipeline.nn.reader import Reader
from pipeline.onnx.pieces import SHAPES, Pieces
from pipeline.training.heads import HeadTask
from pipeline.training.recipe import EncoderSettings, Recipe, locate_encoder


def build_reader(recipe: Recipe, tasks: Mapping[str, HeadTask[Any]]) -> Reader:
    """The untrained network of a recipe around its pretrained encoder. Raises ConfigError if that is not found."""
    shaped = ShapedEncoder(_load(recipe.encoder), len(SHAPES))
    return Reader(shaped, {name: task.build(shaped.width, recipe.training.dropout) for name, task in tasks.items()})


def load_pieces(settings: EncoderSettings) -> Pieces:
    """The tokenizer of the encoder. Raises ConfigError if it is not found, or gives no pieces of words."""
    path = Path(locate_encoder(settings)) / "tokenizer.json"
    if path.exists():
        return Pieces.load(path, settings.window)
    from transformers import AutoTokenizer

    tokenizer = _found(settings, AutoTokenizer)
    if not tokenizer.is_fast:
        raise ConfigError(f"the tokenizer of {settings.path!r} has no tokenizer.json; save it as a fast tokenizer")
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.backend_tokenizer.save(str(Path(folder) / "tokenizer.json"))
        return Pieces.load(Path(folder) / "tokenizer.json", settings.window)


def _load(settings: EncoderSettings) -> Any:
    from transformers import AutoModel

    weights = Path(locate_encoder(settings)) / "model.safetensors"
    if settings.sha256 is not None:
        found = hashlib.sha256(weights.read_bytes()).hexdigest() if weights.exists() else "no such file"
        if found != settings.sha256:
            raise ConfigError(
                f"[encoder] sha256: {weights} has {found}, the recipe expects {settings.sha256}: "
                "get the encoder that the recipe names, or correct sha256"
            )
    encoder = _found(settings, AutoModel)
    longest = getattr(encoder.config, "max_position_embeddings", settings.window)
    if settings.window > longest:
        raise ConfigError(
            f"[encoder] window is {settings.window}; the encoder {settings.path!r} reads {longest} at most"
        )
    if hasattr(encoder, "pooler"):
        encoder.pooler = None
    return encoder


def _found(settings: EncoderSettings, kind: Any) -> Any:
    name = locate_encoder(settings)
    is_local = Path(name).is_dir() or not settings.allow_download
    try:
        return kind.from_pretrained(name, local_files_only=is_local)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"cannot load the encoder {settings.path!r} ({' '.join(str(error).split())[:200]}); give the folder of a "
            "saved model and tokenizer, or a hub name with `allow_download = true`"
        ) from error


def describe(encoder: Any) -> Mapping[str, Any]:
    """What the encoder is, for the record of a run."""
    config = json.loads(encoder.config.to_json_string())
    kept = ("model_type", "hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size")
    return {key: config[key] for key in kept if key in config}
