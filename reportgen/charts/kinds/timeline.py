"""Timeline: events with their dates; along an axis where their words have room, else one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import altair as alt
from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene
from reportgen.charts.lettering import BOLD, NORMAL, wrapped
from reportgen.charts.parts.annotations import Event, When, period_named
from reportgen.charts.parts.axes import Frame, PeriodAxis, ValueAxis
from reportgen.charts.parts.looks import Role, dots, letters, strokes
from reportgen.charts.parts.pointers import FEW, MOST_LINES, Pointers, Remark, arranged
from reportgen.charts.parts.ranking import one_or_more
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, data, placed, px
from reportgen.model import Cell, Table
from reportgen.periods import Period, parse_period
from reportgen.periods.calendar import Calendar
from reportgen.setting import Setting

TALLEST = 130.0  # px of words above an axis; more of them stand one below the other
RAIL, DOT, TICK = 10.0, 40.0, 4.0
SIDE = 4.0  # px at the ends of the axis, for a dot on its first or last day
ROW = 9.0  # px between the words of two rows
MONTHS, QUARTERS = 36, 120  # in months: how long an axis of them is, at most


class Options(Setting):
    """``{events: [{date: 2025-03-11, text: "Price cut"}, {date: 2025-09, text: "New plant"}]}``."""

    events: tuple[Event, ...] = Field(min_length=2, max_length=30)
    highlight: Annotated[tuple[When, ...], BeforeValidator(one_or_more)] = ()  # dates of events


def draw(options: Options, scene: Scene) -> Drawing:
    """Events in their order; those after the brief's date are open."""
    events = sorted(
        (
            (
                period_named(scene, "events", one.date),
                scene.write_at(one.text, "events", at, "text"),
                one.date,
            )
            for at, one in enumerate(options.events)
        ),
        key=lambda event: event[0].start,
    )
    remarks = [
        Remark(
            period,
            scene.ledger.plain(words),
            dated=period.short,
            role=_role(scene, period, when in options.highlight),
        )
        for period, words, when in events
    ]
    said = [scene.words.remark.format(text=words, when=period.long) for period, words, _ in events]
    ends = scene.words.to.join((events[0][0].short, events[-1][0].short))
    return Drawing(
        measure=ends,
        table=Table(
            (scene.words.date, scene.words.event),
            tuple((Cell(period.long), Cell(words)) for period, words, _ in events),
        ),
        lead=scene.words.leads["timeline"].format(ends=ends),
        values=scene.words.ended("; ".join(said)),
        chart=lambda room: chart(room, remarks, scene.book.brief.calendar_of()),
    )


def chart(room: Room, remarks: Sequence[Remark], calendar: Calendar) -> Any:  # noqa: ANN401 - Altair's
    """Words above an axis of time, each at its date; where there are too many of them, a list along a rail."""
    axis = PeriodAxis(_periods(remarks, calendar), room, room.width - SIDE * 2, left=SIDE)
    pointers, few = Pointers(tuple(remarks)), len(remarks) <= FEW and not room.is_narrow
    head = pointers.head(room, axis) if few and arranged(remarks, room, axis) else 0
    return _along(room, pointers, axis, head) if 0 < head <= TALLEST else _listed(room, remarks)


def _role(scene: Scene, period: Period, highlighted: bool) -> Role:  # noqa: FBT001 - of one event
    if period.start > scene.book.brief.settings.date:
        return "forecast subject" if highlighted else "forecast"
    return "subject" if highlighted else "prior"


