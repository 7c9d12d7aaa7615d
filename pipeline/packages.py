"""Models as engines: load an installed spaCy package, hand it our own tokens, hash the files of a model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.records import Offsets

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def load_package(model: str, *, exclude: Sequence[str] = ()) -> "Language":
    """The spaCy package (or folder) `model` without the excluded components. Raises ConfigError if there is none."""
    import spacy

    try:
        return spacy.load(model, exclude=list(exclude))
    except OSError as error:
        raise ConfigError(
            f"found no spaCy package {model!r}: install it with `pip install {model.replace('_', '-')}` "
            f"(explosion's own packages: `python -m spacy download {model}`), or give the folder of a saved pipeline"
        ) from error


def folder_hash(root: Path) -> str:
    """SHA-256 over the names and bytes of all files of a folder, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build_doc(nlp: "Language", text: str, tokens: Sequence[Offsets]) -> "Doc":
    """One sentence as a spaCy Doc with exactly these tokens, which no component may split into two sentences.

    Args:
        nlp: gives the vocabulary.
        text: the text of the whole document.
        tokens: the sentence's tokens, as offsets into `text`.
    """
    from spacy.tokens import Doc

    starts = [start for start, _ in tokens[1:]]
    return Doc(
        nlp.vocab,
        words=[text[start:end] for start, end in tokens],
        spaces=[end < start for (_, end), start in zip(tokens, [*starts, -1], strict=True)],
        sent_starts=[index == 0 for index in range(len(tokens))],
    )
