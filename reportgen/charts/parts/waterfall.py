"""Waterfalls: levels that stand on zero and steps that float between them, as columns or as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, wrapped
from reportgen.charts.parts.axes import BAND, ValueAxis
from reportgen.charts.parts.items import NEVER, Item, label_layer
from reportgen.charts.parts.looks import OUTLINE, fills
from reportgen.charts.parts.marks import Layers
from reportgen.charts.parts.names import names_of
from reportgen.charts.parts.outliers import bound_of
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, Scale, across, data, down, placed, px

TALL = 195.0
DWARFED = 0.3  # of the highest level that all steps span: below it the levels' columns are broken
FOOT = 0.45  # of the steps' span that a broken column keeps below them
BREAK, SLANT = 5.0, 4.0  # px, the width of the gap in a broken column, and how far it leans
CUT = 16.0  # px from the foot of a column to its break
LONGER = 1.15  # times the longest of the others: how long a broken mark is
NAME_LINES = 3
TIGHT = 4  # px that names of neighbours keep apart


@dataclass(frozen=True, slots=True)
class Step:
    """A floating part from where the one before it ended, or a level from zero."""

    item: Item
    before: float
    after: float
    is_level: bool = False

    @property
    def size(self) -> float:
        """How long its mark is."""
        return abs(self.after - self.before)

    def spans(self, gap: tuple[float, float]) -> bool:
        """Whether its mark runs through all of that."""
        return min(self.before, self.after) <= gap[0] and gap[1] <= max(self.before, self.after)


def closed(steps: Sequence[Step]) -> list[Step]:
    """The steps nearer together where one would flatten the others: a part of what it runs through is left out of all.

    What is broken by that stays longer than whatever is not.
    """
    moves = [step for step in steps if not step.is_level]
    bound = bound_of([step.size for step in moves if step.size])
    if bound is None:
        return list(steps)
    far = [step for step in moves if step.size > bound]
    ends = sorted({0.0, *(end for step in steps for end in (step.before, step.after))})
    gaps = [gap for gap in pairwise(ends) if any(step.spans(gap) for step in far)]
    low, high = gap = max(gaps, key=lambda gap: gap[1] - gap[0])
    kept = max(bound, *(LONGER * step.size for step in steps if not step.spans(gap)))
    taken = max(high - low - kept, 0.0)
    up, down = taken * (high > 0), taken * (high <= 0)  # everything stays where it is on the side of zero
    return [
        replace(
            step, item=replace(step.item, is_broken=taken > 0 and step.spans(gap)),
            before=step.before - up * (step.before >= high) + down * (step.before <= low),
            after=step.after - up * (step.after >= high) + down * (step.after <= low),
        )
        for step in steps
    ]  # fmt: skip


def is_broken(steps: Sequence[Step]) -> bool:
    """Whether levels dwarf the steps, so that their columns have to be broken for the steps to be seen."""
    reached = [
        end for step in steps for end in ((step.after,) if step.is_level else (step.before, step.after))
    ]
    low, high = min(map(abs, reached)), max(map(abs, reached))
    one_side = min(reached) > 0 or max(reached) < 0
    return steps[0].is_level and one_side and 0 < high - low < DWARFED * high


def waterfall_chart(room: Room, steps: Sequence[Step], note: str) -> Any:  # noqa: ANN401 - Altair's
    """Columns where the room is wide enough for their words, else rows."""
    width = room.width / len(steps)
    lines = [
        wrapped(
            step.item.name, width - TIGHT, room.size, BOLD if step.item.is_subject else NORMAL, NAME_LINES
        )
        for step in steps
    ]
    cut = any(" ".join(rows) != step.item.name for rows, step in zip(lines, steps, strict=True))
    wide = max(room.width_of(step.item.label, bold=True) for step in steps) > width - TIGHT
    return _rows(room, steps, note) if room.is_narrow or cut or wide else _upright(room, steps, lines, note)


def _upright(room: Room, steps: Sequence[Step], lines: Sequence[tuple[str, ...]], note: str) -> Any:  # noqa: ANN401
    """Columns with their names below."""
    below, tall = max(map(len, lines)) * room.leading + LABEL_GAP, room.tall(TALL, TALL)
    margins = Margins(top=2, bottom=below + (room.leading if note else 0))
    axis = _axis(steps, tall, room.size + LABEL_GAP)
    rows = [
        {"row": index, "name": "\n".join(names), "weight": BOLD if steps[index].item.is_subject else NORMAL}
        for index, names in enumerate(lines)
    ]
    across = alt.X("row:O", scale=Scale(domain=list(range(len(steps))), **BAND), axis=None)
    names = data(rows).mark_text(
        baseline="top", lineBreak="\n", lineHeight=room.leading, color=room.theme["muted"],
        fontWeight=alt.ExprRef("datum.weight"),
    )  # fmt: skip
    layers = _layers(steps, _Way(axis, tall, across, upright=True, room=room, span=room.width))
    layers.append(names.encode(x=across, y=down(tall + LABEL_GAP), text=alt.Text("name:N")))
    layers += _note(note, room, tall + below + room.size, 0)
    return placed(alt.layer(*layers), room, margins, tall + margins.top + margins.bottom)


def _rows(room: Room, steps: Sequence[Step], note: str) -> Any:  # noqa: ANN401 - Altair's
    """Rows with their names at the left."""
    names = names_of([step.item for step in steps], room)
    tall = names.row * len(steps)
    margins = Margins(left=names.margin, top=1, bottom=1 + (room.leading + LABEL_GAP if note else 0))
    width = room.width - margins.left
    label = max(room.width_of(step.item.label, bold=True) for step in steps) + LABEL_GAP
    way = _Way(_axis(steps, width, label), width, names.encoding(), upright=False, room=room, span=tall)
    layers = [*_layers(steps, way), names.layer()]
    layers += _note(note, room, tall + LABEL_GAP + room.size, -margins.left)
    return placed(alt.layer(*layers), room, margins, tall + margins.top + margins.bottom)


def _axis(steps: Sequence[Step], length: float, beyond: float) -> ValueAxis:
    """From zero; where the levels' columns are broken, from shortly before the steps. It leaves labels their room."""
    ends = [end for step in steps for end in (_base(steps) if step.is_level else step.before, step.after)]
    low, high = min(ends), max(ends)
    return ValueAxis(low, high + (high - low or 1.0) * beyond / (length - beyond))


