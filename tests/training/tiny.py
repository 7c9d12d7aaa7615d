"""A tiny random encoder with its tokenizer, and gold to overfit: what trains in seconds."""

import json
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from pipeline.jsonl import document_to_dict
from pipeline.records import Arc, Document
from pipeline.training.recipe import HeadSettings, Recipe
from tests.builders import document

WORDS = (
    *["ana", "ruiz", "visited", "peru", "on", "monday", "."],
    *["the", "minister", "will", "visit", "chile", "exports", "rose", "acme", "corp", "was", "appointed"],
)

GOLD = (
    "[PERSON:Ana Ruiz] [VISIT:visited] [GPE:Peru] on Monday. The minister will [VISIT:visit] [GPE:Chile].",
    "[INDICATOR:Exports] rose. [ORG:Acme Corp] was [APPOINTMENT:appointed]. [PERSON:Ana Ruiz] will [VISIT:visit] "
    "[GPE:Peru].",
)

ARCS = (
    (("e2", "visitor", "e1"), ("e2", "destination", "e3"), ("e4", "visitor", "e1"), ("e4", "destination", "e5")),
    (("e5", "visitor", "e4"), ("e5", "destination", "e6")),
)
"""The second visitor of the first text stands in the sentence before."""

RECIPE = """
[encoder]
path = "encoder"
window = 32

[heads]
[heads.entities]
labels = ["PERSON", "GPE", "ORG", "VISIT", "APPOINTMENT", "INDICATOR"]
attributes = ["status", "phase"]

[training]
epochs = 40
patience = 40
batch = 256
rate = 0.003
head_rate = 0.01
dropout = 0.0
precision = "fp32"
threads = 1

[sets]
[sets.train]
path = "gold.jsonl"
part = "train"
licence = "CC0 1.0"
[sets.train.loader]
@loaders = "factwire"
[sets.dev]
path = "gold.jsonl"
part = "dev"
[sets.dev.loader]
@loaders = "factwire"
"""

RELATIONS = """
[encoder]
path = "encoder"
window = 64

[heads]
[heads.relations]
labels = ["PERSON", "GPE", "ORG", "VISIT", "APPOINTMENT", "INDICATOR"]
markers = MARKERS
reach = 1
[heads.relations.roles]
visitor = ["VISIT > PERSON ORG GPE"]
destination = ["VISIT > GPE"]

[training]
epochs = 30
patience = 30
batch = 256
rate = 0.003
head_rate = 0.01
dropout = 0.0
precision = "fp32"
threads = 1

[sets]
[sets.train]
path = "gold.jsonl"
part = "train"
head = "relations"
[sets.train.loader]
@loaders = "factwire"
[sets.dev]
path = "gold.jsonl"
part = "dev"
head = "relations"
[sets.dev.loader]
@loaders = "factwire"
[sets.again]
path = "gold.jsonl"
part = "test"
head = "relations"
[sets.again.loader]
@loaders = "factwire"
"""


def gold() -> list[Document]:
    """Two documents; what will be is planned."""
    documents = []
    for number, marked in enumerate(GOLD):
        plain = document(marked)
        entities = tuple(
            replace(
                entity,
                status="planned" if plain.content[: entity.start].endswith("will ") else entity.status,
                phase="begin" if entity.label == "APPOINTMENT" else None,
            )
            for entity in plain.entities
        )
        arcs = tuple(Arc(*arc) for arc in ARCS[number])
        documents.append(replace(plain, id=f"gold-{number}", entities=entities, relations=arcs))
    return documents


def save_encoder(folder: Path, *, width: int = 16) -> None:
    """A random BERT of one layer, and a tokenizer that knows WORDS."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
    tokenizer = Tokenizer(WordPiece({piece: index for index, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special)  # type: ignore[no-untyped-call]
    fast.save_pretrained(folder)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=width,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=2 * width,
        max_position_embeddings=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    BertModel(config).save_pretrained(folder)


def entities_of(recipe: Recipe) -> HeadSettings:
    """The settings of the head `entities`."""
    head = recipe.heads["entities"]
    assert isinstance(head, HeadSettings)
    return head


def workplace(folder: Path, recipe: str = RECIPE) -> Path:
    """A folder with encoder, gold and recipe; the path of the recipe."""
    save_encoder(folder / "encoder")
    lines = [json.dumps(document_to_dict(found)) + "\n" for found in gold()]
    (folder / "gold.jsonl").write_text("".join(lines), encoding="utf-8")
    path = folder / "recipe.cfg"
    path.write_text(recipe.replace('"encoder"', json.dumps(str(folder / "encoder"))), encoding="utf-8")
    return path
