"""The records that flow through the pipeline: frozen, slotted, free of any library.

Offsets are half-open and count code points of the text exactly as read: `text[start:end]` is the mention.
Where something was found (`found_by`) and how sure the finder was (`score`) is no part of equality.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

SCHEMA_VERSION = 1

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Timex:
    """Normal form of DATE and TIME after TIMEX3 (Pustejovsky et al. 2003).

    `begin` and `end` are the closed interval in ISO 8601; both null for sets, durations and vague references.
    `a/b` values of ranges are an extension of TIMEX3.
    """

    type: str
    value: str | None
    mod: str | None = None
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Normal form of MONEY, PERCENT, QUANTITY, ORDINAL and CARDINAL.

    `comparator` is one of `= ~ > >= < <=`; `upper` is set for ranges; `currency` (ISO 4217) belongs to MONEY,
    `unit` to QUANTITY. `counted` is what a CARDINAL counts, in the singular ('worker'), and 'percentage point' for a
    PERCENT in points; it is no part of equality, for gold does not have it.
    """

    amount: Decimal
    comparator: str = "="
    upper: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    counted: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Office:
    """Normal form of TITLE: the office that the mention stands for."""

    office: str


@dataclass(frozen=True, slots=True)
class Change:
    """Normal form of a `change` arc: signed amount, its unit, and the basis of comparison (null if not said)."""

    amount: Decimal
    unit: str
    basis: str | None = None


Norm = Timex | Amount | Office | Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A labelled stretch of the text. Ids are given by the runner, in text order."""

    start: int
    end: int
    label: str
    text: str
    id: str = ""
    found_by: str | None = field(default=None, compare=False)
    score: float | None = field(default=None, compare=False)

    @property
    def offsets(self) -> Offsets:
        """Start and end."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Span):
    """A name, a title or a trigger. `status` belongs to triggers, `phase` to APPOINTMENT, `norm` to TITLE."""

    status: str | None = None
    phase: str | None = None
    norm: Office | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a date beside its normal form; transient, never written out, and no part of equality.

    `resolved` is what the value was read against: `absolute` (nothing), `document date`, `previous date` or `assumed
    year`; `reason` why it has no value, or none with a year. `quant` (EVERY, EACH) and `freq` (2X) belong to sets,
    `begin_point` and `end_point`, the days between which it lies, to stretches, all as in TIMEX3.
    """

    resolved: str | None = None
    reason: str | None = None
    quant: str | None = None
    freq: str | None = None
    begin_point: str | None = None
    end_point: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Span):
    """A date, time, amount or number with its normal form (null where it could not be resolved)."""

    norm: Timex | Amount | None = None
    details: Details | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of an agency report's form: `date_line`, `title`, `caption`, `dateline` or `end_mark`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What a `sentences` stage returns: token, sentence and zone offsets, each in text order."""

    tokens: tuple[Offsets, ...] = ()
    sentences: tuple[Offsets, ...] = ()
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A phrase that is no span but stands for named things: 'the two ministers', 'the latter'."""

    start: int
    end: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Clusters of span ids that are one thing, countries (ISO 3166-1 alpha-2) by span id, and pointers."""

    clusters: tuple[tuple[str, ...], ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    pointers: tuple[Pointer, ...] = ()

    def cluster_of(self) -> dict[str, tuple[str, ...]]:
        """Span id → its whole cluster; ids outside every cluster are absent."""
        return {member: cluster for cluster in self.clusters for member in cluster}


@dataclass(frozen=True, slots=True)
class Arc:
    """A directed, typed relation from one span (`head`) to another (`argument`), by id."""

    head: str
    label: str
    argument: str
    norm: Change | None = None
    found_by: str | None = field(default=None, compare=False)
    score: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Argument:
    """A filler of a fact's role: the span's id and text, with its normal form or country where it has one."""

    id: str
    text: str
    norm: Norm | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that a fact stands on."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One trigger cluster with its arcs, or one static arc (then `trigger` and `status` are null)."""

    id: str
    document: str
    created: str | None
    type: str
    status: str | None
    phase: str | None
    trigger: Trigger | None
    arguments: Mapping[str, tuple[Argument, ...]]
    evidence: tuple[Offsets, ...]
    found_by: str | None = field(default=None, compare=False)
    score: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Parse:
    """Syntax of every token, in the order of `Document.tokens`; transient, never written out.

    `heads[i]` is the index of token i's head (itself for a root); `relations` are dependency labels of the
    ClearNLP scheme (nsubj, dobj, pobj …), `tags` Penn Treebank parts of speech, `lemmas` lower case.
    """

    tags: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class States:
    """What a shared encoder says of every token, in the order of `Document.tokens`; transient, never written out.

    `vectors` is an array of numpy, tokens × width (zeros outside sentences); `source` is the hash of the encoder.
    """

    vectors: Any
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with its metadata and layers. `text` is null only in stand-off gold, which gives `text_sha256`."""

    id: str
    text: str | None
    created: str | None = None
    title: str | None = None
    encoding: str | None = None
    text_sha256: str | None = None
    tokens: tuple[Offsets, ...] = ()
    sentences: tuple[Offsets, ...] = ()
    zones: tuple[Zone, ...] = ()
    entities: tuple[Entity, ...] = ()
    values: tuple[Value, ...] = ()
    links: Links = field(default_factory=Links)
    relations: tuple[Arc, ...] = ()
    facts: tuple[Fact, ...] = ()
    parse: Parse | None = field(default=None, compare=False, repr=False)
    states: States | None = field(default=None, compare=False, repr=False)

    @property
    def content(self) -> str:
        """The text, for stages: it raises where a stand-off document was never joined with its text."""
        if self.text is None:
            raise ValueError(f"document {self.id!r} has no text: join the stand-off file with its texts first")
        return self.text

    def zone(self, kind: str) -> Zone | None:
        """The first zone of that kind."""
        return next((zone for zone in self.zones if zone.kind == kind), None)

    def spans(self) -> tuple[Span, ...]:
        """Entities and values together, in text order."""
        return tuple(sorted((*self.entities, *self.values), key=lambda span: span.offsets))

    def by_id(self) -> dict[str, Span]:
        """Span id → entity or value."""
        return {span.id: span for span in (*self.entities, *self.values)}

    def with_layer(self, layer: str, value: Any) -> Self:
        """A copy with one layer set; the `sentences` layer is a `Segmentation`."""
        if layer == "sentences":
            return replace(self, tokens=value.tokens, sentences=value.sentences, zones=value.zones)
        return replace(self, **{layer: value})
