"""dateparser (Zyte and others), BSD licence: dates of any kind as points in time; its search finds them in a text."""
# mypy: disable-error-code="import-not-found,import-untyped"

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

PACKAGE = "dateparser"
TASKS = ("timex", "specs")


def load(task: str) -> Callable[[str, str | None], Mapping[str, Any]]:  # noqa: ARG001 (it does the same for both)
    """Its search for English, as it is set by default."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    def predict(text: str, created: str | None) -> Mapping[str, Any]:
        settings = {} if created is None else {"RELATIVE_BASE": datetime.fromisoformat(created)}
        parser = DateDataParser(languages=["en"], settings=settings)
        found = search_dates(text, languages=["en"], settings=settings) or ()
        dated = ((words, date_value(moment, parser.get_date_data(words).period)) for words, moment in found)
        return {"values": list(locate(text, dated))}

    return predict


def date_value(moment: datetime, period: str) -> str:
    """The TIMEX3 value of a point in time that stands for a `period`: a day, a week, a month or a year."""
    return moment.strftime({"year": "%Y", "month": "%Y-%m", "week": "%G-W%V"}.get(period, "%Y-%m-%d"))


def locate(text: str, found: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Values at the places of their words: the search gives words in the order of the text, without offsets."""
    position = 0
    for words, value in found:
        start = text.find(words, position)
        if start >= 0:
            position = start + len(words)
            norm = {"type": "DATE", "value": value, "mod": None, "begin": None, "end": None}
            yield {"start": start, "end": position, "label": "DATE", "norm": norm}
