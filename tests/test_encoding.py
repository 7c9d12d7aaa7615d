"""Bytes as text, whatever their encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding import decode
from pipeline.errors import InputError


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Côte d’Ivoire – “talks”", "utf-8"),
        ("Plain text.", "utf-8"),
        ("Côte d’Ivoire", "utf-8-sig"),
        ("The minister of Côte d'Ivoire met the president in Genève.", "latin-1"),
        ("Côte d’Ivoire – “talks” in a café", "cp1252"),
        ("Norway met Laos.\r\n", "utf-16"),
        ("Norway met Laos.\r\n", "utf-16-le"),
        ("Norway met Laos.\r\n", "utf-16-be"),
        ("中国外交部长访问挪威并举行会谈。", "gb18030"),
        ("Министр иностранных дел прибыл в Осло.", "cp1251"),
    ],
)
def test_the_encoding_is_found_and_named(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Côte d’Ivoire, café".encode()[:-1], "is broken utf-8: byte"),
        ("Talks".encode("utf-16")[:-1], "is broken utf-16: byte"),
        (b"\xef\xbb\xbfTalks\xff", "is broken utf-8-sig: byte"),
    ],
)
def test_damaged_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        decode(data)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff")))
def test_utf8_is_never_changed(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except InputError:
        return
    assert text == data.decode(encoding)
