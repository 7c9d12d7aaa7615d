"""Entities by any token-classification checkpoint of Hugging Face transformers (extra `train`).

Long sentences are read in overlapping windows; a word piece gets the scores of the window in which it stands
farthest from an edge, a token the label of its first word piece. Labels may be plain or in IOB2, BIOES or BILOU.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from pipeline.align import token_range
from pipeline.errors import ConfigError
from pipeline.packages import folder_hash
from pipeline.proposals import label_map, propose
from pipeline.records import Document, Entity, Offsets

_TAG = re.compile(r"(?:([BIESLU])-)?(.+)")
_LONGEST_WINDOW = 512
_BATCH_SIZE = 16


class Piece(NamedTuple):
    """One word piece: its offsets in the sentence, its best tag and that tag's probability."""

    start: int
    end: int
    tag: str
    probability: float


class Run(NamedTuple):
    """Tokens `first` to `last` (half-open) that carry one label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tokenizer and a network, loaded; `window` word pieces fit into one pass."""

    tokenizer: Any
    model: Any
    window: int

    def pieces(self, sentences: Sequence[str]) -> list[list[Piece]]:
        """The word pieces of each sentence in text order, special pieces left out."""
        encoded = self.tokenizer(
            list(sentences),
            truncation=True,
            max_length=self.window,
            stride=self.window // 4,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        best: list[dict[Offsets, tuple[int, Piece]]] = [{} for _ in sentences]
        owners = encoded["overflow_to_sample_mapping"]
        for first in range(0, len(owners), _BATCH_SIZE):
            batch = slice(first, first + _BATCH_SIZE)
            tagged = self._tag(encoded["input_ids"][batch])
            for owner, offsets, tags in zip(owners[batch], encoded["offset_mapping"][batch], tagged, strict=True):
                _keep_best(best[owner], offsets, tags)
        return [[piece for _, (_, piece) in sorted(found.items())] for found in best]

    def _tag(self, windows: Sequence[list[int]]) -> Iterator[list[tuple[str, float]]]:
        import torch

        padded = self.tokenizer.pad({"input_ids": list(windows)}, return_tensors="pt").to(self.model.device)
        with torch.inference_mode():
            logits = self.model(input_ids=padded["input_ids"], attention_mask=padded["attention_mask"]).logits
        probabilities, labels = logits.softmax(-1).max(-1)
        names = self.model.config.id2label
        for row, scores, window in zip(labels.tolist(), probabilities.tolist(), windows, strict=True):
            yield [(names[label], score) for label, score in list(zip(row, scores, strict=True))[: len(window)]]


def _keep_best(
    best: dict[Offsets, tuple[int, Piece]], offsets: Sequence[Offsets], tags: list[tuple[str, float]]
) -> None:
    for position, ((start, end), (tag, probability)) in enumerate(zip(offsets, tags, strict=True)):
        context = min(position, len(offsets) - 1 - position)
        if start < end and context > best.get((start, end), (-1,))[0]:
            best[start, end] = (context, Piece(start, end, tag, probability))


@dataclass(frozen=True, slots=True)
class HuggingFaceRecognizer:
    """Entities with the labels of `labels` (checkpoint's label → ours); its other labels are dropped.

    `model_hash` is the SHA-256 of the checkpoint's folder; null for a model of the hub.
    """

    checkpoint: Checkpoint
    labels: Mapping[str, str]
    source: str
    model_hash: str | None
    assigns: ClassVar[str] = "entities"
    requires: ClassVar[tuple[str, ...]] = ("sentences",)
    uses: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> tuple[Entity, ...]:
        """The entities of all sentences, scored with the mean probability of their tokens' tags."""
        texts = [document.content[start:end] for start, end in document.sentences]
        if not texts:
            return ()
        pieces = self.checkpoint.pieces(texts)
        return tuple(
            entity
            for sentence, found in zip(document.sentences, pieces, strict=True)
            for entity in self._entities(document, sentence, found)
        )

    def _entities(self, document: Document, sentence: Offsets, pieces: Sequence[Piece]) -> Iterator[Entity]:
        first, last = token_range(document.tokens, sentence)
        tokens = document.tokens[first:last]
        tagged = _align(tokens, pieces, sentence[0])
        for run in decode([tag for tag, _ in tagged]):
            if run.label not in self.labels:
                continue
            probabilities = [probability for _, probability in tagged[run.first : run.last]]
            score = round(sum(probabilities) / len(probabilities), 4)
            span = (tokens[run.first][0], tokens[run.last - 1][1])
            entity = propose(document, span, self.labels[run.label], self.source, score)
            if entity is not None:
                yield entity


def _align(tokens: Sequence[Offsets], pieces: Sequence[Piece], shift: int) -> list[tuple[str, float]]:
    """Tag and probability of each token: those of the first word piece that shares a character with it."""
    offsets = [(piece.start, piece.end) for piece in pieces]
    tagged = []
    for start, end in tokens:
        first, last = token_range(offsets, (start - shift, end - shift))
        tagged.append((pieces[first].tag, pieces[first].probability) if first < last else ("O", 1.0))
    return tagged


def split_tag(tag: str) -> tuple[str, str]:
    """Prefix and label: 'B-ORG' → ('B', 'ORG'), 'ORG' → ('I', 'ORG'), 'O' → ('O', '')."""
    if tag == "O":
        return "O", ""
    match = _TAG.fullmatch(tag)
    return (match[1] or "I", match[2]) if match else ("O", "")


def decode(tags: Sequence[str]) -> list[Run]:
    """Runs of one label as conlleval reads them: a run may begin with I, and breaks where the label changes."""
    runs: list[Run] = []
    is_open = False
    for index, tag in enumerate(tags):
        prefix, label = split_tag(tag)
        if prefix == "O":
            is_open = False
            continue
        if is_open and prefix in "IEL" and runs[-1].label == label:
            runs[-1] = runs[-1]._replace(last=index + 1)
        else:
            runs.append(Run(index, index + 1, label))
        is_open = prefix in "BI"
    return runs


def build(
    checkpoint: str, labels: dict[str, str] | None = None, *, allow_download: bool = False, device: str = "cpu"
) -> HuggingFaceRecognizer:
    """A recognizer from a folder, or from a name of the hub.

    Args:
        checkpoint: folder of a saved model and tokenizer, or a hub name such as `owner/model`.
        labels: checkpoint's label without prefix → ours; by default the labels that it shares with our schema.
        allow_download: whether a hub name may be fetched; without it only the local cache is looked at.
        device: a torch device.

    Raises ConfigError if transformers is not installed, the checkpoint is not found or no label fits.
    """
    loaded = _load(checkpoint, allow_download=allow_download, device=device)
    offered = {label for _, label in map(split_tag, loaded.model.config.id2label.values()) if label}
    path = Path(checkpoint)
    return HuggingFaceRecognizer(
        checkpoint=loaded,
        labels=label_map(offered, labels, repr(checkpoint)),
        source=f"huggingface.{path.name}",
        model_hash=folder_hash(path) if path.is_dir() else None,
    )


def _load(checkpoint: str, *, allow_download: bool, device: str) -> Checkpoint:
    try:
        from transformers import AutoModelForTokenClassification, AutoTokenizer
    except ImportError as error:
        raise ConfigError("entities.huggingface needs transformers and torch: `pip install factwire[train]`") from error
    is_local = Path(checkpoint).is_dir() or not allow_download
    try:
        tokenizer = AutoTokenizer.from_pretrained(checkpoint, local_files_only=is_local)
        model = AutoModelForTokenClassification.from_pretrained(checkpoint, local_files_only=is_local)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"cannot load the checkpoint {checkpoint!r} ({error}); give the folder of a saved token-classification "
            "model, or a hub name with `allow_download = true`"
        ) from error
    if not tokenizer.is_fast:
        raise ConfigError(f"the tokenizer of {checkpoint!r} gives no offsets; save it as a fast tokenizer")
    longest = getattr(model.config, "max_position_embeddings", _LONGEST_WINDOW)
    window = min(tokenizer.model_max_length, longest, _LONGEST_WINDOW)
    return Checkpoint(tokenizer, model.to(device).eval(), window)
