"""A fact in one line."""

from collections.abc import Iterator

from pipeline.records import Argument, Fact
from pipeline.report.norms import describe_argument


def describe_fact(fact: Fact) -> str:
    """'VISIT visited (planned): visitor Ana Ruiz; destination Peru [PE]; date May = 2020-05'."""
    heading = [fact.type, *([fact.trigger.text] if fact.trigger else [])]
    details = [detail for detail in (fact.status, fact.phase) if detail not in (None, "asserted", "begin")]
    heading += [f"({', '.join(map(str, details))})"] if details else []
    return " ".join(f"{' '.join(heading)}: {'; '.join(_fillers(fact))}".split())


def _fillers(fact: Fact) -> Iterator[str]:
    for role, fillers in fact.arguments.items():
        for filler in fillers:
            yield f"{role} {filler.text}{_norm(filler)}"


def _norm(filler: Argument) -> str:
    norm = describe_argument(filler)
    if norm in ("", filler.text):
        return ""
    return f" {norm}" if filler.country else f" = {norm}"
