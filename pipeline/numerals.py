"""Number words and digits as decimals: '1.3 billion', 'twelve', 'half a million', '2½', '43rd', 'two-thirds'.

`PATTERNS` are pieces for rule files: `{number}`, `{ordinal}`, `{fraction}`, `{digits}` and `{scale}` match exactly what
the functions here can read, without a leading article. Lakh and crore are South Asian English; commas group digits in
threes or the Indian way, spaces in threes (ISO 80000-1).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
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
        **dict.fromkeys(("dozen", "dozens"), Decimal(12)),
        "hundred": Decimal(100),
        **dict.fromkeys(("thousand", "thsd"), Decimal(10) ** 3),
        **dict.fromkeys(("lakh", "lakhs", "lac"), Decimal(10) ** 5),
        **dict.fromkeys(("million", "mln", "mn", "mil"), Decimal(10) ** 6),
        **dict.fromkeys(("crore", "crores"), Decimal(10) ** 7),
        **dict.fromkeys(("billion", "bln", "bn"), Decimal(10) ** 9),
        **dict.fromkeys(("trillion", "trln", "trn", "tln", "tn"), Decimal(10) ** 12),
        "quadrillion": Decimal(10) ** 15,
    }
)
_LETTER_SCALES = MappingProxyType(
    {
        "k": Decimal(10) ** 3,
        "m": Decimal(10) ** 6,
        "mm": Decimal(10) ** 6,
        "b": Decimal(10) ** 9,
        "t": Decimal(10) ** 12,
    }
)
_CARDINALS = MappingProxyType(
    {
        **{word: Decimal(value) for value, word in enumerate(_SMALL)},
        **{word: Decimal(10 * value) for value, word in enumerate(_TENS, 2)},
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
_ORDINAL_SCALES = MappingProxyType(
    {"hundredth": Decimal(100), "thousandth": Decimal(10) ** 3, "millionth": Decimal(10) ** 6}
)
_DENOMINATORS = MappingProxyType(
    {"half": Decimal(2), "halve": Decimal(2), "quarter": Decimal(4)}
    | {word: value for word, value in _ORDINALS.items() if value > 2}  # noqa: PLR2004
    | dict(_ORDINAL_SCALES)
)
_DIGIT_DENOMINATORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 40, 50, 64, 100)
_VULGAR = MappingProxyType(
    {
        chr(code): round(Decimal(str(unicodedata.numeric(chr(code)))), 4)
        for code in (*range(0xBC, 0xBF), *range(0x2150, 0x215F))
    }
)
_ALONE = frozenset({"half", "quarter"})
"""Fractions that need neither numerator nor article: 'half a million'. Others are ordinals without them."""
_PLACES = 4
"""Decimal places that a fraction is rounded to, as in the gold."""


def _any(words: Mapping[str, Decimal] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _digit_patterns() -> dict[str, str]:
    grouped = r"\d{1,3}(?:,\d{2,3})*(?:,\d{3}|,\s000)(?!\d)|\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?![\d,])"
    slash = rf"(?!24/7)\d{{1,2}}[/⁄](?:{'|'.join(map(str, reversed(_DIGIT_DENOMINATORS)))})(?![\d/⁄]|\.\d)"
    return {
        "digits": rf"(?:(?:{grouped}|\d+)(?:\.\d+)?|(?<!\d)\.\d+)",  # some agencies write '10, 000'
        "parts": rf"(?:[{''.join(_VULGAR)}]|{slash})",
    }


def _word_patterns() -> dict[str, str]:
    link = r"(?:\s?[-‐‑]\s?|\s+)"
    small = rf"(?:(?:{_any(_TENS)})(?:{link}(?:{_any(_SMALL[1:10])})\b)?|{_any(_SMALL)})\b"
    scale = rf"(?:{_any(_SCALES)})\b"
    above = rf"(?:{_any(tuple(word for word in _SCALES if word != 'hundred'))})\b"
    plurals = tuple(f"{word}s" for word in _DENOMINATORS if word != "half")
    shares = rf"(?:(?:one{link}(?:{_any(_DENOMINATORS)})|{small}{link}(?:{_any(plurals)}))\b)"
    few = rf"{small}(?!{link}(?:{_any(plurals)})\b)"
    group = rf"(?:{few}(?:{link}hundred\b(?:\s+(?:and\s+)?{few})?)?)"
    part = r"(?:(?:half|quarter)\s+an?|quarter(?:\s+of\s+a)?|half)"
    tail = rf"(?:\s+and\s+(?:an?\s+(?:half|quarter|third|fourth|fifth)\b|{shares}))"
    return {
        "link": link,
        "small": small,
        "scale": scale,
        "shares": shares,
        "tail": tail,
        "spelled": rf"{group}(?:{link}{above}(?:,?\s+(?:and\s+)?{group})?){{0,5}}",
        "point": rf"\s+point(?:\s+(?:{_any(_SMALL)})\b){{1,8}}",
        "article": rf"(?:{part}{link}|(?<=\ba\s)){scale}(?:{link}{scale})?",
    }


def _patterns() -> dict[str, str]:
    """The published pieces; every repetition of words is bounded, so that none backtracks far."""
    given = {**_digit_patterns(), **_word_patterns()}
    mixed = r"(?:{digits}(?:\s?|-){parts}|{parts})(?:{link}?{scale})?"
    plain = r"{digits}(?:{link}?{scale}){{0,2}}(?:,?\s{digits}\s{scale})?{tail}?"
    words = r"{shares}(?:\s+of\s+an?)?\s+{scale}|{spelled}(?:{point}|{tail})?(?:\s+{scale})?|{article}{tail}?"
    ordinal = (
        rf"(?:{{small}}{{link}}hundred\s+(?:and\s+)?)?(?:(?:{_any(_TENS)}){{link}})?(?:{_any(_ORDINALS)})\b"
        rf"|(?:{{small}}{{link}})?(?:{_any(_ORDINAL_SCALES)})\b"
    )
    made = {
        "number": f"{mixed}|{plain}|(?i:{words})",
        "ordinal": rf"\d{{{{1,3}}}}(?:,\d{{{{3}}}})+(?:st|nd|rd|th)\b|\d+(?:st|nd|rd|th)\b|(?i:{ordinal})",
        "fraction": r"(?:{parts}|(?i:{shares}))",
    }
    return {
        "digits": given["digits"],
        "scale": given["scale"],
        **{name: pattern.format_map(given) for name, pattern in made.items()},
    }


PATTERNS: Mapping[str, str] = MappingProxyType(_patterns())
_NUMBER = re.compile(
    rf"(?:{PATTERNS['number']}|(?i:(?:an?\s+)?(?:quarter(?:\s+of\s+a)?\s+)?{PATTERNS['scale']})"
    rf"|{PATTERNS['ordinal']}|{PATTERNS['fraction']})"
)
_WITH_LETTER = re.compile(rf"(?P<number>{PATTERNS['digits']})\s?(?P<letter>mm|[kmbt])", re.IGNORECASE)
_SIGN = re.compile(r"(?:[-−–]\s?|(?:minus|negative)\s+)(?=[\w.])", re.IGNORECASE)
_GROUPS = re.compile(r"(?<=\d),\s*(?=\d)|(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
_TOKEN = re.compile(
    rf"(?P<over>\d+)[/⁄](?P<under>\d+)|(?P<digits>\d+(?:\.\d+)?|\.\d+)(?:st|nd|rd|th)?|(?P<sign>[{''.join(_VULGAR)}])"
    rf"|(?P<shares>{_word_patterns()['shares']})|(?P<word>[a-z]+)"
)
_PARTS = (re.compile(r"\band an? $"), re.compile(r"(?:^|\band )(?:an? )?$"))


def parse_number(text: str) -> Decimal | None:
    """The number that `text` writes, cardinal, ordinal or fraction; null if it writes none.

    One word before it that is no number is passed over ('some 29 million'); nothing may follow it. Fractions are
    rounded to four decimal places.
    """
    text = text.strip()
    sign = _SIGN.match(text)
    if sign:
        number = _parse(text[sign.end() :])
        return None if number is None else -number
    first, _, rest = text.partition(" ")
    number = _parse(text)
    return _parse(rest) if number is None and rest and _parse(first) is None else number


def _parse(text: str) -> Decimal | None:
    with_letter = _WITH_LETTER.fullmatch(text)
    if with_letter:
        return _evaluate(with_letter["number"]) * _LETTER_SCALES[with_letter["letter"].lower()]
    return _evaluate(text) if _NUMBER.fullmatch(text) else None


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


@dataclass(slots=True)
class _Sum:
    """A number in the making: `current` is what the next scale multiplies (null: one), `last` the scale before."""

    total: Decimal = Decimal(0)
    current: Decimal | None = None
    last: Decimal = Decimal(1)

    def scale(self, value: Decimal) -> None:
        if value <= _SCALES["hundred"]:
            self.current = value if self.current is None else self.current * value
            return
        if self.total and self.current is None:  # 'thousand billion'
            self.total *= value
        else:
            self.total += value if self.current is None else self.current * value
        self.current, self.last = None, value

    def add(self, value: Decimal) -> None:
        self.current = value + (self.current or 0)

    @property
    def value(self) -> Decimal:
        return self.total + (self.current or 0)

    def part(self, value: Decimal, *, scaled: bool) -> None:
        """Add a fraction: of the last scale where none follows it ('a million and a half')."""
        if scaled or self.current or self.last == 1:
            self.add(value)
        else:
            self.total += value * self.last


def _evaluate(text: str) -> Decimal:
    """The value of what `_NUMBER` matches; articles and 'and' count nothing."""
    whole, _, decimals = re.sub(r"\s+", " ", _GROUPS.sub("", text.lower())).partition(" point ")
    made = _Sum()
    for token in _TOKEN.finditer(whole):
        part = _part(token)
        if part is not None:
            made.part(part, scaled=any(word in _SCALES for word in re.findall("[a-z]+", whole[token.end() :])))
        elif token["digits"]:
            made.add(Decimal(token["digits"]))
        elif token["word"] in _SCALES or token["word"] in _ORDINAL_SCALES:
            made.scale(_SCALES.get(token["word"]) or _ORDINAL_SCALES[token["word"]])
        elif token["word"] in _CARDINALS or token["word"] in _ORDINALS:
            made.add(_CARDINALS.get(token["word"], _ORDINALS.get(token["word"], Decimal(0))))
    return _with_decimals(made.value, decimals) if decimals else made.value


def _part(token: re.Match[str]) -> Decimal | None:
    """The value of a token that is a fraction."""
    if token["sign"]:
        return _VULGAR[token["sign"]]
    if token["over"]:
        return _divide(Decimal(token["over"]), Decimal(token["under"]))
    if token["shares"]:
        numerator, denominator = re.split(r"[\s‐‑-]+(?=[a-z]+$)", token["shares"])
        name = denominator if denominator in _DENOMINATORS else denominator.removesuffix("s")
        return _divide(_evaluate(numerator), _DENOMINATORS[name])
    if token["word"] in _DENOMINATORS and _PARTS[token["word"] in _ALONE].search(token.string, 0, token.start()):
        return _divide(Decimal(1), _DENOMINATORS[token["word"]])
    return None


def _divide(numerator: Decimal, denominator: Decimal) -> Decimal:
    return round(numerator / denominator, _PLACES).normalize()


def _with_decimals(whole: Decimal, words: str) -> Decimal:
    """A number with spelled decimals, 'five point zero eight million'."""
    digits = "".join(str(_CARDINALS[word]) for word in words.split() if word in _CARDINALS)
    number = whole + Decimal(f"0.{digits}")
    for word in words.split():
        number *= _SCALES.get(word, Decimal(1))
    return number
