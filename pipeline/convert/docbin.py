"""spaCy's DocBin: Docs with entities, spans and sentences for spaCy's tools, the whole document in their user data."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import DocBin

from pipeline.convert.conll import tokens_of
from pipeline.convert.spacy import to_doc
from pipeline.errors import FormatError
from pipeline.jsonl import document_to_dict, dump, parse_line
from pipeline.records import Document

_KEY = "factwire"


def write(documents: Iterable[Document], out: Path) -> None:
    """Write the documents to one `.spacy` file. Documents without tokens get words and signs as tokens."""
    nlp = spacy.blank("en")
    box = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SENT_START", "SPACY", "ORTH"], store_user_data=True)
    for document in documents:
        doc = to_doc(document.with_layer("tokens", tuple(tokens_of(document))), nlp)
        doc.user_data = {_KEY: dump(document_to_dict(document))}
        box.add(doc)
    box.to_disk(out)


def read(path: Path) -> Iterator[Document]:
    """The documents of a file that `write` wrote. Raises FormatError for a DocBin of another origin."""
    nlp = spacy.blank("en")
    try:
        box = DocBin(store_user_data=True).from_disk(path)
    except ValueError as error:
        raise FormatError(f"{path}: no DocBin ({error}); expected a file that factwire convert wrote") from error
    for doc in box.get_docs(nlp.vocab):
        line = doc.user_data.get(_KEY)
        if line is None:
            raise FormatError(f"{path}: a Doc without factwire's layers; expected a file that factwire convert wrote")
        yield parse_line(json.dumps(json.loads(line)).encode())
