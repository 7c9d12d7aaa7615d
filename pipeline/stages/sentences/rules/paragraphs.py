"""Lines and paragraphs: one line is one paragraph, unless the text was wrapped at a fixed width.

A wrapped line ends where the next word would not have fitted. Where nearly all line ends of a text are of that kind,
they mean nothing and the lines are joined; a blank line, or a line that ends early, still ends the paragraph.
"""

import re
from itertools import pairwise

from pipeline.align import trim
from pipeline.records import Offsets

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LIST_ITEM = re.compile(r"\s*(?:[•⁃‣▪●◦*–—-]|\(?\w{1,3}[.)])\s")
_WIDEST = 100
_NARROWEST = 30
_FEWEST = 4
_SHARE = 0.7


def find_paragraphs(text: str, start: int) -> list[Offsets]:
    """The paragraphs from `start` to the end of the text, without the white space around them."""
    lines = [trim(text, match.span()) for match in _LINE.finditer(text, start) if not match[0].isspace()]
    neighbours = list(pairwise(lines))
    width = max((line[1] - line[0] for line in lines), default=0)
    wrapped = [_is_wrapped(text, pair, width) for pair in neighbours]
    if not _is_hard_wrapped(wrapped, [_is_adjacent(text, pair) for pair in neighbours], width):
        return lines
    paragraphs = lines[:1]
    for joined, line in zip(wrapped, lines[1:], strict=True):
        if joined:
            paragraphs[-1] = (paragraphs[-1][0], line[1])
        else:
            paragraphs.append(line)
    return paragraphs


def _is_hard_wrapped(wrapped: list[bool], adjacent: list[bool], width: int) -> bool:
    """Whether a text is set at a fixed width: its lines are short, and most line ends within paragraphs are wraps."""
    return _NARROWEST <= width <= _WIDEST and sum(wrapped) >= max(_FEWEST, _SHARE * sum(adjacent))


def _is_wrapped(text: str, lines: tuple[Offsets, Offsets], width: int) -> bool:
    """Whether the first word of the second line would not have fitted on the first one."""
    (start, end), following = lines
    word = text[following[0] : following[1]].split(None, 1)[0]
    return (
        end - start + 1 + len(word) > width
        and _is_adjacent(text, lines)
        and not _LIST_ITEM.match(text, following[0], following[1])
    )


def _is_adjacent(text: str, lines: tuple[Offsets, Offsets]) -> bool:
    """Whether no blank line stands between two lines."""
    between = text[lines[0][1] : lines[1][0]]
    return len(between.splitlines()) <= 1
