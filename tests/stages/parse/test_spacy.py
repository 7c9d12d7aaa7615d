from dataclasses import replace

import pytest

from pipeline.errors import ConfigError
from pipeline.records import Parse
from pipeline.runner import check_order
from pipeline.stages.parse.spacy import SpacyParser, build
from tests.builders import document


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return build()


def words(text: str, parse: Parse, relation: str) -> list[str]:
    tokens = text.replace(".", " .").split()
    return [token for token, found in zip(tokens, parse.relations, strict=True) if found == relation]


def test_parses_our_tokens(parser: SpacyParser) -> None:
    text = "Ministers visited Peru. They signed treaties."
    parse = parser(document(text))
    assert parse.heads == (1, 1, 1, 1, 5, 5, 5, 5)
    assert parse.lemmas == ("minister", "visit", "peru", ".", "they", "sign", "treaty", ".")
    assert words(text, parse, "nsubj") == ["Ministers", "They"]
    assert words(text, parse, "dobj") == ["Peru", "treaties"]
    assert parse.tags[:4] == ("NNS", "VBD", "NNP", ".")


def test_a_sentence_has_one_root_and_heads_inside_it(parser: SpacyParser) -> None:
    given = document("The minister left, he said; Peru agreed; the talks ended: all went home.")
    parse = parser(given)
    assert [index for index, head in enumerate(parse.heads) if index == head] == [parse.relations.index("ROOT")]
    assert all(0 <= head < len(given.tokens) for head in parse.heads)


def test_tokens_outside_sentences_are_their_own_heads(parser: SpacyParser) -> None:
    given = document("Photo. Ministers visited Peru.")
    parse = parser(replace(given, sentences=given.sentences[1:]))
    assert parse.heads[:2] == (0, 1)
    assert parse.tags[:2] == parse.lemmas[:2] == parse.relations[:2] == ("", "")
    assert parse.relations[3] == "ROOT"


def test_a_document_without_sentences_has_an_empty_parse(parser: SpacyParser) -> None:
    assert parser(document("")) == Parse((), (), (), ())


def test_the_parse_depends_on_the_document_alone(parser: SpacyParser) -> None:
    given = document("Ministers visited Peru. They signed two treaties in Lima on Monday.")
    first = parser(given)
    parser(document("Another text. It has other words."))
    assert parser(given) == first


def test_contract(parser: SpacyParser) -> None:
    assert (parser.assigns, parser.requires, parser.uses) == ("parse", ("sentences",), ())
    with pytest.raises(ConfigError, match="reads 'sentences'"):
        check_order([parser])


def test_the_hash_names_the_package(parser: SpacyParser) -> None:
    assert len(parser.model_hash) == 64
    assert build().model_hash == parser.model_hash


def test_a_missing_package_names_the_command() -> None:
    with pytest.raises(ConfigError, match="pip install en-core-web-none"):
        build("en_core_web_none")


def test_another_package_than_the_pinned_one_is_refused(parser: SpacyParser) -> None:
    assert build(sha256=parser.model_hash).model_hash == parser.model_hash
    with pytest.raises(ConfigError, match="the config expects 0123"):
        build(sha256="0123")
