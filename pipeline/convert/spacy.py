"""Factwire for users of spaCy: the pipeline as a component, and documents as Docs.

    nlp = spacy.blank("en")
    nlp.add_pipe("factwire")
    doc = nlp("Peru's president visited Chile on May 3, 2021.")
    doc._.factwire.facts        # our records
    doc.spans["factwire"]       # entities and values as spaCy spans

The entry point `spacy_factories` of the distribution names `create_factwire`, so that no import is needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.align import gaps
from pipeline.corpus import parse_header
from pipeline.records import Document, Offsets
from pipeline.runner import Pipeline, load_pipeline

_NAME = "factwire"


@Language.factory(_NAME, default_config={"config": None}, assigns=["doc._.factwire"])
def create_factwire(nlp: Language, name: str, config: str | None) -> "Factwire":  # noqa: ARG001 (spaCy passes them)
    """The component; `config` is the path of a config file, by default the shipped one."""
    if not Doc.has_extension(_NAME):
        Doc.set_extension(_NAME, default=None)
    return Factwire(load_pipeline(config))


@dataclass(frozen=True, slots=True)
class Factwire:
    """Sets `doc._.factwire` and, if that key is free, `doc.spans["factwire"]`; changes nothing else.

    The id and the creation date of a text are read from `doc.user_data["id"]` and `doc.user_data["created"]`, the
    date else from the text's own date line.
    """

    pipeline: Pipeline

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with our layers."""
        header = parse_header(doc.text)
        document = self.pipeline(
            Document(
                id=str(doc.user_data.get("id", _NAME)),
                text=doc.text,
                created=doc.user_data.get("created", header.created),
                title=header.title,
            )
        )
        doc._.set(_NAME, document)
        if _NAME not in doc.spans:
            doc.spans[_NAME] = _spans(document, doc)
        return doc


def to_doc(document: Document, nlp: Language) -> Doc:
    """A Doc of the document's own tokens and sentences, whose text is the text; spans are entities and `doc.spans`.

    As in spaCy, a token is followed by at most one space; all other characters between tokens are tokens too.
    """
    text = document.content
    pieces = sorted([*document.tokens, *_fillers(text, document.tokens)])
    following = [*(start for start, _ in pieces[1:]), len(text)]
    sentence_starts = {start for start, _ in document.sentences}
    doc = Doc(
        nlp.vocab,
        words=[text[start:end] for start, end in pieces],
        spaces=[end < start for (_, end), start in zip(pieces, following, strict=bool(pieces))],
        sent_starts=[start in sentence_starts for start, _ in pieces],
    )
    doc.spans[_NAME] = _spans(document, doc)
    doc.ents = filter_spans(doc.spans[_NAME])
    return doc


def _fillers(text: str, tokens: Sequence[Offsets]) -> Iterator[Offsets]:
    """What stands between tokens, without the one space that may follow a token."""
    for start, end in gaps((0, len(text)), tokens):
        first = start + (start > 0 and text[start] == " ")
        if first < end:
            yield first, end


def _spans(document: Document, doc: Doc) -> list[Span]:
    """Our spans over the tokens of the Doc; a span that begins or ends inside a token is widened to it."""
    found = (
        doc.char_span(span.start, span.end, label=span.label, span_id=span.id, alignment_mode="expand")
        for span in document.spans()
    )
    return [span for span in found if span is not None]
