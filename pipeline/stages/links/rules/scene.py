"""What the resolvers of pointers look at, and what they share."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Pointer, Span
from pipeline.rules import RuleBook, load_rules
from pipeline.stages.links.rules.context import Context
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

    def holds(self, person: Span, office: str) -> bool:
        """Whether the text gives the person an office of that name; 'leader' and 'guest' fit everybody."""
        if office in pointer_rules().lists["general"]:
            return True
        offices = self.holders.offices(self.context.key(person))
        return any(
            held == office or held.endswith(f" {office}") or held.startswith(f"{office} of ") for held in offices
        )

    def pointed(self, start: int, end: int) -> Sequence[tuple[Pointer, Sequence[Span]]]:
        """The pointers in a stretch, with the spans that they stand for."""
        spans: Mapping[str, Span] = {span.id: span for span in self.context.spans}
        within = (pointer for pointer in self.found if start <= pointer.start and pointer.end <= end)
        return [(pointer, [spans[target] for target in pointer.targets]) for pointer in within]


Resolver = Callable[[Scene], Sequence[Span]]
"""The spans that a phrase stands for; none where that is not clear."""


@cache
def pointer_rules() -> RuleBook:
    """The rules and lists of `resources/links/pointers.toml`."""
    return load_rules("links/pointers.toml")