def _base(steps: Sequence[Step]) -> float:
    """Where the columns of levels begin."""
    if not is_broken(steps):
        return 0.0
    low, high = min(step.after for step in steps), max(step.after for step in steps)
    spare = (high - low or abs(high)) * FOOT
    return low - spare if low > 0 else high + spare


@dataclass(frozen=True)
class _Way:
    """Which way a waterfall runs: its channels of values and of steps."""

    axis: ValueAxis
    length: float
    across: Any  # the encoding of steps
    upright: bool
    room: Room
    span: float  # from the first step to the end of the last, in CSS px

    @property
    def each(self) -> float:
        """What a CSS px of length stands for."""
        return (self.axis.high - self.axis.low) / self.length

    def value(self, start: str, end: str = "") -> dict[str, Any]:
        """Positions along the values, of one field or from one to another."""
        name, channel, second = ("y", alt.Y, alt.Y2) if self.upright else ("x", alt.X, alt.X2)
        return {name: self.axis.encoding(channel, start, self.room)} | (
            {f"{name}2": second(end)} if end else {}
        )

    def step(self, start: float | None = None, field: str = "row", end: float = 0) -> dict[str, Any]:
        """Places across them: the middle of a step, or from a part of its band to one of another's."""
        name, other = ("x", alt.X2) if self.upright else ("y", alt.Y2)
        if start is None:
            return {name: self.across}
        begun = self.across.copy()
        begun["bandPosition"] = start
        return {name: begun, f"{name}2": other(field, bandPosition=end)}


