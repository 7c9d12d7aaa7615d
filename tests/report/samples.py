"""Documents for tests of the page: trade figures over the years, and texts that would break a careless page."""

from dataclasses import replace
from decimal import Decimal

from pipeline.records import Amount, Argument, Document, Entity, Fact, Office, Timex, Trigger, Value
from pipeline.stages.facts.assembly import assemble
from tests.builders import document

HOSTILE = (
    '<script>document.title="owned";document.documentElement.setAttribute("data-canary","dead")</script>',
    "<img src=x onerror=\"document.title='owned'\">",
    "</script><script>document.title='owned'</script>",
    "</title></style></textarea><svg/onload=document.title='owned'>",
    '" onmouseover="document.title=\'owned\'" x="',
    "' autofocus onfocus='document.title=1' x='",
    "{{ 7 * 7 }}{% raw %}{{ config }}{# comment #}",
    "javascript:document.title='owned'",
    "https://example.org/pixel.png?<b>bold</b>&amp;&lt;&#60;",
    '<link rel=stylesheet href="https://example.org/a.css"><meta http-equiv=refresh content="0;url=https://example.org/">',
    '<iframe src="https://example.org/"></iframe><base href="https://example.org/"><form action="//example.org">',
    "<!-- comment --> <![CDATA[ data ]]> <?php ?>",
    "left \u202eright-to-left\u202c \u2066isolate\u2069 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "nul \x00 bell \x07 escape \x1b[31m delete \x7f next line \x85 feed \x0c tab \t end",
    "lines\r\nof\rall\nkinds\u2028here\ufffe\uffff",
    "w" * 3000,
)

YEARS = tuple(
    Argument("v1", str(year), Timex("DATE", str(year), None, f"{year}-01-01", f"{year}-12-31")) for year in (2019, 2020)
)


def trade(
    year: int, amount: str, *, comparator: str = "=", upper: str | None = None, status: str = "asserted"
) -> Document:
    """A report of one year's trade between Peru and Chile."""
    norm = Amount(Decimal(amount), comparator, None if upper is None else Decimal(upper), currency="USD")
    period = Timex("DATE", str(year), None, f"{year}-01-01", f"{year}-12-31")
    made = document(
        f"[INDICATOR:Two-way trade] between [GPE:Peru] and [GPE:Chile] came to [MONEY:some dollars] in [DATE:{year}] .",
        norms={"v1": norm, "v2": period},
        countries={"e2": "PE", "e3": "CL"},
        arcs=(("e1", "value", "v1"), ("e1", "date", "v2"), ("e1", "party", "e2"), ("e1", "party", "e3")),
    )
    entities = tuple(replace(e, status=status) if e.label == "INDICATOR" else e for e in made.entities)
    made = replace(made, id=f"trade-{year}", title=f"Trade in {year}", entities=entities)
    return replace(made, facts=assemble(made))


def hostile(words: str, number: int = 0, *, label: str | None = None) -> Document:
    """A document whose text, title, id, date, mentions, normal forms and facts are those words.

    So is the label of one span, unless it is given; an evaluation takes only labels of the schema.
    """
    step = len(words) + 1
    offsets = tuple((place * step, place * step + len(words)) for place in range(3))
    (a, b), (c, d), (e, f) = offsets
    argument = Argument("e2", words, Office(words), None)
    place = Argument("e1", words, None, words)
    fact = Fact(
        id="f1",
        document=words,
        created=words,
        type=words,
        status=words,
        phase="end",
        trigger=Trigger("e1", words),
        arguments={words: (argument, place), "date": (Argument("v1", words, Timex("DATE", words)),)},
        evidence=offsets,
    )
    value = Argument("v1", words, Amount(Decimal(number), currency=words))
    counts = {"value": (value,), "party": (place, argument), "date": (YEARS[number % 2],)}
    counted = replace(fact, id="f2", type="INDICATOR", arguments=counts)
    ends = {"head": (place,), "argument": (argument,)}
    held = replace(fact, id="f3", type="position_held", trigger=None, arguments=ends)
    return Document(
        id=f"{words} {number}",
        text="\n".join([words] * 3),
        title=words,
        created=words,
        sentences=offsets,
        entities=(
            Entity(start=a, end=b, text=words, label="VISIT", id="e1", status=words),
            Entity(start=c, end=d, text=words, label=label or words, id="e2"),
        ),
        values=(Value(start=e, end=f, text=words, label="DATE", id="v1", norm=Timex("DATE", words)),),
        facts=(fact, counted, held),
    )


def spoiled(gold: Document) -> Document:
    """A prediction that is wrong everywhere: a wrong label, a missed span, one too many, and other facts."""
    first, second = gold.entities
    extra = replace(first, start=second.start, end=second.start + 1, text=gold.content[second.start], id="e3")
    return replace(
        gold,
        entities=(replace(first, label="MEETING"), extra, second),
        values=(),
        facts=tuple(
            replace(fact, status="planned", arguments={"other": (Argument("e2", second.text),)}) for fact in gold.facts
        ),
    )
