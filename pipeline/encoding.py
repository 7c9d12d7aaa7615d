"""Bytes as text: UTF-8 where they are valid UTF-8, else the encoding is detected and named, never guessed silently."""

import codecs
import re

from pipeline.errors import InputError

_SAMPLE = 20_000
_UTF16_NULS = 0.4
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_C1_CONTROL = re.compile("[\x80-\x9f\ufffd]")


def decode(data: bytes) -> tuple[str, str]:
    """Bytes as text, with the name of the encoding: UTF-8 where valid, else detected. Raises InputError for no text."""
    encoding = _marked_encoding(data)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _is_mostly_utf8(data):
            raise InputError(f"is broken {encoding}: byte {error.start} does not fit; save it anew as UTF-8") from error
    return _detect(data)


def _marked_encoding(data: bytes) -> str:
    """The encoding that a byte order mark or the NUL bytes of UTF-16 give away; else UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = (data[first : first + _SAMPLE : 2].count(0) for first in (0, 1))
    half = min(len(data), _SAMPLE) / 2
    if odd > half * _UTF16_NULS and even == 0:
        return "utf-16-le"
    if even > half * _UTF16_NULS and odd == 0:
        return "utf-16-be"
    return "utf-8"


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more characters beyond ASCII are valid UTF-8 than not: damage, and no other encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken > broken


def _detect(data: bytes) -> tuple[str, str]:
    """Single bytes beyond ASCII between ASCII letters are Western European; of other text charset-normalizer judges."""
    runs = _HIGH_BYTES.findall(data)
    if sum(len(run) == 1 for run in runs) * 2 > len(runs):
        for encoding in ("latin-1", "cp1252"):
            text = data.decode(encoding, errors="replace")
            if not _C1_CONTROL.search(text):
                return text, encoding
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise InputError("looks binary: no encoding of text fits its bytes; give a text file")
    return data.decode(best.encoding), best.encoding
