"""How the answers of other systems become values; the systems themselves run in environments of their own."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.benchmark.peers import cqe, dateparser, heideltime, quantulum3, recognizers

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE TimeML SYSTEM "TimeML.dtd">\n<TimeML>\n'


def mark(value: str, words: str, kind: str = "DATE", mod: str = "") -> str:
    return f'<TIMEX3 tid="t1" type="{kind}" value="{value}"{mod}>{words}</TIMEX3>'


def test_heideltime_marks_the_text() -> None:
    text = "\nFish & <chips> for five hours early this week.\n"
    lasting, week = mark("PT5H", "five hours", "DURATION"), mark("2013-W12", "early this week", mod=' mod="START"')
    output = f"{HEAD}\nFish & <chips> for {lasting} {week}.\n\n</TimeML>\n"
    first, second = heideltime.parse(output, text)
    assert text[first["start"] : first["end"]] == "five hours"
    assert text[second["start"] : second["end"]] == "early this week"
    assert (first["label"], second["label"]) == ("TIME", "DATE")
    assert first["norm"] == {"type": "DURATION", "value": "PT5H", "mod": None, "begin": None, "end": None}
    assert (second["norm"]["value"], second["norm"]["mod"]) == ("2013-W12", "START")


def test_heideltime_must_give_the_text_back() -> None:
    with pytest.raises(ValueError, match="not the text"):
        list(heideltime.parse(f"{HEAD}in {mark('2013', '2013')}</TimeML>", "in  2013"))
    with pytest.raises(ValueError, match="no TimeML"):
        list(heideltime.parse("", "in 2013"))


@pytest.mark.parametrize(
    ("period", "value"), [("year", "2013"), ("month", "2013-03"), ("week", "2013-W12"), ("day", "2013-03-22")]
)
def test_dateparser_knows_how_long_a_date_is(period: str, value: str) -> None:
    assert dateparser.date_value(datetime(2013, 3, 22), period) == value


def test_dateparser_gives_words_in_order() -> None:
    text = "May came, and May went, then June."
    found = [("May", "2013-05"), ("May", "2014-05"), ("Mays", "2015"), ("June", "2013-06")]
    assert [(value["start"], value["norm"]["value"]) for value in dateparser.locate(text, found)] == [
        (0, "2013-05"),
        (14, "2014-05"),
        (29, "2013-06"),
    ]


def unit(name: str, kind: str, value: float, uncertainty: float | None = None, start: int = 2) -> dict[str, Any]:
    entity = SimpleNamespace(name=kind)
    found = SimpleNamespace(
        span=(start, 9), value=value, uncertainty=uncertainty, unit=SimpleNamespace(name=name, entity=entity)
    )
    return quantulum3.convert(found)


def test_quantulum3_has_labels_and_ranges() -> None:
    assert unit("euro", "currency", 6.5, 1.5) == {
        "start": 2,
        "end": 9,
        "label": "MONEY",
        "norm": {"comparator": "=", "amount": "5.0", "upper": "8.0", "unit": "euro"},
    }
    assert unit("percentage", "dimensionless", 5.0)["label"] == "PERCENT"
    assert unit("dimensionless", "dimensionless", 5.0)["norm"]["unit"] is None
    assert unit("euro", "currency", 6.5, start=-1)["start"] == 0


@pytest.mark.parametrize(
    ("value", "amount", "upper"),
    [(SimpleNamespace(value=5), "5.0", None), (SimpleNamespace(lower=5, upper=8), "5.0", "8.0")],
)
def test_cqe_has_ranges_and_changes(value: SimpleNamespace, amount: str, upper: str | None) -> None:
    unit, change = SimpleNamespace(norm_unit="- "), SimpleNamespace(change="down")
    assert cqe.convert(SimpleNamespace(value=value, unit=unit, change=change), 12) == {
        "start": 0,
        "end": 12,
        "label": "QUANTITY",
        "norm": {"comparator": "down", "amount": amount, "upper": upper, "unit": None},
    }


def moment(kind: str, *readings: dict[str, str]) -> dict[str, Any]:
    found = SimpleNamespace(start=4, end=9, type_name=f"datetimeV2.{kind}", resolution={"values": list(readings)})
    return recognizers.timex(found, 10, "2013-03-22")


def reading(timex: str, kind: str, **more: str) -> dict[str, str]:
    return {"timex": timex, "type": kind, **more}


@pytest.mark.parametrize(
    ("found", "kind", "value"),
    [
        (reading("2013-03-15", "date", value="2013-03-15"), "DATE", "2013-03-15"),
        (reading("XXXX-WXX-4", "date", value="2013-03-21"), "DATE", "2013-03-21"),
        (reading("XXXX-03", "daterange", start="2013-03-01", end="2013-04-01"), "DATE", "2013-03"),
        (reading("XXXX-WXX-5", "daterange", end="2013-03-15"), "DATE", "2013-03-15"),
        (reading("(2012-01-01,2012-04-01,P3M)", "daterange", start="2012-01-01", end="2012-04-01"), "DATE", "2012-Q1"),
        (
            reading("(XXXX-03-03,XXXX-03-08,P5D)", "daterange", start="2013-03-03", end="2013-03-08"),
            "DATE",
            "2013-03-03/2013-03-07",
        ),
        (
            reading("(T20,T22,PT2H)", "timerange", start="20:00:00", end="22:00:00"),
            "TIME",
            "2013-03-22T20/2013-03-22T22",
        ),
        (reading("XXXX-WXX-4TEV", "datetimerange", start="2013-03-21 16:00:00"), "TIME", "2013-03-21TEV"),
        (reading("T20", "time", value="20:00:00"), "TIME", "2013-03-22T20"),
        (reading("P10Y", "duration", value="315360000"), "DURATION", "P10Y"),
        (reading("XXXX-WXX-1", "set", value="not resolved"), "SET", "XXXX-WXX-1"),
        (reading("PRESENT_REF", "datetime", value="2013-03-22 00:00:00"), "DATE", "PRESENT_REF"),
        ({"type": "daterange", "Mod": "start"}, "DATE", None),
    ],
)
def test_recognizers_leaves_nothing_open(found: dict[str, str], kind: str, value: str | None) -> None:
    result = moment(found["type"], found)
    assert (result["start"], result["end"]) == (14, 20)
    assert (result["norm"]["type"], result["norm"]["value"]) == (kind, value)


def test_recognizers_means_what_has_begun() -> None:
    march = [reading("XXXX-03", "daterange", start=f"{year}-03-01", end=f"{year}-04-01") for year in (2012, 2013)]
    assert moment("daterange", *march)["norm"]["value"] == "2013-03"
    june = [reading("XXXX-06", "daterange", start=f"{year}-06-01", end=f"{year}-07-01") for year in (2012, 2013)]
    assert moment("daterange", *june)["norm"]["value"] == "2012-06"
    assert recognizers.timex(
        SimpleNamespace(start=0, end=1, type_name="datetimeV2.date", resolution=None), 0, "2013-03-22"
    )["norm"] == {"type": "DATE", "value": None, "mod": None, "begin": None, "end": None}


def amount(start: int, end: int, kind: str, value: str | None, **more: str) -> SimpleNamespace:
    return SimpleNamespace(start=start, end=end, type_name=kind, resolution={"value": value, **more})


def test_recognizers_gives_an_amount_once() -> None:
    found = recognizers.amounts(
        [
            amount(0, 3, "currency", "20", unit="Euro", isoCurrency="EUR"),
            amount(3, 4, "currency", None, unit="Euro"),
            amount(6, 9, "age", "48", unit="Year"),
            amount(11, 13, "percentage", "1,000%"),
            amount(0, 1, "number", "20"),
            amount(15, 16, "number", "3"),
        ]
    )
    kept = [(value["start"], value["end"], value["label"], value["norm"]) for value in found]
    norms = [norm | {"comparator": "=", "upper": None} for *_, norm in kept]
    assert norms == [norm for *_, norm in kept]
    assert [(*place, norm["amount"], norm["currency"], norm["unit"]) for *place, norm in kept] == [
        (0, 4, "MONEY", "20", "EUR", "Euro"),
        (6, 10, "QUANTITY", "48", None, "Year of age"),
        (11, 14, "PERCENT", "1000", None, None),
        (15, 17, "QUANTITY", "3", None, None),
    ]
