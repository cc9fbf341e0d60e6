"""Axes: periods from two to four hundred, values with few round ticks, and domains that leave labels their room."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

import altair as alt

from reportgen.charts.lettering import apart, fit
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.room import LABEL_GAP, Axis, Margins, Room, Scale
from reportgen.figures.digits import Said
from reportgen.figures.written import MINUS, Style, compact, signed_digits
from reportgen.periods import Period
from reportgen.units import SCALES

# Of a step: how far columns stand apart.
BAND: Mapping[str, Any] = {"paddingInner": 0.34, "paddingOuter": 0.17}
MOST_TICKS = 5
NEAR_ZERO = 0.4  # of the highest value: a lowest one below it starts the axis at zero
SPARE = 0.06  # of the values' range, at both ends of an axis without zero
EVERY: Mapping[str, tuple[int, ...]] = {
    "month": (1, 2, 3, 6, 12, 24, 36, 60, 120),
    "quarter": (1, 2, 4, 8, 20, 40),
    "half": (1, 2, 4, 10),
}
ANY_STEP = (1, 2, 5, 10, 20, 50, 100)
TEXT_GAP = 4  # between the texts of an axis
SLACK = 0.5  # px that a name may reach beyond its margin, which is as wide as letters are measured
INSIDE = 1e-6  # of a step: without it rounding may put a first or last point out of its axis, which then has no name


@dataclass(frozen=True)
class PeriodAxis:
    """The periods below a chart: which of them are named, on how many lines, and what room that takes."""

    periods: tuple[Period, ...]
    room: Room
    width: float
    band: bool = True  # whether each has a place of its own, as columns need; else they are points of a line
    foot: float = 0  # between the marks and the names, more than usual, in CSS px
    ends: bool = False  # whether the first and the last alone are named, flush with the marks: small panels
    left: float = 0  # from the edge of the picture to the marks, in CSS px

    @property
    def keys(self) -> list[str]:
        """By which rows name the periods."""
        return [str(period) for period in self.periods]

    @property
    def step(self) -> float:
        """From one period to the next, in CSS px."""
        return self.width / max(1, len(self.periods) - (0 if self.band else 1))

    @property
    def middles(self) -> list[float]:
        """Where each period stands, from the left, in CSS px."""
        offset = self.step / 2 if self.band else 0
        return [offset + self.step * index for index in range(len(self.periods))]

    def place(self, day: date, *, after: bool = False) -> float:
        """Where a day begins, or ends, from the left in CSS px: the days of a period lie around its middle."""
        at = max(bisect_right([period.start for period in self.periods], day) - 1, 0)
        period = self.periods[at]
        length = (period.end - period.start).days + 1
        share = min(max(((day - period.start).days + after) / length, 0), 1)
        return min(max(self.middles[at] + (share - 0.5) * self.step, 0), self.width)

    @property
    def names(self) -> Mapping[int, tuple[str, ...]]:
        """The lines of text below each period that is named."""
        whole = [period.short for period in self.periods]
        if self.ends:
            both = self.room.width_of(whole[0]) + TEXT_GAP * 2 + self.room.width_of(whole[-1]) < self.width
            return {index: (whole[index],) for index in ([0] if both else []) + [len(whole) - 1]}
        if fit(self._spans(range(len(whole)), whole), TEXT_GAP + 2):
            return {index: (name,) for index, name in enumerate(whole)}
        for chosen in self._choices():
            first = self._parted(chosen)
            if fit(self._spans(chosen, [max(parts, key=self.room.width_of) for parts in first]), TEXT_GAP):
                return dict(zip(chosen, first, strict=True))
        ends = sorted(apart(self._spans(range(len(whole)), whole), [len(whole) - 1, 0], TEXT_GAP))
        return {index: (whole[index],) for index in ends}

    @property
    def height(self) -> float:
        """The room below the marks."""
        lines = max(map(len, self.names.values()), default=0)
        return self.foot + LABEL_GAP + self.room.size + self.room.leading * (lines - 1) + 2

    @property
    def overhang(self) -> tuple[float, float]:
        """How far the first and the last name reach beyond the marks, in CSS px."""
        if self.ends:
            return 0, 0
        names, middles = self.names, self.middles
        half = {index: self.room.widest(parts) / 2 for index, parts in names.items()}
        left = max((half[index] - middles[index] for index in names), default=0)
        right = max((middles[index] + half[index] - self.width for index in names), default=0)
        return max(0, left), max(0, right)

    def held(self) -> tuple[PeriodAxis, float, float]:
        """The same between margins that hold its outer names, and these: with less room other periods may be named."""
        axis, right = self, self.room.width - self.left - self.width
        while max((over := axis.overhang)[0] - axis.left, over[1] - right) > SLACK:
            left, right = max(axis.left, over[0]), max(right, over[1])
            axis = replace(axis, width=self.room.width - left - right, left=left)
        return axis, axis.left, right

    def encoding(self, *, labels: bool = True) -> alt.X:
        """The horizontal position by the field ``period``; the periods are named below unless another panel does."""
        keys = self.keys
        named = {keys[index]: list(parts) for index, parts in self.names.items()}
        scale = (
            Scale(type="band", domain=keys, **BAND)
            if self.band
            else Scale(type="point", domain=keys, padding=INSIDE)
        )
        shown = Axis(
            values=list(named), labelExpr=f"{json.dumps(named)}[datum.value]", title=None, ticks=False, domain=False,
            labelAngle=0, labelPadding=LABEL_GAP + self.foot, labelLineHeight=self.room.leading, labelOverlap=False,
            labelFlush=self.step if self.ends else False,
            labelFlushOffset=self.step * (1 - BAND["paddingInner"]) / 2 if self.ends and self.band else 0,
        )  # fmt: skip
        return alt.X("period:O", sort=keys, scale=scale, axis=shown if labels else None)

    def _choices(self) -> Iterator[list[int]]:
        """Which periods might be named, the most first; always the last one, and each as far from the next."""
        last = len(self.periods) - 1
        for every in EVERY.get(self.periods[0].frequency, ANY_STEP):
            yield list(range(last, -1, -every))[::-1]

    def _parted(self, chosen: Sequence[int]) -> list[tuple[str, ...]]:
        """Names on two lines: the year stands where it changes."""
        parts = [self.periods[index].short.rpartition(" ") for index in chosen]
        years = [year if first else "" for first, _, year in parts]
        return [
            (first or year, *([years[at]] if years[at] and (at == 0 or years[at] != years[at - 1]) else []))
            for at, (first, _, year) in enumerate(parts)
        ]

    def _spans(self, chosen: Iterable[int], texts: Sequence[str]) -> list[tuple[float, float]]:
        middles = self.middles
        widths = [self.room.width_of(text) for text in texts]
        return [
            (middles[i] - width / 2, middles[i] + width / 2) for i, width in zip(chosen, widths, strict=True)
        ]


@dataclass(frozen=True)
class ValueAxis:
    """An axis of values: its domain, its round ticks, and what they say."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    is_nil: bool = False  # it shows zero, and nothing else: a tick says so

    def margin(self, room: Room) -> float:
        """The room that the words of its ticks need."""
        return room.widest(self.texts) + LABEL_GAP + 1 if self.texts else 0

    def encoding(
        self,
        channel: Any,  # noqa: ANN401 - Altair's
        field: str,
        room: Room,
        look: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401
        """A position on it; its ticks with light lines across; ``look`` holds further properties of the axis."""
        scale = Scale(domain=[self.low, self.high], nice=False, zero=False)
        if not self.ticks:
            return channel(f"{field}:Q", scale=scale, axis=None)
        said = f"{json.dumps(list(self.texts))}[indexof({json.dumps(list(self.ticks))}, datum.value)]"
        drawn: dict[str, Any] = {
            "title": None, "values": list(self.ticks), "labelExpr": said, "grid": True, "gridWidth": 0.8,
            "gridColor": room.theme["rule"], "domain": False, "ticks": False, "labelPadding": LABEL_GAP,
            "labelFlush": False,
        }  # fmt: skip
        return channel(f"{field}:Q", scale=scale, axis=Axis(**(drawn | dict(look or {}))))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where marks stand over time: on two axes, inside margins, and how high."""

    room: Room
    periods: PeriodAxis
    axis: ValueAxis
    margins: Margins
    height: float

    def x(self) -> alt.X:
        """The horizontal position by the field ``period``."""
        return self.periods.encoding()

    def y(self, field: str) -> Any:  # noqa: ANN401 - Altair's
        """The vertical position by a field of values."""
        return self.axis.encoding(alt.Y, field, self.room)

    def down(self, value: float) -> float:
        """How far from the top a value stands, in CSS px."""
        return (self.axis.high - value) / (self.axis.high - self.axis.low) * self.height

    def value(self, y: float) -> float:
        """The value that stands so far from the top."""
        return self.axis.high - y / self.height * (self.axis.high - self.axis.low)


def from_zero(values: Iterable[float], length: float, below: float, above: float) -> ValueAxis:
    """An axis for bars: it holds zero and every value, and keeps room at its ends.

    Args:
        values: what it shows.
        length: of the axis, in CSS px.
        below: room for labels under the least value where it is negative, in CSS px.
        above: room over the highest.
    """
    known = (*values, 0.0)
    low, high = min(known), max(known)
    if low == high:
        return ValueAxis(0.0, 1.0, is_nil=True)
    return _widened(low, high, length, below if low < 0 else 0, above if high > 0 else 0)


def around(values: Iterable[float], length: float, below: float, above: float) -> ValueAxis:
    """An axis for lines and dots: the values' range with room at both ends; from zero where zero is near."""
    known = tuple(values) or (0.0,)
    low, high = min(known), max(known)
    nil = low == high == 0
    if 0 <= low <= NEAR_ZERO * high:
        low, high, below = 0.0, high or 1.0, 0.0
    elif low == high:
        spare = abs(high) or 1.0
        low, high = low - spare / 2, high + spare / 2
    axis = _widened(low, high, length, below + (SPARE * length if low else 0), above + SPARE * length)
    return replace(axis, is_nil=nil)


def ticked(axis: ValueAxis, manner: Manner, most: int = MOST_TICKS) -> ValueAxis:
    """The axis with three to five round ticks, said in the unit of the exhibit."""
    if axis.is_nil:
        return replace(axis, ticks=(0.0,), texts=(_tick(0.0, 0, manner),))
    factor = float(manner.axis.factor) if manner.axis else 1.0
    low, high = axis.low / factor, axis.high / factor
    step = _round_step(low, high, most)
    places = max(0, -int(Decimal(f"{step:.10g}").normalize().as_tuple().exponent))  # 2.5 has one, 200 none
    numbers = [round(n * step, 10) for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
    texts = tuple(_tick(number, places, manner) for number in numbers)
    return ValueAxis(axis.low, axis.high, tuple(number * factor for number in numbers), texts)


def ticked_across(
    axis: ValueAxis, manner: Manner, room: Room, width: float, most: int = MOST_TICKS
) -> ValueAxis:
    """The same along the foot of a chart: with so many ticks that their words stand apart, two at least."""
    each = width / (axis.high - axis.low)
    for count in range(most, 1, -1):
        found = ticked(axis, manner, count)
        halves = [room.width_of(text) / 2 for text in found.texts]
        places = [tick * each for tick in found.ticks]
        if fit([(at - half, at + half) for at, half in zip(places, halves, strict=True)], TEXT_GAP * 2):
            break
    return found


def _tick(number: float, places: int, manner: Manner) -> str:
    if manner.axis is None:
        return ""
    value = Said(Decimal(f"{number:.{places}f}"), manner.axis, places, certain=True)
    return signed_digits(value, manner.style) if manner.form == "number" else compact(value, manner.style)


def _round_step(low: float, high: float, most: int) -> float:
    """The least of 1, 2, 2.5 and 5 times a power of ten that gives no more than ``most`` ticks."""
    raw = (high - low) / most or 1.0
    power = 10 ** floor(log10(raw))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw * (1 - 1e-9)))


