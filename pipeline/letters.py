"""Latin letters without their marks: 'Hà Nội' and 'Ha Noi' are one name.

    plain("Düsseldorf, Łódź, Đà Nẵng")    # 'Dusseldorf, Lodz, Da Nang'

Each letter stays one letter, so offsets hold; letters that stand for two (ß, æ) stay as they are.
"""

import unicodedata

_MARKED = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_CROSSED = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "ħ": "h", "Ħ": "H"}
_PLAIN = str.maketrans(
    {
        letter: base
        for letter in map(chr, _MARKED)
        if (base := unicodedata.normalize("NFD", letter)[0]) != letter and base.isascii()
    }
    | _CROSSED
)


def plain(text: str) -> str:
    """The text with every marked Latin letter replaced by its base; the length stays."""
    return text.translate(_PLAIN)
