"""The form of an agency report: captions, dateline and end mark, after the rules of `zones.toml`."""

import re
from collections.abc import Iterator, Sequence

from pipeline.records import Offsets, Zone
from pipeline.rules import Rule, RuleBook

_LONGEST_CAPTION = 400
_LONGEST_END_MARK = 40
_BODY_BEGINS = re.compile(r"""\s*["“‘]?[^\W\d_a-z]""")
_DATELINE_PARAGRAPHS = 5


def find_zones(book: RuleBook, text: str, paragraphs: Sequence[Offsets]) -> Iterator[Zone]:
    """Captions, the first dateline and the end mark of the paragraphs, in text order."""
    captions = list(_captions(book, text, paragraphs))
    yield from captions
    if dateline := _dateline(book, text, _bodies(paragraphs, captions)):
        yield dateline
    if paragraphs and (end_mark := _end_mark(book, text, paragraphs[-1])):
        yield end_mark


def _rules(book: RuleBook, label: str) -> Iterator[Rule]:
    return (rule for rule in book.rules if rule.label == label)


def _match_at(rule: Rule, text: str, stretch: Offsets) -> re.Match[str] | None:
    return rule.pattern.match(text, *stretch) if rule.pattern is not None else None


def _captions(book: RuleBook, text: str, paragraphs: Sequence[Offsets]) -> Iterator[Zone]:
    for start, end in paragraphs:
        if found := _caption_end(book, text, (start, end)):
            yield Zone(start, found, "caption")


def _caption_end(book: RuleBook, text: str, paragraph: Offsets) -> int | None:
    """Where the caption at a paragraph's start ends: its credit stands last, or right before the body's first word."""
    start, end = paragraph
    for rule in _rules(book, "caption"):
        place = rule.settings["place"]
        if place == "paragraph_start":
            if _match_at(rule, text, paragraph):
                return end
            continue
        for match in rule.find(text, start, min(end, start + _LONGEST_CAPTION)):
            if match.end() == end or (place == "paragraph" and _BODY_BEGINS.match(text, match.end(), end)):
                return match.end()
    return None


def _bodies(paragraphs: Sequence[Offsets], captions: Sequence[Zone]) -> Iterator[Offsets]:
    """The first paragraphs, each from where its caption ends."""
    ends = {caption.start: caption.end for caption in captions}
    for start, end in paragraphs[:_DATELINE_PARAGRAPHS]:
        if ends.get(start, start) < end:
            yield ends.get(start, start), end


def _dateline(book: RuleBook, text: str, bodies: Iterator[Offsets]) -> Zone | None:
    for start, end in bodies:
        first = end - len(text[start:end].lstrip())
        for rule in _rules(book, "dateline"):
            if match := _match_at(rule, text, (first, end)):
                return Zone(first, match.end(), "dateline")
    return None


def _end_mark(book: RuleBook, text: str, paragraph: Offsets) -> Zone | None:
    start, end = paragraph
    for rule in _rules(book, "end_mark"):
        for match in rule.find(text, max(start, end - _LONGEST_END_MARK), end):
            if match.end() == end:
                return Zone(match.start(), match.end(), "end_mark")
    return None