def _periods(remarks: Sequence[Remark], calendar: Calendar) -> tuple[Period, ...]:
    """Months, quarters or years of the calendar from the first event to the last."""
    first, last = remarks[0].period.start, max(remark.period.end for remark in remarks)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > QUARTERS:
        return tuple(parse_period(f"{year}") for year in range(first.year, last.year + 1))
    every = 1 if months <= MONTHS else 3
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    named = "{0}-{1:02d}" if every == 1 else "{0}-Q{2}"
    return tuple(
        parse_period(named.format(month // 12, month % 12 + 1, month % 12 // 3 + 1), calendar)
        for month in range(begin - begin % every, end + 1, every)
    )


def _along(room: Room, pointers: Pointers, periods: PeriodAxis, head: float) -> Any:  # noqa: ANN401 - Altair's
    rows = [_row(remark) | {"x": periods.place(remark.period.start)} for remark in pointers.remarks]
    field = Frame(room, periods, ValueAxis(0, 1), Margins(), RAIL)
    rail = data([{"rail": 0}]).mark_rule(color=room.theme["mark"], strokeWidth=1)
    starts = data([{"period": str(period)} for period in periods.periods]).mark_rule(
        color=room.theme["mark"], strokeWidth=1, xOffset=-periods.step / 2
    )
    layers = [
        rail.encode(**px(x=0, x2=periods.width, y=RAIL)),
        starts.encode(x=periods.encoding(), **px(y=RAIL, y2=RAIL + TICK)),
        *_dots(room, rows, RAIL),
    ]
    margins = Margins(SIDE, SIDE, head, periods.height + LABEL_GAP)
    return placed(
        alt.layer(*pointers.around(layers, field, [])), room, margins, RAIL + margins.top + margins.bottom
    )


def _listed(room: Room, remarks: Sequence[Remark]) -> Any:  # noqa: ANN401 - Altair's
    """A row an event: its date, a dot on the rail, and its words in as many lines as they need."""
    rail = room.widest((remark.dated for remark in remarks), bold=True) + LABEL_GAP * 2
    left = rail + LABEL_GAP * 2
    lines = [wrapped(one.words, room.width - left, room.size, lines=MOST_LINES) for one in remarks]
    rows, y = [], room.leading / 2
    for remark, words in zip(remarks, lines, strict=True):
        subject = remark.role.endswith("subject")
        rows.append(
            {
                **_row(remark),
                "text": "\n".join(words),
                "x": rail,
                "y": y,
                "weight": BOLD if subject else NORMAL,
            }
        )
        y += len(words) * room.leading + ROW
    height = y - ROW + 1
    base = data(rows)
    line = data([{"rail": 0}]).mark_rule(color=room.theme["mark"], strokeWidth=1)
    dated = base.mark_text(align="left", baseline="middle", fontWeight=alt.ExprRef("datum.weight"))
    told = base.mark_text(align="left", baseline="middle", lineBreak="\n", lineHeight=room.leading)
    return placed(
        alt.layer(
            line.encode(**px(x=rail, y=rows[0]["y"], y2=rows[-1]["y"])),
            *_dots(room, rows, "y"),
            dated.encode(**px(x=0, y="y"), text=alt.Text("date:N"), **letters(room.theme)),
            told.encode(**px(x=left, y="y"), text=alt.Text("text:N")),
        ),
        room, Margins(), height,
    )  # fmt: skip


def _row(remark: Remark) -> dict[str, Any]:
    """An event as a record of the chart's data."""
    return {
        "date": remark.dated,
        "title": f"{remark.dated}: {remark.words}",
        "role": remark.role,
        "open": remark.role.startswith("forecast"),
    }


def _dots(room: Room, rows: Sequence[dict[str, Any]], y: float | str) -> list[Any]:
    """A dot at each date; open where it is yet to come."""
    base = data(rows).encode(**px(x="x", y=y), description=alt.Description("title:N"))
    past = base.transform_filter("!datum.open").mark_circle(size=DOT, opacity=1).encode(**dots(room.theme))
    to_come = base.transform_filter("datum.open").mark_circle(
        size=DOT, opacity=1, fill=room.theme["paper"], strokeWidth=1.5
    )
    return [past, to_come.encode(**strokes(room.theme))] if any(row["open"] for row in rows) else [past]
