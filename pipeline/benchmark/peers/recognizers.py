"""Recognizers-Text (Microsoft), MIT licence, its Python edition: dates and times, numbers, amounts with units.

It was made for single utterances and misses much in a long text: dates and times are looked for line by line.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

PACKAGE = "ms-recognizers-text-suite"
TASKS = ("timex", "specs", "quantities")

Json = dict[str, Any]

_TYPES = {"duration": "DURATION", "set": "SET", "date": "DATE", "daterange": "DATE"}
_MONTHS_OF_A_QUARTER = 3
_LINE = re.compile(r"[^\n]+")


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:
    """Its models for English: of dates and times, or of numbers and units."""
    return _load_quantities() if task == "quantities" else _load_timex()


def _load_timex() -> Callable[[str, str | None], Mapping[str, Any]]:
    from ms_recognizers_date_time import DateTimeRecognizer
    from ms_recognizers_text import Culture

    model = DateTimeRecognizer(Culture.English).get_datetime_model()

    def predict(text: str, created: str | None) -> Mapping[str, Any]:
        reference = datetime.fromisoformat(created) if created else datetime.now()
        day = reference.date().isoformat()
        lines = _LINE.finditer(text)
        return {
            "values": [timex(each, line.start(), day) for line in lines for each in model.parse(line[0], reference)]
        }

    return predict


def timex(found: Any, offset: int, created: str) -> Json:
    """A result of the date-time model as a value; `offset` is where the text that it was found in begins.

    Where it gives several readings ('Thursday': the last and the next), the latest that has begun on `created` counts.
    """
    kind = found.type_name.rpartition(".")[2]
    readings = (found.resolution or {}).get("values") or [{}]
    begun = [reading for reading in readings if _begin(reading)[: len(created)] <= created]
    value = timex_value(begun[-1] if begun else readings[0], created)
    type_ = "DATE" if value and value.endswith("_REF") else _TYPES.get(kind, "TIME")
    label = "TIME" if type_ == "TIME" or (value or "").startswith("PT") else "DATE"
    norm = {"type": type_, "value": value, "mod": None, "begin": None, "end": None}
    return {"start": offset + found.start, "end": offset + found.end + 1, "label": label, "norm": norm}


def timex_value(reading: Mapping[str, str], created: str) -> str | None:
    """The TIMEX3 value of a reading: its own with what it leaves open ('XXXX-03') filled in, ranges as `a/b`."""
    value = reading.get("timex")
    if value is None or reading["type"] in {"duration", "set"} or value.endswith("_REF"):
        return value
    if value.startswith("(") and reading["type"] == "daterange" and "start" in reading and "end" in reading:
        return _range(date.fromisoformat(reading["start"]), date.fromisoformat(reading["end"]))
    if value.startswith("("):
        first, last, *_ = value.strip("()").split(",")
        return f"{_filled(first, reading.get('start', ''), created)}/{_filled(last, reading.get('end', ''), created)}"
    return _filled(value, _begin(reading), created)


def _begin(reading: Mapping[str, str]) -> str:
    return reading.get("start") or reading.get("value") or reading.get("end") or ""  # 'before Friday' has an end alone


def _filled(value: str, moment: str, created: str) -> str:
    day, sign, clock = value.partition("T")
    if not day:
        return f"{created}{sign}{clock}"
    if day.startswith("XXXX") and moment:
        day = moment[:4] + day[4:] if "X" not in day[4:] else moment[: len(created)]
    return f"{day}{sign}{clock}"


def _range(first: date, after: date) -> str:
    """The days from `first` to the one before `after`; a quarter has a value of its own in TIMEX3."""
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == after.day == 1 and months == _MONTHS_OF_A_QUARTER and first.month % _MONTHS_OF_A_QUARTER == 1:
        return f"{first.year}-Q{first.month // _MONTHS_OF_A_QUARTER + 1}"
    return f"{first}/{after - timedelta(days=1)}"


def _load_quantities() -> Callable[[str, str | None], Mapping[str, Any]]:
    from ms_recognizers_number import NumberRecognizer
    from ms_recognizers_number_with_unit import NumberWithUnitRecognizer
    from ms_recognizers_text import Culture

    units, numbers = NumberWithUnitRecognizer(Culture.English), NumberRecognizer(Culture.English)
    models = (
        units.get_currency_model(),
        units.get_dimension_model(),
        units.get_temperature_model(),
        units.get_age_model(),
        numbers.get_percentage_model(),
        numbers.get_number_model(),
    )
    return lambda text, _: {"values": list(amounts(found for model in models for found in model.parse(text)))}


def amounts(results: Iterable[Any]) -> Iterator[Json]:
    """Results of the number models as values; what overlaps an earlier one is left out ('5' in '5 tons')."""
    taken: list[tuple[int, int]] = []
    for found in results:
        if found.resolution["value"] is None or any(found.start <= end and start <= found.end for start, end in taken):
            continue
        taken.append((found.start, found.end))
        yield _amount(found)


def _amount(found: Any) -> Json:
    resolution, kind = found.resolution, found.type_name
    unit = resolution.get("unit")
    norm = {
        "comparator": "=",
        "amount": resolution["value"].rstrip("%").replace(",", ""),
        "upper": None,
        "currency": resolution.get("isoCurrency"),
        "unit": f"{unit} of age" if kind == "age" else unit,
    }
    label = {"currency": "MONEY", "percentage": "PERCENT"}.get(kind, "QUANTITY")
    return {"start": found.start, "end": found.end + 1, "label": label, "norm": norm}
