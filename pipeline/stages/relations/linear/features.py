"""Features of a candidate: strings, of which a model has weights for those that it has seen.

The first part of a feature's name is its group: `head`, `argument` (spans), `place` (order, distance, competitors),
`words` (between and around), `path` (grammar), `pointer`, `far` (other sentences), `report` (title, dateline, how often
a thing is named) and `rules` (what the rules say).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.candidates import Candidate, things
from pipeline.records import Arc, Document, Span
from pipeline.schema import load_schema
from pipeline.stages.relations.linear.agreement import Agreement
from pipeline.stages.relations.linear.paths import path_features
from pipeline.stages.relations.linear.spans import SpanFeatures
from pipeline.stages.relations.linear.text import COUNTRIES, Text, alike, bucket, capped, distance

GROUPS = ("head", "argument", "place", "words", "path", "pointer", "far", "report", "rules")

_FEW = 5
_SEQUENCE = 8
_NEAR = 12


class Features:
    """The features of the candidates of one document, given the arcs of the rules."""

    def __init__(self, document: Document, arcs: Sequence[Arc]) -> None:
        self.text = Text.of(document)
        self.things = things(document)
        self.spans = SpanFeatures(self.text)
        self.rules = Agreement(document, arcs, self.things)
        self._counts = Counter(self.things[span.id] for span in self.text.spans)
        countries = Counter(self.things[span.id] for span in self.text.spans if span.id in document.links.countries)
        self._ranks = {thing: rank for rank, (thing, _) in enumerate(countries.most_common())}
        self._zones = {
            kind: {self.things[span.id] for span in self.text.spans if self.spans.zone(span) == kind}
            for kind in ("title", "dateline")
        }
        self._recent: dict[str, list[Span]] = {}

    def of_pair(self, candidate: Candidate) -> list[str]:
        """What does not depend on the role."""
        found = ["bias", *self.spans(candidate.head, "head"), *self._report(candidate)]
        arguments = self.spans(candidate.argument, "argument")
        if kind_of(candidate) == "here":
            found += arguments
        else:
            known = ("argument.l", "argument.country", "argument.timex", "argument.zone", "argument.when")
            found += [feature for feature in arguments if feature.startswith(known)]
        found += self._far(candidate) if candidate.distance else self._near(candidate)
        return found

    def of_role(self, candidate: Candidate, role: str) -> list[str]:
        """What the rules say of the candidate in this role."""
        return list(self.rules(candidate, role, kind_of(candidate)))

    def _report(self, candidate: Candidate) -> Iterator[str]:
        """How the report as a whole speaks of the argument."""
        argument, kind = candidate.argument, kind_of(candidate)
        thing = self.things[argument.id]
        yield f"report.same={thing == self.things[candidate.head.id]}"
        yield f"report.count={capped(self._counts[thing])}.{argument.label in COUNTRIES}"
        if thing in self._ranks:
            yield f"report.rank={capped(self._ranks[thing])}.{kind}"
        yield from (f"report.{zone}.{kind}" for zone, named in self._zones.items() if thing in named)
        yield f"report.sentence={capped(self.text.sentence(candidate.head), 3)}"
        yield f"place.kind={kind}"
        yield f"place.kind={kind}.{argument.label}"

    def _near(self, candidate: Candidate) -> Iterator[str]:
        """Features of a candidate in the sentence of its head."""
        text = self.text
        head, place = text.tokens(candidate.head.offsets), text.tokens(candidate.place)
        side = "<" if place[0] < head[0] else ">"
        between = text.between(head, place)
        yield from self._places(candidate, side, len(between))
        yield from self._governors(candidate, side, place)
        yield from self._words(between, side, candidate.argument.label)
        yield from path_features(text, head, place, candidate.argument.label)
        if candidate.pointed:
            phrase = " ".join(text.words[place[0] : place[1]])
            yield f"pointer.phrase={phrase}"
            yield f"pointer.phrase={phrase}.{side}{min(bucket(len(between)), _FEW)}"
            yield f"pointer.last={text.words[place[1] - 1]}.{side}"

    def _places(self, candidate: Candidate, side: str, gap: int) -> Iterator[str]:
        """Order, distance, and who else stands nearer."""
        label, head = candidate.argument.label, candidate.head
        here = self.text.sentences[self.text.sentence(head)]
        yield f"place.side={side}.{label}"
        yield f"place.side={side}.{self._word(head)}"
        yield f"place.gap={side}{bucket(gap)}"
        yield f"place.gap={side}{bucket(gap)}.{label}"
        for name, rank in (("nearer", self._nearer(candidate, here)), ("heads", self._nearer_heads(candidate, here))):
            yield f"place.{name}={side}{rank}"
            yield f"place.{name}={side}{rank}.{label}"
        yield f"place.like={capped(sum(span.label == label for span in here))}.{label}"
        yield f"place.triggers={capped(sum(span.label == head.label for span in here))}"
        thing = self.things[candidate.argument.id]
        yield f"place.again={sum(self.things[span.id] == thing for span in here) > 1}"

    def _governors(self, candidate: Candidate, side: str, place: tuple[int, int]) -> Iterator[str]:
        governor = self.text.governor(place[0])
        yield f"words.governor={governor}.{side}"
        yield f"words.governor={governor}.{side}.{candidate.argument.label}"
        yield f"words.governor={governor}.{side}.{self._word(candidate.head)}"

    def _words(self, between: range, side: str, label: str) -> Iterator[str]:
        """The words and labels between head and argument."""
        text = self.text
        tokens = [token for token in between if text.codes[token]]
        codes = [text.codes[token] for token in tokens]
        lemmas = [text.lemma(token) for token in tokens]
        if len(codes) <= _FEW:
            yield f"words.all={side}{' '.join(codes)}"
            yield f"words.all={side}{' '.join(codes)}.{label}"
        yield from (f"words.has={side}{lemma}" for lemma in dict.fromkeys(lemmas))
        if len(lemmas) <= _SEQUENCE:
            yield from (f"words.pair={side}{one} {two}" for one, two in dict.fromkeys(pairwise(lemmas)))
        if lemmas:
            yield f"words.first={side}{lemmas[0]}"
            yield f"words.last={side}{lemmas[-1]}"
        counts = Counter(codes)
        yield f"words.commas={side}{capped(counts[','])}"
        yield f"words.and={capped(counts['and'])}"
        yield f"words.quoted={any(mark in counts for mark in ('“', '”', chr(34)))}"
        yield f"words.semicolons={capped(counts[';'])}"
        yield f"words.like={side}{capped(counts[label])}.{label}"
        yield f"words.triggers={side}{capped(sum(counts[trigger] for trigger in load_schema().triggers))}"
        if text.parse is not None:
            tags = text.parse.tags
            verbs = sum(text.is_word(token) and tags[token].startswith(("VB", "MD")) for token in tokens)
            yield f"words.verbs={side}{capped(verbs)}"

    def _far(self, candidate: Candidate) -> Iterator[str]:
        """Features of a candidate in another sentence."""
        head, argument = candidate.head, candidate.argument
        label, number = argument.label, self.text.sentence(head)
        steps = f"{'-' if candidate.distance < 0 else '+'}{bucket(abs(candidate.distance))}"
        here = self.text.sentences[number]
        countries = {self.things[span.id] for span in here if span.label in COUNTRIES}
        yield f"far.steps={steps}"
        yield f"far.steps={steps}.{label}"
        yield f"far.head={self._word(head)}.{label}"
        yield f"far.countries={capped(len(countries))}.{self._word(head)}"
        yield f"far.countries={capped(len(countries))}"
        yield f"far.like={capped(sum(span.label == label for span in here))}"
        yield f"far.nearer={self._recency(head, argument)}.{label}"
        around = ("head.before", "head.governor", "head.after")
        yield from (f"far.{feature}" for feature in self.spans(head, "head") if feature.startswith(around))
        if candidate.distance == -1:
            yield from self._previous(candidate, self.text.sentences[number - 1])

    def _previous(self, candidate: Candidate, before: Sequence[Span]) -> Iterator[str]:
        """What the sentence before the head offers beside the argument."""
        label = candidate.argument.label
        rivals = [span for span in before if alike(span.label, label)]
        yield f"far.trigger={any(span.label == candidate.head.label for span in before)}"
        yield f"far.last={rivals[-1:] == [candidate.argument]}"
        yield f"far.rivals={capped(len({self.things[span.id] for span in rivals}))}"
        around = ("argument.before", "argument.governor", "argument.after")
        found = self.spans(candidate.argument, "argument")
        yield from (f"far.{feature}" for feature in found if feature.startswith(around))

    def _recency(self, head: Span, argument: Span) -> str:
        """How many other things of the kind were named since; `x` for what was not named before the head."""
        if head.id not in self._recent:
            first = max(0, self.text.sentence(head) - _NEAR)
            spans = [span for spans in self.text.sentences[first : self.text.sentence(head) + 1] for span in spans]
            self._recent[head.id] = [span for span in reversed(spans) if span.start < head.start]
        since: set[str] = set()
        for span in self._recent[head.id]:
            if self.things[span.id] == self.things[argument.id]:
                return str(capped(len(since)))
            if alike(span.label, argument.label):
                since.add(self.things[span.id])
        return "x"

    def _nearer(self, candidate: Candidate, here: Sequence[Span]) -> str:
        """How many rivals of the argument stand nearer to the head, in all and on its side."""
        head, place, argument = candidate.head, candidate.place, candidate.argument
        gap = distance(head.offsets, place)
        rivals = [span for span in here if alike(span.label, argument.label) and span is not argument]
        nearer = [span for span in rivals if distance(head.offsets, span.offsets) < gap]
        beside = sum((span.start < head.start) == (place[0] < head.start) for span in nearer)
        return f"{capped(len(nearer), 3)}{capped(beside, 3)}"

    def _nearer_heads(self, candidate: Candidate, here: Sequence[Span]) -> str:
        """How many other heads of the label, and other triggers, stand nearer to the argument."""
        head, place = candidate.head, candidate.place
        gap = distance(head.offsets, place)
        nearer = [span.label for span in here if span is not head and distance(span.offsets, place) < gap]
        triggers = sum(label in load_schema().triggers for label in nearer)
        return f"{capped(nearer.count(head.label), 3)}{capped(triggers, 3)}"

    def _word(self, head: Span) -> str:
        """The head word of a trigger or office; the label of another span."""
        named = head.label in load_schema().triggers or head.label == "TITLE"
        return self.text.lemmas[self.text.tokens(head.offsets)[1] - 1] if named else head.label


def kind_of(candidate: Candidate) -> str:
    """Where the argument stands: here, pointed to, or far off."""
    if candidate.pointed:
        return "pointed"
    return "far" if candidate.distance else "here"
