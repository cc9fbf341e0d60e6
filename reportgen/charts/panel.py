"""Parts that several kinds of chart share: a row of columns, an axis of periods, a row of bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.charts.canvas import Canvas, Look
from reportgen.charts.lettering import BOLD, NORMAL, apart, fit, width_of, wrapped
from reportgen.charts.scale import Scale, from_zero
from reportgen.periods import Period

COLUMN_SHARE = 0.66  # of a slot that its column takes
WIDEST_COLUMN = 56
LABEL_GAP = 5  # between a mark and its label
OPEN_TOP = 7.0  # how far an open column reaches above its bound
CAP, WHISKER = 4.0, 1.6  # half the width of the cap at the end of a range, and its line
STUB = 16  # how far an open end reaches beyond its bound


@dataclass(frozen=True)
class Item:
    """A mark: its name, its value, its label, its look. A value of None is a gap."""

    name: str
    value: float | None
    label: str
    look: Look = "prior"
    open_end: bool = False  # the value is a lower bound
    ends: tuple[float, float] | None = None  # of a range, of which the value is the midpoint

    @property
    def reach(self) -> float | None:
        """How far its mark reaches from zero: to the farther end of a range."""
        if self.value is None or self.ends is None:
            return self.value
        return self.ends[0] if self.value < 0 else self.ends[1]

    @property
    def extent(self) -> tuple[float | None, ...]:
        """Every value that its axis has to hold."""
        return (self.value, *(self.ends or ()))

    @property
    def is_subject(self) -> bool:
        return self.look in ("subject", "forecast subject")


@dataclass(frozen=True)
class Frame:
    """A part of the canvas, in CSS px."""

    left: float
    top: float
    right: float
    bottom: float

    def slots(self, count: int) -> tuple[tuple[float, float], ...]:
        """Left and right sides of equal parts."""
        step = (self.right - self.left) / count
        return tuple((self.left + step * index, self.left + step * (index + 1)) for index in range(count))


def columns(canvas: Canvas, frame: Frame, items: Sequence[Item], scale: Scale | None = None) -> Scale:
    """Columns from a zero line, labels above (below the negative ones); returns the scale they follow."""
    room = OPEN_TOP if any(item.open_end for item in items) else 0
    scale = scale or column_scale(
        canvas, replace(frame, top=frame.top + room), [value for item in items for value in item.extent]
    )
    spans = frame.slots(len(items))
    thick = min(WIDEST_COLUMN, (spans[0][1] - spans[0][0]) * COLUMN_SHARE)
    widths = [width_of(item.label, canvas.size, BOLD if item.is_subject else NORMAL) for item in items]
    places = [
        min(max((left + right) / 2, width / 2), canvas.width - width / 2)
        for (left, right), width in zip(spans, widths, strict=True)
    ]
    shown = _shown(items, [(x - width / 2, x + width / 2) for x, width in zip(places, widths, strict=True)])
    for index, (item, (left, right)) in enumerate(zip(items, spans, strict=True)):
        middle, value = (left + right) / 2, item.value or 0.0
        if item.value:
            canvas.bar(middle - thick / 2, scale(0), middle + thick / 2, scale(value), item.look)
        if item.open_end:
            color = "accent" if item.is_subject else "mark"
            canvas.hatch(middle - thick / 2, scale(value) - OPEN_TOP, middle + thick / 2, scale(value), color)
        if item.ends:
            whisker(canvas, (middle, scale(item.ends[0])), (middle, scale(item.ends[1])))
        if index in shown:
            color = "muted" if item.value is None else "accent" if item.is_subject else "ink"
            reach = scale(item.reach or 0.0)
            below = reach + LABEL_GAP + canvas.size * 0.76
            open_top = OPEN_TOP if item.open_end else 0
            baseline = reach - LABEL_GAP - open_top if value >= 0 else below
            canvas.text(places[index], baseline, item.label, color, "center", bold=item.is_subject)
    canvas.rule(frame.left, scale(0), frame.right, scale(0), "muted")
    return scale


def whisker(canvas: Canvas, low: tuple[float, float], high: tuple[float, float], color: str = "ink") -> None:
    """A range: a line between its two ends, each with a cap across it."""
    canvas.rule(*low, *high, color, WHISKER)
    across = (CAP, 0.0) if low[0] == high[0] else (0.0, CAP)
    for x, y in (low, high):
        canvas.rule(x - across[0], y - across[1], x + across[0], y + across[1], color, WHISKER)


def column_scale(canvas: Canvas, frame: Frame, values: Sequence[float | None]) -> Scale:
    """A scale from zero that leaves room for the labels above and below."""
    known = [value for value in values if value is not None]
    label = canvas.size + LABEL_GAP
    top = frame.top + (label if max(known, default=0) >= 0 else LABEL_GAP)
    bottom = frame.bottom - (label if min(known, default=0) < 0 else 0)
    return from_zero(known, bottom, top)


def period_axis(canvas: Canvas, frame: Frame, periods: Sequence[Period], top: float) -> None:
    """The periods below a row of marks: on one line, or the year on a second line where it changes."""
    spans = frame.slots(len(periods))
    middles = [(left + right) / 2 for left, right in spans]
    names = [period.short for period in periods]
    baseline = top + canvas.size * 0.74
    if fit(_centred(canvas, middles, names), 6):
        for middle, name in zip(middles, names, strict=True):
            canvas.text(middle, baseline, name, "muted", "center")
        return
    parts = [name.rpartition(" ") for name in names]
    firsts, years = (
        [first or year for first, _, year in parts],
        [year if first else "" for first, _, year in parts],
    )
    years = [year if index == 0 or year != years[index - 1] else "" for index, year in enumerate(years)]
    for texts, line in ((firsts, baseline), (years, baseline + canvas.leading)):
        keep = apart(_centred(canvas, middles, texts), list(reversed(range(len(texts)))), 4)
        for index in sorted(keep):
            canvas.text(middles[index], line, texts[index], "muted", "center")


def axis_height(canvas: Canvas, frame: Frame, periods: Sequence[Period]) -> float:
    """The room that the axis of periods needs."""
    middles = [(left + right) / 2 for left, right in frame.slots(len(periods))]
    one_line = fit(_centred(canvas, middles, [period.short for period in periods]), 6)
    return canvas.size + LABEL_GAP + (0 if one_line else canvas.leading)


def bars(canvas: Canvas, frame: Frame, items: Sequence[Item], gutter: float, height: float) -> None:
    """Horizontal bars from a zero line: names in a gutter at the left, values at the ends."""
    known = [item.value for item in items if item.value is not None]
    scale = bar_scale(canvas, frame, items, gutter)
    step = (frame.bottom - frame.top) / len(items)
    for index, item in enumerate(items):
        middle = frame.top + step * (index + 0.5)
        bold = item.is_subject
        rows = wrapped(item.name, gutter, canvas.size, BOLD if bold else NORMAL)
        canvas.rows(frame.left, middle, rows, "ink", bold=bold)
        bar(canvas, scale, item, middle, height)
    if known and min(known) < 0:
        canvas.rule(scale(0), frame.top, scale(0), frame.bottom, "muted")


def bar(canvas: Canvas, scale: Scale, item: Item, middle: float, height: float) -> None:
    """One horizontal bar with its value; an open end is hatched."""
    value = item.value or 0.0
    end = scale(value)
    if item.value:
        canvas.bar(scale(0), middle - height / 2, end, middle + height / 2, item.look)
    if item.open_end:
        canvas.hatch(
            end, middle - height / 2, end + STUB, middle + height / 2, "accent" if item.is_subject else "mark"
        )
        end += STUB
    if item.ends:
        whisker(canvas, (scale(item.ends[0]), middle), (scale(item.ends[1]), middle))
        end = scale(item.reach or 0.0)
    color = "muted" if item.value is None else "accent" if item.is_subject else "ink"
    if value < 0:
        canvas.text(
            end - LABEL_GAP, canvas.baseline(middle), item.label, color, "right", bold=item.is_subject
        )
    else:
        canvas.text(end + LABEL_GAP, canvas.baseline(middle), item.label, color, "left", bold=item.is_subject)


def bar_scale(canvas: Canvas, frame: Frame, items: Sequence[Item], gutter: float) -> Scale:
    """A scale from zero between the gutter and the right edge that leaves room for each bar's own label."""
    left = frame.left + gutter + (LABEL_GAP * 2 if gutter else 0)
    values = [item.reach or 0.0 for item in items]
    held = [value or 0.0 for item in items for value in item.extent]
    low, high = min((*held, 0.0)), max((*held, 0.0))
    rooms = [label_room(canvas, item) for item in items]
    start, end = left, frame.right
    for _ in range(4):  # each bar's label must fit: pull the ends in until they all do
        scale = Scale(low, high if high > low else low + 1, start, end)
        over = max(
            (scale(v) + room - frame.right for v, room in zip(values, rooms, strict=True) if v >= 0),
            default=0,
        )
        under = max(
            (left - scale(v) + room for v, room in zip(values, rooms, strict=True) if v < 0), default=0
        )
        end, start = end - max(over, 0), start + max(under, 0)
    return Scale(low, high if high > low else low + 1, start, end)


def label_room(canvas: Canvas, item: Item) -> float:
    """The room that the label at a bar's end needs."""
    width = width_of(item.label, canvas.size, BOLD if item.is_subject else NORMAL)
    return width + LABEL_GAP + (STUB if item.open_end else 0)


def _shown(items: Sequence[Item], places: Sequence[tuple[float, float]]) -> frozenset[int]:
    """The labels that have room: subjects first, then the last, the first, the extremes and the others."""
    size = [abs(item.value or 0) for item in items]
    last = len(items) - 1
    order = sorted(
        range(len(items)),
        key=lambda i: (not items[i].is_subject, i != last, i != 0, size[i] != max(size), -i),
    )
    return apart(places, order, 2)


def _centred(canvas: Canvas, middles: Sequence[float], texts: Sequence[str]) -> list[tuple[float, float]]:
    widths = [width_of(text, canvas.size) for text in texts]
    return [(middle - width / 2, middle + width / 2) for middle, width in zip(middles, widths, strict=True)]


def connected(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Points in unbroken runs: a gap ends one and begins another."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
