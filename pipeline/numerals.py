"""Number words and digits as decimals: '1.3 billion', 'twelve', 'half a million', '43rd', 'two-thirds'.

`PATTERNS` are pieces for rule files: `{number}`, `{ordinal}`, `{fraction}` and `{digits}` match exactly what the
functions here can read. Lakh and crore are South Asian English; commas group digits in threes or the Indian way.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

_SMALL = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = MappingProxyType(
    {
        "dozen": Decimal(12),
        "hundred": Decimal(100),
        "thousand": Decimal(10) ** 3,
        "lakh": Decimal(10) ** 5,
        **dict.fromkeys(("million", "mln", "mn"), Decimal(10) ** 6),
        "crore": Decimal(10) ** 7,
        **dict.fromkeys(("billion", "bln", "bn"), Decimal(10) ** 9),
        **dict.fromkeys(("trillion", "trln", "trn", "tn"), Decimal(10) ** 12),
    }
)
_LETTER_SCALES = MappingProxyType({"k": Decimal(10) ** 3, "m": Decimal(10) ** 6, "b": Decimal(10) ** 9})
_CARDINALS = MappingProxyType(
    {
        **{word: Decimal(value) for value, word in enumerate(_SMALL)},
        **{word: Decimal(10 * value) for value, word in enumerate(_TENS, 2)},
        "half": Decimal("0.5"),
    }
)
_IRREGULAR = MappingProxyType(
    {
        "one": "first",
        "two": "second",
        "three": "third",
        "five": "fifth",
        "eight": "eighth",
        "nine": "ninth",
        "twelve": "twelfth",
    }
)


def _ordinal_word(cardinal: str) -> str:
    return _IRREGULAR.get(cardinal, f"{cardinal[:-1]}ieth" if cardinal.endswith("y") else f"{cardinal}th")


_ORDINALS = MappingProxyType({_ordinal_word(word): _CARDINALS[word] for word in (*_SMALL, *_TENS)})
_ORDINAL_SCALES = MappingProxyType({"hundredth": Decimal(100), "thousandth": Decimal(1000)})
_DENOMINATORS = MappingProxyType(
    {word: value for word, value in _ORDINALS.items() if 3 <= value <= 10} | {"quarter": Decimal(4)}  # noqa: PLR2004
)


def _any(words: Mapping[str, Decimal] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _patterns() -> dict[str, str]:
    digits = r"(?:\d{1,3}(?:,\d{2,3})*(?:,\d{3}|,\s000)(?!\d)|\d+)(?:\.\d+)?"  # some agencies write '10, 000'
    units = _SMALL[1:10]
    small = rf"(?:(?:{_any(_TENS)})(?:[\s-](?:{_any(units)})\b)?|{_any(_SMALL)})\b"
    scale = rf"(?:{_any(_SCALES)})\b"
    group = rf"(?:{small}(?:[\s-]hundred\b(?:\s+(?:and\s+)?{small})?)?(?:\s+and\s+a\s+half\b)?)"
    words = rf"{group}(?:[\s-]{scale}(?:,?\s+(?:and\s+)?{group})?){{0,4}}"
    article = rf"(?:half\s+an?|half|an?)\s+{scale}(?:[\s-]{scale})?"
    ordinal_words = (
        rf"(?:{small}[\s-]hundred\s+(?:and\s+)?)?(?:(?:{_any(_TENS)})[\s-])?(?:{_any(_ORDINALS)})\b"
        rf"|(?:{small}[\s-])?(?:{_any(_ORDINAL_SCALES)})\b"
    )
    return {
        "digits": digits,
        "scale": scale,
        "number": rf"{digits}(?:[\s-]?{scale}){{0,2}}|(?i:{words}|{article})",
        "ordinal": rf"\d+(?:st|nd|rd|th)\b|(?i:{ordinal_words})",
        "fraction": rf"(?i:(?:{_any(_SMALL[1:10])})[\s-](?:{_any(_DENOMINATORS)})s?\b)",
    }


PATTERNS: Mapping[str, str] = MappingProxyType(_patterns())
_TOKEN = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?|(?P<word>[a-z]+)")
_NUMBER = re.compile(PATTERNS["number"])
_ORDINAL = re.compile(PATTERNS["ordinal"])
_FRACTION = re.compile(PATTERNS["fraction"])
_WITH_LETTER = re.compile(rf"(?P<number>{PATTERNS['digits']})\s?(?P<letter>[kmb])", re.IGNORECASE)


def parse_number(text: str) -> Decimal | None:
    """The number that `text` writes, cardinal, ordinal or fraction; null if it writes none.

    One word before it that is no number is passed over ('some 29 million'); nothing may follow it.
    """
    first, _, rest = text.strip().partition(" ")
    number = _parse(text.strip())
    return _parse(rest) if number is None and rest and _parse(first) is None else number


def _parse(text: str) -> Decimal | None:
    with_letter = _WITH_LETTER.fullmatch(text)
    if with_letter:
        return _evaluate(with_letter["number"]) * _LETTER_SCALES[with_letter["letter"].lower()]
    if _NUMBER.fullmatch(text) or _ORDINAL.fullmatch(text):
        return _evaluate(text)
    return _fraction(text) if _FRACTION.fullmatch(text) else None


def parse_range(lower: str, upper: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of 'LOWER to UPPER', null unless they rise. A scale of the upper end alone holds for both.

    >>> parse_range("1.1", "1.2 billion")
    (Decimal('1100000000.0'), Decimal('1200000000.0'))
    """
    low, high = parse_number(lower), parse_number(upper)
    if low is None or high is None:
        return None
    scale = _scale_of(upper)
    if _scale_of(lower) == 1 and low * scale < high:
        low *= scale
    return (low, high) if low < high else None


def _scale_of(text: str) -> Decimal:
    word = re.search(r"[a-z]+$", text.lower())
    return Decimal(1) if word is None else _SCALES.get(word[0], _LETTER_SCALES.get(word[0], Decimal(1)))


def _evaluate(text: str) -> Decimal:
    total, current = Decimal(0), Decimal(0)
    for token in _TOKEN.finditer(re.sub(r",\s+(?=000)", ",", text.lower())):
        word = token["word"]
        if token["digits"]:
            current += Decimal(token["digits"].replace(",", ""))
        elif word in ("hundred", "hundredth", "dozen"):
            current = (current or Decimal(1)) * (_SCALES.get(word) or _ORDINAL_SCALES[word])
        elif word in _SCALES or word in _ORDINAL_SCALES:
            scale = _SCALES.get(word) or _ORDINAL_SCALES[word]
            total, current = (total * scale if total and not current else total + (current or 1) * scale), Decimal(0)
        else:  # articles and 'and' count nothing
            current += _CARDINALS.get(word, _ORDINALS.get(word, Decimal(0)))
    return total + current


def _fraction(text: str) -> Decimal:
    numerator, denominator = re.split(r"[\s-]", text.lower(), maxsplit=1)
    name = denominator if denominator in _DENOMINATORS else denominator.removesuffix("s")
    return round(_CARDINALS[numerator] / _DENOMINATORS[name], 4)
