"""What the resolvers of pointers look at, and what they share."""

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Pointer, Span
from pipeline.rules import RuleBook, load_rules
from pipeline.stages.links.rules.context import REACH, Context
from pipeline.stages.links.rules.office_names import same_office
from pipeline.stages.links.rules.offices import Holders

PERSON = frozenset({"PERSON"})
ORG = frozenset({"ORG"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with its offices, seen from a phrase: `found` are the pointers to the left of it."""

    context: Context
    holders: Holders
    found: Sequence[Pointer]
    match: re.Match[str]

    @property
    def position(self) -> int:
        """Where the phrase begins."""
        return self.match.start()

    def start(self, back: int = 0) -> int:
        """Where the sentence of the phrase begins, or an earlier one."""
        return self.context.document.sentences[max(0, self.context.sentence(self.position) - back)][0]

    def past(self, labels: Container[str]) -> list[Span]:
        """Spans of these labels before the phrase, as far back as anybody reads."""
        return self.context.within(self.start(REACH), self.position, labels)

    def around(self, labels: Container[str]) -> list[Span]:
        """Spans of these labels before and after the phrase."""
        sentences = self.context.document.sentences
        last = min(len(sentences) - 1, self.context.sentence(self.position) + REACH)
        return self.context.within(self.start(REACH), sentences[last][1], labels)

    def holds(self, person: Span, office: str) -> bool:
        """Whether the text gives the person an office of that name.

        'guest' fits everybody, 'leader' everybody who is not said to have lesser offices only.
        """
        lists, office = pointer_rules().lists, same_office(office)
        offices = self.holders.offices.get(self.context.key(person), frozenset())
        if office == "leader":
            high = {same_office(leading) for leading in lists["leading"]}
            return not offices or any(_is_named(held, leading) for held in offices for leading in high)
        return office in lists["general"] or any(_is_named(held, office) for held in offices)

    def pointed(self, start: int, end: int) -> Sequence[tuple[Pointer, Sequence[Span]]]:
        """The pointers in a stretch, with the spans that they stand for."""
        first = bisect_left(self.found, start, key=lambda pointer: pointer.start)
        within = (pointer for pointer in self.found[first:] if pointer.end <= end)
        return [(pointer, [self.context.by_id[target] for target in pointer.targets]) for pointer in within]


def _is_named(held: str, office: str) -> bool:
    return held == office or held.endswith(f" {office}") or held.startswith(f"{office} of ")


Resolver = Callable[[Scene], Sequence[Span]]
"""The spans that a phrase stands for; none where that is not clear."""


@cache
def pointer_rules() -> RuleBook:
    """The rules and lists of `resources/links/pointers.toml`."""
    return load_rules("links/pointers.toml")
