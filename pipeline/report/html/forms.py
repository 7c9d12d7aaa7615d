"""What a span says beyond its offsets and label: normal form, status, phase."""

from pipeline.records import Entity, Norm, Span, Value
from pipeline.report.html.fillers import group_digits
from pipeline.report.norms import format_norm
from pipeline.schema import load_schema

Form = tuple[Norm | None, str | None, str | None]


def form_of(span: Span) -> Form:
    """Normal form, status and phase, with the defaults of the schema where the label has the attribute."""
    if isinstance(span, Value):
        return span.norm, None, None
    if not isinstance(span, Entity):
        return None, None, None
    status = span.status or "asserted" if span.label in load_schema().triggers else None
    phase = span.phase or "begin" if span.label == "APPOINTMENT" else None
    return span.norm if span.label == "TITLE" else None, status, phase


def describe_form(span: Span) -> str:
    """The form in words; 'no normal form' for a value or title without one."""
    norm, status, phase = form_of(span)
    has_norm = isinstance(span, Value) or span.label == "TITLE"
    words = group_digits(format_norm(norm, span.label)) if norm else "no normal form" if has_norm else None
    return ", ".join(part for part in (words, status, phase) if part)
