"""Lines: one to three measures over time, named at their ends; a period without a value stays a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import HEIGHTS, NARROW, required, series_table
from reportgen.charts.description import course, values, values_sentence
from reportgen.charts.kind import Drawing, Scene, ends_of, label_of, measure_line, noun_of, value_of
from reportgen.charts.lettering import BOLD, apart, spread, widest, width_of, wrapped
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.moments import drawn
from reportgen.charts.panel import LABEL_GAP, Frame, axis_height, connected, period_axis, whisker
from reportgen.charts.scale import Scale, around
from reportgen.errors import FormulaError
from reportgen.model import Fact
from reportgen.periods import Period
from reportgen.settings import Setting

COLORS = ("accent", "strong", "mark")  # the subject first
NAMES_SHARE = 0.3  # of the width, at most, for the names at the ends
DOT = 2.6


def one_or_more(value: object) -> object:
    """A single expression where a list may stand."""
    return [value] if isinstance(value, str) else value


class Options(Setting):
    """``{series: [cloud_revenue.yoy, group_revenue.yoy], periods: 8}``; the first one is the subject."""

    series: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=1, max_length=3)
    periods: int = Field(default=8, ge=2, le=40)


@dataclass(frozen=True)
class Line:
    """A series ready to be drawn: values by period (None is a gap), their labels, and the name at its end."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    color: str
    ends: tuple[tuple[float, float] | None, ...] = ()  # of the values that are ranges

    @property
    def reach(self) -> Iterator[float]:
        """Every value that the scale has to hold, both ends of ranges among them."""
        yield from (value for value in self.values if value is not None)
        yield from (end for ends in self.ends if ends for end in ends)


def draw(options: Options, scene: Scene) -> Drawing:
    """Lines with the latest value and the name at the right; a single line has every value that fits."""
    periods = scene.last(options.periods)
    series = [scene.series(expression, periods) for expression in options.series]
    latest = [required(facts, expression) for facts, expression in zip(series, options.series, strict=True)]
    periods = drawn(periods, *series)
    check_one_axis(fact for facts in series for fact in facts)
    manner = scene.manner(fact for facts in series for fact in facts)
    _require_values(options.series, series)
    names = scene.names(latest) if len(latest) > 1 else ("",)
    lines = [
        Line(
            name,
            tuple(map(value_or_none, facts)),
            tuple(scene.labelled(fact, manner) for fact in facts),
            color,
            tuple(map(_ends, facts)),
        )
        for name, facts, color in zip(names, series, COLORS, strict=False)
    ]
    short = [period.short for period in periods]
    courses = "; ".join(
        course(scene, label_of(fact), facts, periods, manner)
        for fact, facts in zip(latest, series, strict=True)
    )
    listed = "; ".join(
        f"{label_of(fact)}: {values(scene, short, facts, manner)}"
        if len(latest) > 1
        else values(scene, short, facts, manner)
        for fact, facts in zip(latest, series, strict=True)
    )

    def sketch(width: float) -> Canvas:
        return _sketched(
            Canvas(scene.theme, width, HEIGHTS["half" if width < NARROW else "wide"]), lines, periods
        )

    measure = label_of(latest[0]) if len(latest) == 1 else _common(scene, latest)
    return Drawing(
        measure=measure_line(measure, manner.unit, noun_of(scene.period, *latest)),
        table=series_table(scene, periods, _columns(latest, series, manner)),
        lead=scene.words.leads["line"].format(takeaway=courses),
        values=values_sentence(scene, listed, manner),
        sketch=sketch,
    )


def _require_values(expressions: Sequence[str], series: Sequence[Sequence[Fact | None]]) -> None:
    """Raises FormulaError for a line without a single point."""
    for expression, facts in zip(expressions, series, strict=True):
        if all(value_or_none(fact) is None for fact in facts):
            raise FormulaError(f"'{expression}' has no value in any of the periods; a line needs one")


def _columns(
    latest: Sequence[Fact], series: Sequence[Sequence[Fact | None]], manner: Manner
) -> list[tuple[str, Sequence[Fact | None], Manner]]:
    return [(label_of(fact), facts, manner) for fact, facts in zip(latest, series, strict=True)]


def _common(scene: Scene, facts: Sequence[Fact]) -> str:
    return scene.words.growth_on_the_year if all(fact.metric.kind == "growth" for fact in facts) else ""


def value_or_none(fact: Fact | None) -> float | None:
    """Where a fact stands on an axis; None where there is no number."""
    return value_of(fact) if fact and not fact.quantity.state else None


def _ends(fact: Fact | None) -> tuple[float, float] | None:
    return ends_of(fact) if fact and not fact.quantity.state else None