def _layers(steps: Sequence[Step], way: _Way) -> Layers:
    """Marks, the lines that join them, and their labels at the higher end."""
    room, base = way.room, _base(steps)
    starts = [base if step.is_level else step.before for step in steps]
    rows = [
        step.item.row(
            row=index, next=index + 1, start=start, end=step.after, at=max(start, step.after), priority=NEVER
        )
        for index, (step, start) in enumerate(zip(steps, starts, strict=True))
    ]
    away: dict[str, Any] = (
        {"baseline": "alphabetic", "dy": -LABEL_GAP}
        if way.upright
        else {"align": "left", "baseline": "middle", "dx": LABEL_GAP}
    )
    bars = (
        data(rows).mark_bar().encode(**way.step(), **way.value("start", "end"), **fills(room.theme), **TOLD)
    )
    outlined = data([row for row in rows if row["bold"]]).mark_bar(
        fill=None, stroke=room.theme["ink"], strokeWidth=OUTLINE
    )
    joint = data(rows[:-1]).mark_rule(color=room.theme["mark"], strokeWidth=0.8)
    labels = label_layer(data(rows), room, **away).encode(**way.step(), **way.value("at"))
    layers: Layers = [
        bars,
        outlined.encode(**way.step(), **way.value("start", "end")),
        joint.encode(**way.step(1, "next", 0), **way.value("end")),
    ]
    if flat := [row for row in rows if abs(row["end"] - row["start"]) < way.each]:
        line = data(flat).mark_rule(color=room.theme["mark"], strokeWidth=1)
        layers.append(line.encode(**way.step(0, "row", 1), **way.value("end")))
    if cut := [
        row for row, step in zip(rows, steps, strict=True) if row["broken"] and not (base and step.is_level)
    ]:
        low = max(min(row["start"], row["end"]) for row in cut)
        high = min(max(row["start"], row["end"]) for row in cut)
        layers += _breaks(cut, (low + high) / 2, way)
    if not base:
        return [*layers, _zero(steps, way), labels]
    sign = way.each if base > 0 else -way.each
    levels = [row for row, step in zip(rows, steps, strict=True) if step.is_level]
    return [*layers, *_breaks(levels, base + sign * CUT, way), labels]


def _zero(steps: Sequence[Step], way: _Way) -> Any:  # noqa: ANN401 - Altair's
    """The line that levels stand on; it makes way for a label that it would run through."""
    room, each, lines = way.room, way.span / len(steps), []
    for index, step in enumerate(steps):
        start = max(0.0 if step.is_level else step.before, step.after)
        long = room.size if way.upright else room.width_of(step.item.label, bold=step.item.is_subject)
        if not start < 0 < start + (long + LABEL_GAP * 2) * way.each:
            lines.append({"zero": 0, "begin": index * each, "end": (index + 1) * each})
    at = px(x="begin", x2="end") if way.upright else px(y="begin", y2="end")
    line = data(lines).mark_rule(color=room.theme["muted"], strokeWidth=1)
    return line.encode(**way.value("zero"), **at)


def _breaks(rows: Sequence[dict[str, Any]], at: float, way: _Way) -> Layers:
    """A slanting gap across each level's column, and a line along both its sides."""
    layers, lean, theme = [], SLANT / 2 * way.each, way.room.theme
    out: dict[str, Any] = {
        f"{'x' if way.upright else 'y'}{end}Offset": side for end, side in (("", -3), ("2", 3))
    }
    for shift, color, width in ((0.0, "paper", BREAK), (-BREAK / 2, "muted", 0.9), (BREAK / 2, "muted", 0.9)):
        middle = at + shift * way.each
        cuts = [row | {"cut": middle - lean, "to": middle + lean} for row in rows]
        line = data(cuts).mark_rule(color=theme[color], strokeWidth=width, **out)
        layers.append(line.encode(**way.step(0, "row", 1), **way.value("cut", "to")))
    return layers


def _note(note: str, room: Room, y: float, x: float) -> Layers:
    """A line of words at the foot."""
    if not note:
        return []
    text = data([{"note": note}]).mark_text(align="left", baseline="alphabetic", color=room.theme["muted"])
    return [text.encode(x=across(x), y=down(y), text=alt.Text("note:N"))]
