import sys
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

from pipeline.errors import ConfigError
from pipeline.stages.entities.huggingface import Run, build, decode
from tests.builders import document

PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    ".",
    "the",
    "Lima",
    "Ac",
    "##me",
    "Corp",
    "visit",
    "##ed",
    "and",
    "'",
    "s",
]
TAGS = ["O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
TAG_OF = {"Ac": "B-ORG", "##me": "I-ORG", "Corp": "I-ORG", "Lima": "B-LOC"}
WINDOW = 16


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A random BERT of no layers whose classifier reads the tag off the word piece, so that what it finds is known."""
    folder = tmp_path_factory.mktemp("checkpoint")
    vocabulary = {piece: index for index, piece in enumerate(PIECES)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=WINDOW, **special)  # type: ignore[no-untyped-call]
    fast.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=16,
        num_hidden_layers=0,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=WINDOW,
        id2label=dict(enumerate(TAGS)),
        label2id={tag: index for index, tag in enumerate(TAGS)},
    )
    model = BertForTokenClassification(config)
    with torch.no_grad():
        for weight in model.bert.embeddings.parameters():
            weight.zero_()
        model.bert.embeddings.LayerNorm.weight.fill_(1.0)
        model.bert.embeddings.word_embeddings.weight.copy_(torch.eye(len(PIECES), 16))
        model.classifier.bias.zero_()
        model.classifier.weight.zero_()
        for index, piece in enumerate(PIECES):
            model.classifier.weight[TAGS.index(TAG_OF.get(piece, "O")), index] = 4.0
    model.save_pretrained(folder)
    return str(folder)


def found(checkpoint: str, text: str, labels: dict[str, str] | None = None) -> list[tuple[str, int, str]]:
    given = document(text)
    return [(entity.label, entity.start, entity.text) for entity in build(checkpoint, labels)(given)]


def test_finds_spans_of_our_tokens(checkpoint: str) -> None:
    assert found(checkpoint, "Acme Corp visited the Lima. Acme's Lima") == [
        ("ORG", 0, "Acme Corp"),
        ("LOC", 22, "Lima"),
        ("ORG", 28, "Acme"),
        ("LOC", 35, "Lima"),
    ]


def test_a_label_map_renames_and_drops(checkpoint: str) -> None:
    assert found(checkpoint, "Acme visited Lima.", {"LOC": "GPE"}) == [("GPE", 13, "Lima")]


def test_long_sentences_are_read_in_windows(checkpoint: str) -> None:
    text = "and " * 40 + "Acme Corp visited Lima and " * 9 + "Lima"
    expected = [match for match in found(checkpoint, text) if match[0] == "ORG"]
    assert [text[start : start + 9] for _, start, _ in expected] == ["Acme Corp"] * 9
    assert len(found(checkpoint, text)) == 19


def test_scores_are_rounded_probabilities(checkpoint: str) -> None:
    (entity,) = build(checkpoint)(document("Acme Corp visited"))
    assert entity.score is not None
    assert 0.5 < entity.score <= 1
    assert entity.score == round(entity.score, 4)
    assert entity.found_by == f"huggingface.{Path(checkpoint).name}"


def test_a_document_without_sentences_has_no_entities(checkpoint: str) -> None:
    assert found(checkpoint, "") == []


@pytest.mark.parametrize(
    ("tags", "runs"),
    [
        ("O B-X I-X O", [Run(1, 3, "X")]),
        ("B-X B-X I-Y", [Run(0, 1, "X"), Run(1, 2, "X"), Run(2, 3, "Y")]),
        ("I-X I-X", [Run(0, 2, "X")]),
        ("B-X I-X E-X S-X B-X E-X", [Run(0, 3, "X"), Run(3, 4, "X"), Run(4, 6, "X")]),
        ("B-X L-X U-Y", [Run(0, 2, "X"), Run(2, 3, "Y")]),
        ("X X Y O X", [Run(0, 2, "X"), Run(2, 3, "Y"), Run(4, 5, "X")]),
        ("", []),
    ],
)
def test_decode(tags: str, runs: list[Run]) -> None:
    assert decode(tags.split()) == runs


def test_nothing_is_downloaded_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(name: str, *, local_files_only: bool) -> None:
        asked.append((name, local_files_only))
        raise OSError("not there")

    monkeypatch.setattr("transformers.AutoTokenizer.from_pretrained", refuse)
    for allow_download in (False, True):
        with pytest.raises(ConfigError, match="allow_download"):
            build("owner/model", allow_download=allow_download)
    assert asked == [("owner/model", True), ("owner/model", False)]


def test_a_missing_extra_names_the_command(checkpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ConfigError, match=r"pip install factwire\[train\]"):
        build(checkpoint)


def test_a_label_map_that_does_not_fit_is_a_config_error(checkpoint: str) -> None:
    with pytest.raises(ConfigError, match="has no label 'MISC'"):
        build(checkpoint, {"MISC": "EVENT"})