def _sketched(canvas: Canvas, lines: Sequence[Line], periods: Sequence[Period]) -> Canvas:
    several = len(lines) > 1
    gutter = min(canvas.width * NAMES_SHARE, _end_width(canvas, lines)) + LABEL_GAP * 2 if several else 0
    frame = Frame(0, 0, canvas.width - gutter, canvas.height)
    axis = axis_height(canvas, frame, periods)
    room = canvas.size + LABEL_GAP * 2
    bottom = canvas.height - axis - 4
    scale = around(
        (value for line in lines for value in line.reach),
        bottom - (0 if several else room), room if not several else canvas.size,
    )  # fmt: skip
    if scale.low < 0 < scale.high:
        canvas.rule(0, scale(0), frame.right, scale(0), "rule")
    xs = [(left + right) / 2 for left, right in frame.slots(len(periods))]
    for line in reversed(lines):
        points = [
            None if value is None else (x, scale(value)) for x, value in zip(xs, line.values, strict=True)
        ]
        for run in connected(points):
            if len(run) > 1:
                canvas.line(run, line.color, 2 if line.color == "accent" else None)
        _mark(canvas, line, xs, scale)
    if several:
        _name_ends(canvas, lines, scale, (canvas.size, bottom), frame.right)
    else:
        _label_all(canvas, lines[0], xs, scale)
    for index, x in enumerate(xs):
        if all(line.values[index] is None for line in lines):
            canvas.text(x, bottom - LABEL_GAP, lines[0].labels[index], "muted", "center")
    canvas.rule(0, bottom + 2, frame.right, bottom + 2, "muted")
    period_axis(canvas, frame, periods, canvas.height - axis + 3)
    return canvas


def _mark(canvas: Canvas, line: Line, xs: Sequence[float], scale: Scale) -> None:
    """A dot at each value, with a whisker over a range."""
    for x, value, ends in zip(xs, line.values, line.ends, strict=True):
        if ends:
            whisker(canvas, (x, scale(ends[0])), (x, scale(ends[1])), line.color)
        if value is not None:
            canvas.dot(x, scale(value), line.color, DOT)


def _end_width(canvas: Canvas, lines: Sequence[Line]) -> float:
    names = widest((line.name for line in lines), canvas.size, BOLD)
    return max(names, widest((_last(line) for line in lines), canvas.size, BOLD))


def _last(line: Line) -> str:
    return next(
        label
        for label, value in zip(reversed(line.labels), reversed(line.values), strict=True)
        if value is not None
    )


def _name_ends(
    canvas: Canvas, lines: Sequence[Line], scale: Scale, room: tuple[float, float], left: float
) -> None:  # fmt: skip
    """Value and name of each line at its end, moved apart where they would touch."""
    texts = [
        (_last(line), *wrapped(line.name, canvas.width - left - LABEL_GAP, canvas.size)) for line in lines
    ]
    ends = [scale(next(value for value in reversed(line.values) if value is not None)) for line in lines]
    height = max(map(len, texts)) * canvas.leading
    middles = spread(
        ends, height + 2, room[0] + height / 2 - canvas.size, room[1] - height / 2 + canvas.size / 2
    )
    for line, rows, middle in zip(lines, texts, middles, strict=True):
        color = line.color if line.color != "mark" else "muted"
        for index, row in enumerate(rows):
            offset = (index - (len(rows) - 1) / 2) * canvas.leading
            canvas.text(left + LABEL_GAP, canvas.baseline(middle + offset), row, color, bold=index == 0)


def _label_all(canvas: Canvas, line: Line, xs: Sequence[float], scale: Scale) -> None:
    """Values above the dots, below where the line has a valley; the last one first where room is short."""
    known = [index for index, value in enumerate(line.values) if value is not None]
    widths = [width_of(label, canvas.size, BOLD) for label in line.labels]
    aside = [_aside(line.values, index, scale, canvas.size) for index in range(len(xs))]
    left_edge = [
        min(max(x + width * (side - 1) / 2, 0), canvas.width - width)
        for x, width, side in zip(xs, widths, aside, strict=True)
    ]
    spans = [(left, left + width) for left, width in zip(left_edge, widths, strict=True)]
    order = [known[-1], known[0], *known[1:-1]]
    for index in sorted(apart(spans, list(dict.fromkeys(order)), 4)):
        value = line.values[index] or 0.0
        last = index == known[-1]
        below = _is_valley(line.values, index)
        y = scale(value) + (LABEL_GAP * 1.4 + canvas.size * 0.74 if below else -LABEL_GAP * 1.4)
        canvas.text(spans[index][0], y, line.labels[index], line.color if last else "ink", bold=last)


def _aside(values: Sequence[float | None], index: int, scale: Scale, size: float) -> int:
    """Where a label keeps clear of a steep line: 1 at the right (it falls), -1 at the left (it rises)."""
    value, after = values[index], values[index + 1] if index + 1 < len(values) else None
    before = values[index - 1] if index else None
    if value is None or before is None or after is None or (value - before) * (after - value) <= 0:
        return 0
    steep = max(abs(scale(after) - scale(value)), abs(scale(value) - scale(before))) > 2 * size
    return (-1 if after > value else 1) if steep else 0


def _is_valley(values: Sequence[float | None], index: int) -> bool:
    value = values[index]
    beside = [values[other] for other in (index - 1, index + 1) if 0 <= other < len(values)]
    known = [other for other in beside if other is not None]
    return bool(known) and value is not None and all(other > value for other in known)
