"""Stretches of the calendar: units, their TIMEX3 labels, and the arithmetic of moving and joining them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_DAYS = {"day": 1, "week": 7, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_SEASONS = ("WI", "SP", "SU", "FA")
_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 10
YEARLESS = 2000
"""The leap year in which a date stands whose year is not known."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole calendar units from `begin` to `end`, both days included.

    `year_known` is false for 'November 22' without a year: such a period stands in the year `YEARLESS`.
    """

    unit: str
    begin: date
    end: date
    year_known: bool = True

    @property
    def value(self) -> str:
        """TIMEX3 value: '2020-10', or 'a/b' where the period has more than one unit: '2020-01/2020-10'."""
        first, last = _label(self.unit, self.begin), _label(self.unit, self.end)
        value = first if first == last else f"{first}/{last}"
        return value if self.year_known else value.replace(str(YEARLESS), "XXXX")

    def in_year(self, year: int) -> Self:
        """A period of unknown year put into `year`; 29 February becomes 28 February in a common year."""
        moved = self.shifted("year", year - self.begin.year)
        return type(self)(moved.unit, moved.begin, moved.end)

    def shifted(self, unit: str, count: int) -> Self:
        """The same units `count` days, weeks, months … later (earlier if negative)."""
        if self.unit in _DAYS:
            end = add(self.end, unit, count)
        else:  # the day after the end is the first of a month: so month ends stay month ends
            end = add(self.end + timedelta(1), unit, count) - timedelta(1)
        return type(self)(self.unit, add(self.begin, unit, count), end, self.year_known)


def period(unit: str, day: date, *, year_known: bool = True) -> Period:
    """The calendar unit that holds `day`."""
    begin = _first_day(unit, day)
    end = begin + timedelta(1) if unit == "weekend" else add(begin, unit, 1) - timedelta(1)
    return Period(unit, begin, end, year_known)


def year(number: int) -> Period:
    """A calendar year."""
    return period("year", date(number, 1, 1))


def join(first: Period, last: Period) -> Period:
    """From the beginning of `first` to the end of `last`, in the finer unit of `last`."""
    return Period(last.unit, first.begin, last.end, first.year_known and last.year_known)


def take(whole: Period, unit: str, number: int, count: int = 1) -> Period:
    """`count` units of `whole` from the `number`-th on; a negative `number` counts `count` units back from the end.

    Weeks and days are reckoned from the first day of `whole`, so that a first week has the days 1 to 7.
    """
    begin = add(whole.begin, unit, number - 1) if number > 0 else add(whole.end + timedelta(1), unit, -count)
    end = add(begin, unit, count) - timedelta(1)
    return Period("day" if unit in _DAYS else unit, begin, end, whole.year_known)


def add(day: date, unit: str, count: int) -> date:
    """`day` moved by `count` units, held to the last day of a shorter month."""
    if unit in _DAYS:
        return day + timedelta(_DAYS[unit] * count)
    return add_months(day, _MONTHS[unit] * count)


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, held to the last day of a shorter month and to the years 1 to 9999."""
    index = min(max(day.year * 12 + day.month - 1 + months, _FIRST_MONTH), _LAST_MONTH)
    return date(index // 12, index % 12 + 1, min(day.day, days_in_month(index // 12, index % 12 + 1)))


def days_in_month(number: int, month: int) -> int:
    """Days of the month of that year."""
    following = date(number, month, 28) + timedelta(4)
    return (following - timedelta(following.day)).day


def distance(day: date, target: Period) -> int:
    """Days from `day` to the nearest day of `target`; 0 inside it."""
    return max((target.begin - day).days, (day - target.end).days, 0)


def _first_day(unit: str, day: date) -> date:
    if unit == "day":
        return day
    if unit in _DAYS:
        monday = day - timedelta(day.weekday())
        return monday if unit == "week" else monday + timedelta(5)
    if unit == "season":  # a winter begins in December
        return add_months(date(day.year, day.month, 1), -(day.month % 3))
    if unit == "century":
        return date((day.year - 1) // 100 * 100 + 1, 1, 1)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1)
    size = _MONTHS[unit]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def _label(unit: str, day: date) -> str:
    if unit in ("week", "weekend"):
        iso = day.isocalendar()
        return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "weekend" else "")
    number = f"{day.year:04}"
    return {
        "day": day.isoformat(),
        "month": day.isoformat()[:7],
        "quarter": f"{number}-Q{(day.month + 2) // 3}",
        "half": f"{number}-H{(day.month + 5) // 6}",
        "season": f"{number if day.month > 2 else f'{day.year - 1:04}'}-{_SEASONS[day.month // 3 % 4]}",  # noqa: PLR2004
        "year": number,
        "decade": number[:3],
        "century": f"{(day.year - 1) // 100:02}",
    }[unit]
