"""Geometry of the plots: a series over time in SVG user units, so that a template only has to write it down."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.report.html.series import Observation, Series

_TICKS = 4
_SCALES = ((12, "tn"), (9, "bn"), (6, "m"), (3, "k"))
_DAYS_OF_A_MONTH = 365.25 / 12
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)
_BOUNDS = {">": "up", ">=": "up", "<": "down", "<=": "down", "~": "near"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a plot, and the edges of what lies between its axes, in user units from the top left."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


FRAME = Frame(width=360, height=200, left=46, right=350, top=12, bottom=174)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, at `at` user units from the left or the top."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """An observation: a bar from `x1` to `x2` at height `y`, or to `top` if its value is a range.

    `bound` is `up` for more than, `down` for less than, `near` for about, `exact` else.
    """

    x1: float
    x2: float
    y: float
    top: float | None
    bound: str
    seen: Observation

    @property
    def middle(self) -> float:
        """The middle of its period."""
        return round((self.x1 + self.x2) / 2, 2)

    @property
    def height(self) -> float:
        """Where its dot stands: in the middle of a range."""
        return self.y if self.top is None else round((self.y + self.top) / 2, 2)


@dataclass(frozen=True, slots=True)
class Plot:
    """A series, drawn."""

    series: Series
    points: tuple[Point, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    zero: float


def draw(series: Series) -> Plot:
    """The plot of a series. The value axis always holds zero, so that heights can be compared."""
    time, value = _time_axis(series.points), _value_axis(series.points)
    return Plot(
        series=series,
        points=tuple(_point(seen, time, value) for seen in series.points),
        x_ticks=tuple(_time_ticks(time)),
        y_ticks=tuple(_value_ticks(value)),
        zero=value.place(0.0),
    )


def _point(seen: Observation, time: "_Axis", value: "_Axis") -> Point:
    begin, end = seen.period or (date.min, date.max)
    return Point(
        x1=time.place(begin.toordinal()),
        x2=time.place(end.toordinal() + 1),
        y=value.place(float(seen.amount.amount)),
        top=None if seen.amount.upper is None else value.place(float(seen.amount.upper)),
        bound=_BOUNDS.get(seen.amount.comparator, "exact"),
        seen=seen,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """A linear map of `low` … `high` to `start` … `stop` user units; values have ticks each `step` from `low` on."""

    low: float
    high: float
    start: float
    stop: float
    step: float = 1.0

    def place(self, number: float) -> float:
        """Where a number stands, to a tenth of a unit."""
        share = (number - self.low) / (self.high - self.low)
        return round(self.start + share * (self.stop - self.start), 1)


def _time_axis(points: Sequence[Observation]) -> _Axis:
    periods = [point.period for point in points if point.period]
    low = min(begin.toordinal() for begin, _ in periods)
    high = max(end.toordinal() + 1 for _, end in periods)
    return _Axis(low, high, FRAME.left, FRAME.right)


def _value_axis(points: Sequence[Observation]) -> _Axis:
    numbers = [0.0]
    for point in points:
        numbers += [float(n) for n in (point.amount.amount, point.amount.upper) if n is not None]
    low, high = min(numbers), max(numbers)
    if low == high:
        high = 1.0
    step = _step(high - low)
    first, last = math.floor(low / step), math.ceil(high / step)
    return _Axis(first * step, last * step, FRAME.bottom, FRAME.top, step)


def _step(length: float) -> float:
    """The least of 1, 2, 2.5 and 5 times a power of ten that cuts the length into no more than four parts."""
    power = 10.0 ** math.floor(math.log10(length / _TICKS))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * _TICKS >= length * (1 - 1e-9))


def _value_ticks(axis: _Axis) -> Iterator[Tick]:
    first, last = round(axis.low / axis.step), round(axis.high / axis.step)
    for number in range(first, last + 1):
        value = number * axis.step
        yield Tick(axis.place(value), format_short(value))


def format_short(number: float) -> str:
    """'1.5 bn', '20 m', '950 k', '12'; three digits at most."""
    power, suffix = next((scale for scale in _SCALES if abs(number) >= 10 ** scale[0]), (0, ""))
    return f"{number / 10**power:.3g} {suffix}".rstrip()


def _time_ticks(axis: _Axis) -> Iterator[Tick]:
    """First days of months or years, as many as fit."""
    months = (axis.high - axis.low) / _DAYS_OF_A_MONTH
    step = next((step for step in _MONTH_STEPS if months / step <= _TICKS), _MONTH_STEPS[-1])
    first = date.fromordinal(int(axis.low))
    month = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    while month < date.max.year * 12:
        day = date(month // 12, month % 12 + 1, 1)
        if day.toordinal() > axis.high:
            return
        yield Tick(axis.place(day.toordinal()), str(day.year) if step % 12 == 0 else f"{day:%Y-%m}")
        month += step