def _widened(low: float, high: float, length: float, below: float, above: float) -> ValueAxis:
    each = (high - low) / max(1.0, length - below - above)
    return ValueAxis(low - below * each, high + above * each)


PLAIN = ",.9~r"  # d3's: grouped, without a trace of binary fractions
SAMPLE = 5  # a number whose words are parted from its digit; in the plural


def tick_expression(manner: Manner) -> str:
    """What a tick at ``datum.value`` says, in the unit of an exhibit; where its figures have several, its size."""
    if manner.axis is None:
        return size_expression(manner.style)
    before, after = "", ""
    if manner.form != "number":
        sample = compact(Said(Decimal(SAMPLE), manner.axis, 0, certain=True), manner.style)
        before, _, after = sample.partition(f"{SAMPLE}")
    return _worded(f"abs(datum.value) / {float(manner.axis.factor):g}", before, after, manner.style)


def size_expression(style: Style) -> str:
    """What a tick says of which nothing is known but its size: "600bn" for 600,000,000,000."""
    said = _worded("abs(datum.value)", "", "", style)
    for name, factor in SCALES.items():
        if name:
            scaled = _worded(f"abs(datum.value) / {float(factor):g}", "", name, style)
            said = f"abs(datum.value) >= {float(factor):g} ? {scaled} : {said}" if name != "k" else said
    return said


def _worded(number: str, before: str, after: str, style: Style) -> str:
    digits = f"format({number}, '{PLAIN}')"
    if (style.thousands, style.decimal) != (",", "."):
        whole = f"replace(split({digits}, '.')[0], /,/g, {json.dumps(style.thousands)})"
        rest = f"split({digits}, '.')[1]"
        digits = f"({whole} + ({rest} ? {json.dumps(style.decimal)} + {rest} : ''))"
    opened, closed = ("(", ")") if style.negative == "parentheses" else (MINUS, "")
    text = f"{json.dumps(before)} + {digits} + {json.dumps(after)}"
    return f"((datum.value < 0 ? {json.dumps(opened)} : '') + {text} + (datum.value < 0 ? {json.dumps(closed)} : ''))"
