"""Sentences, tokens and zones by rules alone: no model, no library, the rules in `resources/sentences/*.toml`.

The form of an agency report is found first (date line, title, captions, dateline, end mark); then each paragraph is
split into sentences, and each sentence into tokens. Every character outside the date line that is no white space is in
exactly one sentence, and every one of the text in exactly one token.
"""

from dataclasses import dataclass

from pipeline.corpus import parse_header
from pipeline.records import Document, Offsets, Segmentation, Zone
from pipeline.rules import RuleBook, load_rules
from pipeline.stages.sentences.rules.boundaries import Boundaries, build_boundaries
from pipeline.stages.sentences.rules.paragraphs import find_paragraphs
from pipeline.stages.sentences.rules.tokenizer import Tokenizer, build_tokenizer
from pipeline.stages.sentences.rules.zones import find_zones


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """The stage; `build` makes it."""

    zones: RuleBook
    boundaries: Boundaries
    tokenizer: Tokenizer
    assigns: str = "sentences"
    requires: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    def __call__(self, document: Document) -> Segmentation:
        """The segmentation of the document's text."""
        text = document.content
        header = _header(document)
        paragraphs = find_paragraphs(text, header[-1].end if header else 0)
        zones = (*header, *sorted(find_zones(self.zones, text, paragraphs), key=lambda zone: zone.start))
        titles = [(zone.start, zone.end) for zone in header if zone.kind == "title"]
        parts = (*titles, *_parts(paragraphs, zones))
        split = [sentence for part in parts for sentence in self.boundaries.split(text, part)]
        sentences = _with_end_mark(text, _with_dateline(split, zones), zones)
        date_lines = [(zone.start, zone.end) for zone in header if zone.kind == "date_line"]
        tokens = [t for stretch in (*date_lines, *sentences) for t in self.tokenizer.tokenize(text, stretch)]
        return Segmentation(tuple(tokens), tuple(sentences), zones)


def build() -> SentenceRules:
    """The rule-based `sentences` stage; it has no settings."""
    boundaries = load_rules("sentences/boundaries.toml")
    words = (word for rule in boundaries.rules for word in rule.settings.get("words", ()))
    return SentenceRules(
        zones=load_rules("sentences/zones.toml"),
        boundaries=build_boundaries(boundaries),
        tokenizer=build_tokenizer(load_rules("sentences/tokens.toml"), words),
    )


def _header(document: Document) -> tuple[Zone, ...]:
    """The zones of the first line: date line and title; or the title alone where the document's own is that line."""
    text = document.content
    header = parse_header(text)
    if header.date_line is not None:
        title = header.title_offsets
        return (Zone(*header.date_line, "date_line"), *([Zone(*title, "title")] if title else []))
    start = len(text) - len(text.lstrip())
    first_line = text[start:].splitlines()[0].rstrip() if document.title else None
    return (Zone(start, start + len(first_line), "title"),) if first_line and first_line == document.title else ()


def _parts(paragraphs: list[Offsets], zones: tuple[Zone, ...]) -> list[Offsets]:
    """The paragraphs, cut where a caption ends inside one."""
    ends = {zone.start: zone.end for zone in zones if zone.kind == "caption"}
    parts: list[Offsets] = []
    for start, end in paragraphs:
        middle = ends.get(start, end)
        parts += [part for part in ((start, middle), (middle, end)) if part[0] < part[1]]
    return parts


def _with_dateline(sentences: list[Offsets], zones: tuple[Zone, ...]) -> list[Offsets]:
    """The sentences, the first of the body taking in a dateline that stands on a line of its own or ends in a stop."""
    for zone in zones:
        inside = [s for s in sentences if zone.kind == "dateline" and zone.start <= s[0] and s[1] <= zone.end]
        following = sentences.index(inside[-1]) + 1 if inside else len(sentences)
        if following < len(sentences):
            opening = (inside[0][0], sentences[following][1])
            return [*sentences[: following - len(inside)], opening, *sentences[following + 1 :]]
    return sentences


def _with_end_mark(text: str, sentences: list[Offsets], zones: tuple[Zone, ...]) -> list[Offsets]:
    """The sentences, the last of which takes in an end mark that stands behind it on its line."""
    marks = [zone for zone in zones if zone.kind == "end_mark"]
    if not marks or len(sentences) == 1 or sentences[-1][0] != marks[-1].start:
        return sentences
    *others, (start, end), mark = sentences
    gap = text[end : mark[0]]
    return [*others, (start, mark[1])] if gap == "".join(gap.splitlines()) else sentences
