"""Guidance: the range that was promised for each period, and what came in: above it, within it, or below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, look_of, measure_line, noun_of
from reportgen.charts.parts.annotations import Annotatable, annotated
from reportgen.charts.parts.axes import Frame, PeriodAxis, ValueAxis, around, ticked
from reportgen.charts.parts.courses import Course
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.items import Item, Row, all_fit, extents, in_a_row, label_layer, prioritised
from reportgen.charts.parts.line_marks import missing_layers
from reportgen.charts.parts.looks import dots, fills
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.marks import COLUMN_SHARE, FEW, OPEN_END, Layers
from reportgen.charts.parts.outliers import broken, check_heights
from reportgen.charts.parts.pointers import Pointers
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, data, placed
from reportgen.charts.parts.series import item_of, required, series_table
from reportgen.charts.parts.standing import Standing, judged, standing
from reportgen.model import Fact
from reportgen.periods import Period

WIDE, HALF = 200.0, 176.0
WIDEST, DOT, TOP = 40.0, 46.0, 4.0  # px of a range's bar, px² of the actual's dot, px above


class Options(Annotatable):
    """``{actual: revenue, guidance: revenue.guidance, periods: 8, ahead: 1}``."""

    actual: str
    guidance: str = ""  # that of the actual, where it is not named
    periods: int = Field(default=8, ge=1, le=40)
    ahead: int = Field(default=1, ge=0, le=4)  # coming periods, as far as they are guided


@dataclass(frozen=True, slots=True)
class Promise:
    """A period: what was promised for it, and what came in."""

    period: Period
    guided: Item
    actual: Item
    side: Standing | None  # how the actual stands to it, where both are known
    open: int = 0  # 1 for a lower bound, -1 for an upper one

    @property
    def labels(self) -> tuple[Item, Item]:
        """Over and under both: that of the actual on the side to which it left its range."""
        known = extents((self.guided, self.actual))
        first, second = (self.actual, self.guided) if self.actual.label else (self.guided, self.actual)
        over, under = (second, first) if self.side == "below" else (first, second)
        return replace(over, value=max(known, default=None), ends=None), replace(
            under, value=min(known, default=None), ends=None
        )


def draw(options: Options, scene: Scene) -> Drawing:
    """A hatched range a period with the actual as a dot, coloured by what it means; coming periods have no dot yet."""
    guidance = options.guidance or f"{options.actual}.guidance"
    past = scene.last(options.periods)
    coming = [scene.period.shift(step) for step in range(1, options.ahead + 1)]
    ahead = [(period, fact) for period in coming if (fact := scene.known(guidance, period))]
    periods = (*past, *(period for period, _ in ahead))
    guided = (*scene.series(guidance, past), *(fact for _, fact in ahead))
    actual = (*scene.series(options.actual, past), *(None for _ in ahead))
    first, promised = required(actual, options.actual), required(guided, guidance)
    check_one_axis((*guided, *actual))
    manner, name = scene.manner((*actual, *guided)), promised.scenario.label
    promises = [
        _promise(scene, *each, manner, name, now=scene.period)
        for each in zip(periods, guided, actual, strict=True)
    ]
    check_heights(
        scene, broken([[one.actual for one in promises], [one.guided for one in promises]]), "guidance"
    )
    notes = annotated(options, scene, periods, actual, manner)
    short, label = [period.short for period in periods], label_of(first)
    listed = [
        f"{one}: {values(scene, short, facts, manner)}" for one, facts in ((label, actual), (name, guided))
    ]
    return Drawing(
        measure=measure_line(label, manner.unit, noun_of(scene.period, *actual)),
        table=series_table(scene, periods, [(label, actual, manner), (name, guided, manner)]),
        lead=scene.words.leads["guidance"].format(
            takeaway=_takeaway(
                scene, label, list(zip(periods, guided, actual, strict=True)), manner.in_full()
            )
        ),
        values=values_sentence(scene, "; ".join(listed), manner),
        chart=lambda room: chart(room, promises, manner, notes),
    )


def chart(room: Room, promises: Sequence[Promise], manner: Manner, notes: Pointers) -> Any:  # noqa: ANN401 - Altair's
    """Floating bars with dots; the label of the actual on the side to which it left its range."""
    height, periods = room.tall(HALF, WIDE), tuple(one.period for one in promises)
    foot = PeriodAxis(periods, room, room.width)
    inner = height - foot.height - TOP
    lines = [_labelled([one.labels[side] for one in promises]) for side in (0, 1)]
    axis = _axis(promises, room, inner, notes)
    if not all(_fits(line, foot, room) for line in lines):  # then the axis says where ranges end
        axis = ticked(axis, manner)
        coming = [at for at, one in enumerate(promises) if not one.actual.label]
        lines = [{at: item for at, item in line.items() if item.series or at in coming} for line in lines]
    left, right = max(axis.margin(room), foot.overhang[0]), max(foot.overhang[1], notes.side(room))
    foot, left, right = PeriodAxis(periods, room, room.width - left - right, left=left).held()
    reach = (0 if axis.ticks else -left, foot.width + right)
    lines = _sided(lines, promises, foot, room, reach, (axis.high - axis.low) / inner)
    layers = _marks(promises, foot, axis, room, OPEN_END * (axis.high - axis.low) / inner)
    for line, sign in zip(lines, (-1, 1), strict=True):
        layers.append(_words(line, sign, foot, room, reach, None if _fits(line, foot, room) else FEW))
    head = notes.head(room, foot)
    margins = Margins(left, right, TOP + head, foot.height)
    frame = Frame(room, foot, axis, margins, inner)
    both = [
        Course("", "prior", tuple(items))
        for items in zip(*((one.guided, one.actual) for one in promises), strict=True)
    ]
    layers += missing_layers(both, frame)
    whole = notes.around(layers, frame, _over(promises, lines[0]))
    return placed(alt.layer(*whole), room, margins, height + head)


def _sided(
    lines: Sequence[Mapping[int, Item]], promises: Sequence[Promise], foot: PeriodAxis, room: Room,
    reach: tuple[float, float], each: float,
) -> list[dict[int, Item]]:  # fmt: skip
    """Labels over a mark that would run into those beside it stand under it, where they do not."""
    over, under = map(dict, lines)
    spans = [extents((one.guided, one.actual)) for one in promises]
    tall = (room.size + LABEL_GAP * 2 + DOT**0.5 / 2) * each
    for at, item in [(at, item) for at, item in over.items() if at not in under]:
        half, top, low = room.width_of(item.label, bold=True) / 2, max(spans[at]), min(spans[at])
        place = min(max(foot.middles[at], reach[0] + half), reach[1] - half)
        near = [
            span
            for other, (middle, span) in enumerate(zip(foot.middles, spans, strict=True))
            if span and other != at and abs(middle - place) < half + foot.step * COLUMN_SHARE / 2
        ]
        above = any(min(span) < top + tall and max(span) > top for span in near)
        below = any(max(span) > low - tall and min(span) < low for span in near)
        if above and not below:
            under[at] = replace(over.pop(at), value=low)
    return [over, under]


def _over(promises: Sequence[Promise], line: Mapping[int, Item]) -> list[Row]:
    """How high each period reaches, with the label over it."""
    rows = []
    for at, one in enumerate(promises):
        top = max(extents((one.guided, one.actual)), default=None)
        row = line[at].row() if at in line else {"label": ""}
        row |= {"value": top, "at": top, "top": top, "dy": -LABEL_GAP - DOT**0.5 / 4}
        rows.append(row | {"period": str(one.period), "shown": at in line})
    return rows


def _axis(promises: Sequence[Promise], room: Room, height: float, notes: Pointers) -> ValueAxis:
    """An axis with room for labels over and under the marks, under zero too where it begins there."""
    letters = room.size + LABEL_GAP + DOT**0.5 / 2
    held = extents(item for one in promises for item in (one.guided, one.actual))
    axis = around([*held, *notes.values], height, letters, letters)
    return axis if axis.low else ValueAxis(-letters * axis.high / height, axis.high)


def _marks(promises: Sequence[Promise], foot: PeriodAxis, axis: ValueAxis, room: Room, stub: float) -> Layers:
    """What was promised as floating bars, a number as an edge alone, and what came in as dots."""
    size = min(WIDEST, foot.step * COLUMN_SHARE)
    x, y = foot.encoding(), axis.encoding(alt.Y, "low", room)
    spans = data([_span(one, stub) for one in promises if one.guided.value is not None]).encode(x=x)
    came = [one.actual.row(period=str(one.period)) for one in promises if one.actual.value is not None]
    dot = data(came).mark_circle(size=DOT, opacity=1, stroke=room.theme["paper"], strokeWidth=1)
    edge: dict[str, Any] = {"orient": "horizontal", "size": size, "thickness": 1.6, "opacity": 1}
    return [
        spans.mark_bar(size=size).encode(y=y, y2=alt.Y2("high"), **fills(room.theme), **TOLD),
        spans.transform_filter("datum.edge")
        .mark_tick(color=room.theme["strong"], **edge)
        .encode(y=alt.Y("value:Q"), **TOLD),
        dot.encode(x=x, y=alt.Y("value:Q"), **dots(room.theme), **TOLD),
    ]


def _words(
    line: Mapping[int, Item],
    sign: int,
    foot: PeriodAxis,
    room: Room,
    reach: tuple[float, float],
    most: int | None,
) -> Any:  # noqa: ANN401 - Altair's
    """The labels over the marks (a sign of -1) or under them; those of what came in are bold."""
    rows = in_a_row(list(line.values()), [foot.middles[at] for at in line], room, reach, most)
    named = data([row | {"period": str(foot.periods[at])} for at, row in zip(line, rows, strict=True)])
    text = label_layer(
        named.encode(x=foot.encoding()), room, dy=sign * (LABEL_GAP + DOT**0.5 / 4),
        baseline="bottom" if sign < 0 else "top",
    )  # fmt: skip
    return text.encode(y=alt.Y("value:Q"))


def _fits(line: Mapping[int, Item], foot: PeriodAxis, room: Room) -> bool:
    return all_fit(list(line.values()), [foot.middles[at] for at in line], room, (0, foot.width))


def _labelled(items: Sequence[Item]) -> dict[int, Item]:
    """The items that have a label, by their place, with the rank by which it gives way."""
    places = [at for at, item in enumerate(items) if item.label and item.value is not None]
    return dict(zip(places, prioritised([items[at] for at in places]), strict=True))


def _promise(
    scene: Scene,
    period: Period,
    guided: Fact | None,
    actual: Fact | None,
    manner: Manner,
    name: str,
    *,
    now: Period,
) -> Promise:
    both = guided and actual and not guided.quantity.state and not actual.quantity.state
    side = standing(actual, guided) if guided and actual and both else None
    role = judged(side, actual, "actual") if side and actual else "actual"
    promised = item_of(
        scene, guided, name, manner, role=look_of(guided, otherwise="forecast") if guided else None
    )
    came = item_of(scene, actual, period.short, manner, role=role)
    if actual is None and period.start > now.end:
        came = replace(came, label="")
    span = guided.quantity.interval if guided else None
    is_open = (span.high.is_infinite() - span.low.is_infinite()) if span else 0
    came = replace(came, series="actual", emphasised=True)
    return Promise(period, replace(promised, name=measure_line(period.short, name)), came, side, is_open)


def _span(promise: Promise, stub: float) -> Row:
    """What was promised as a bar: a range from end to end, a bound open on one side, a number as its edge alone."""
    value = promise.guided.value or 0.0
    low, high = promise.guided.ends or sorted((value, value + promise.open * stub))
    return promise.guided.row(
        period=str(promise.period), low=low, high=high, edge=promise.guided.ends is None
    )


def _takeaway(
    scene: Scene, label: str, each: Sequence[tuple[Period, Fact | None, Fact | None]], manner: Manner
) -> str:
    """In which periods the actual came in above, within and below what was promised, and what is promised next."""
    words, when = scene.words, {}  # type: ignore[var-annotated]
    for period, guided, actual in each:
        if guided and actual and not guided.quantity.state and not actual.quantity.state:
            when.setdefault(standing(actual, guided), []).append(period.short)
    name = next(guided.scenario.words for _, guided, _ in each if guided)
    parts = [
        words.guided[side].format(name=name, periods=words.listed(when[side]))
        for side in words.guided
        if side in when
    ]
    text = words.came_in.format(label=label, sides=words.listed(parts)) if parts else ""
    coming = [
        words.guided_next.format(name=name, period=period.short, value=scene.said(guided, manner))
        for period, guided, _ in each
        if guided and period.start > scene.period.end
    ]
    return "; ".join([*([text] if text else []), *coming]) or label
