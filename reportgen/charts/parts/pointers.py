"""Where annotations stand: words above the marks at poles, levels across them, and what they must keep clear of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import altair as alt

from reportgen.charts.judging.picture import ASCENT, DESCENT, Box
from reportgen.charts.lettering import BOLD, spread, wrapped
from reportgen.charts.parts.axes import Frame, PeriodAxis
from reportgen.charts.parts.items import NEVER, Row
from reportgen.charts.parts.looks import Role, letters
from reportgen.charts.parts.room import LABEL_GAP, Room, data, px
from reportgen.periods import Period

Layers = list[Any]

SHARE, NARROW_SHARE = 0.3, 0.42  # of the width, at most, for the words of an event
SIDE_SHARE = 0.3  # and for those of a level
MOST_LINES = 6
BESIDE = 4.0  # px between a pole and its words
FEW = 8  # words of which each may stand at the right or at the left of its pole; of more the last ones at the left
CLEAR = 3.0  # px that poles and levels keep from labels
NEAR = 26.0  # px, at least, around a pole in which marks end it
DOTTED = [2, 2]
THIN, FIRM = 0.8, 1.0


@dataclass(frozen=True, slots=True)
class Remark:
    """Words at a day, at a period that is ``shaded``, or at the point of a period."""

    period: Period
    words: str
    shaded: bool = False
    at: Period | None = None
    dated: str = ""  # its date, where that stands above the words
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Level:
    """A value across all periods, or a band between two of them, its words, and what its figures say."""

    low: float
    high: float
    words: str
    label: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """The words of a remark beside its pole: ``low`` px above the marks, at the right of ``x`` or at the left."""

    remark: Remark
    x: float
    lines: tuple[str, ...]
    width: float
    opens_right: bool = True
    low: int = 0  # lines below

    @property
    def span(self) -> tuple[float, float]:
        begin = self.x + BESIDE if self.opens_right else self.x - BESIDE - self.width
        return begin, begin + self.width

    @property
    def high(self) -> int:
        return self.low + len(self.lines)

    def hinders(self, other: Flag) -> bool:
        """Whether words of the one would stand on words of the other, or on its pole."""
        (left, right), (begin, end) = self.span, other.span
        on_words = left < end + BESIDE and begin < right + BESIDE
        on_words &= self.low < other.high and other.low < self.high
        return on_words or self._is_on_pole_of(other) or other._is_on_pole_of(self)

    def _is_on_pole_of(self, other: Flag) -> bool:
        return self.span[0] - CLEAR < other.x < self.span[1] + CLEAR and other.high > self.low


@dataclass(frozen=True, slots=True)
class Pointers:
    """The annotations of a chart, and the room that they need around its marks."""

    remarks: tuple[Remark, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def values(self) -> list[float]:
        """What the axis of values has to hold besides the marks."""
        return [end for level in self.levels for end in (level.low, level.high)]

    def head(self, room: Room, periods: PeriodAxis) -> float:
        """The room above the marks for words of events and notes, in CSS px."""
        highest = max((flag.high for flag in _flags(self.remarks, room, periods)), default=0)
        return highest * room.leading + LABEL_GAP if highest else 0

    def side(self, room: Room) -> float:
        """The room at the right for words of references and bands."""
        lines = [line for level in self.levels for line in side_words(level, room)]
        return room.widest(lines, bold=True) + LABEL_GAP * 2 if lines else 0

    def around(
        self, layers: Sequence[Any], field: Frame, rows: Sequence[Row], *, sides: bool = True
    ) -> Layers:
        """Layers of marks with the annotations under and over them.

        Args:
            layers: those of the kind.
            field: where they stand.
            rows: of the marks' labels, with the ``period`` of each, and ``top``, the highest value of its mark: where
                the poles end, and what levels keep clear of.
            sides: whether levels have their words at the right; the names of lines make room for them themselves.
        """
        boxes = [(row, box_of(row, field)) for row in rows if row.get("value") is not None]
        words = self._sides(field) if sides and self.levels else []
        return [*self.shades(field), *layers, *self.lines(field, [box for _, box in boxes]),
                *self._poles(field, boxes), *words]  # fmt: skip

    def shades(self, field: Frame) -> Layers:
        """Grounds of periods and of bands."""
        theme, shades = field.room.theme, []
        look: dict[str, Any] = {
            "fill": theme["soft"],
            "stroke": theme["rule"],
            "strokeWidth": THIN,
            "aria": False,
        }
        for remark in self.remarks:
            if remark.shaded:
                left, right = _ends(remark, field.periods)
                mark = data([{"event": remark.words}]).mark_rect(**look)
                shades.append(mark.encode(**px(x=left, x2=right, y=0, y2=field.height)))
        if bands := [{"low": one.low, "high": one.high} for one in self.levels if one.high > one.low]:
            y = field.y("low")
            mark = data(bands).mark_rect(**look)
            shades.append(mark.encode(y=y, y2=alt.Y2("high"), **px(x=0, x2=field.periods.width)))
        return shades

    def lines(self, field: Frame, labels: Sequence[Box]) -> Layers:
        """References, dotted, and broken where a label stands."""
        rows = [
            {"value": level.low, "from": left, "to": right}
            for level in self.levels
            if level.low == level.high
            for left, right in _free(field.down(level.low), field.periods.width, labels)
        ]
        line = data(rows).mark_rule(color=field.room.theme["ink"], strokeWidth=FIRM, strokeDash=DOTTED)
        return [line.encode(**px(x="from", x2="to"), y=alt.Y("value:Q"))] if rows else []

    def _poles(self, field: Frame, labels: Sequence[tuple[Row, Box]]) -> Layers:
        room, flags = field.room, _flags(self.remarks, field.room, field.periods)
        rows = [
            {
                "day": str(flag.remark.period),
                "date": flag.remark.dated,
                "role": flag.remark.role,
                "text": "\n".join(flag.lines[bool(flag.remark.dated) :]),
                "align": "left" if flag.opens_right else "right",
                "dx": BESIDE if flag.opens_right else -BESIDE,
                "x": flag.x,
                "top": -flag.high * room.leading - LABEL_GAP + 1,
                "words": (bool(flag.remark.dated) - flag.high) * room.leading - LABEL_GAP + 1,
                "end": end_of(flag, field, labels),
            }
            for flag in flags
        ]
        if not rows:
            return []
        pole = data(rows).mark_rule(color=room.theme["muted"], strokeWidth=THIN)
        text = data(rows).mark_text(
            align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.dx"), baseline="top", lineBreak="\n",
            lineHeight=room.leading,
        )  # fmt: skip
        layers = [pole.encode(**px(x="x", y="top", y2="end")),
                  text.encode(**px(x="x", y="words"), text=alt.Text("text:N"))]  # fmt: skip
        if any(row["date"] for row in rows):
            layers.append(text.encode(**px(x="x", y="top"), text=alt.Text("date:N"), **letters(room.theme)))
        return layers

    def _sides(self, field: Frame) -> Layers:
        """The words of levels at their right ends, moved apart where they would touch."""
        room, words = field.room, [side_words(level, field.room) for level in self.levels]
        tall = max(map(len, words)) * room.leading
        wanted = [field.down((level.low + level.high) / 2) for level in self.levels]
        middles = spread(wanted, tall + 1, tall / 2 - room.size / 2, field.height - tall / 2 + room.size / 2)
        rows = [
            {"value": (level.low + level.high) / 2, "label": line, "fact": level.fact if number == 0 else "",
             "bold": bool(level.label) and number == 0, "priority": NEVER, "shown": True,
             "y": middle + (number - (len(lines) - 1) / 2) * room.leading}
            for level, lines, middle in zip(self.levels, words, middles, strict=True)
            for number, line in enumerate(lines)
        ]  # fmt: skip
        weight = alt.ExprRef(f"datum.bold ? {BOLD} : 400")
        text = data(rows).mark_text(align="left", baseline="middle", dx=LABEL_GAP * 2, fontWeight=weight)
        at = px(x=field.periods.width, y="y")
        return [text.encode(**at, text=alt.Text("label:N"), href=alt.Href("fact:N"))]


NOTHING = Pointers()


def side_words(level: Level, room: Room) -> tuple[str, ...]:
    """What stands at the right of a level: its figures, and its words in as many lines as they need."""
    width = max(room.width * SIDE_SHARE - LABEL_GAP * 2, room.width_of(level.label, bold=True))
    words = wrapped(level.words, width, room.size, BOLD, MOST_LINES)
    return (level.label, *words) if level.label else words


def _ends(remark: Remark, periods: PeriodAxis) -> tuple[float, float]:
    return periods.place(remark.period.start), periods.place(remark.period.end, after=True)


def _flags(remarks: Sequence[Remark], room: Room, periods: PeriodAxis) -> list[Flag]:
    """Words beside their poles; where they cannot keep clear of each other, as they would stand alone."""
    return arranged(remarks, room, periods) or _wrapped_flags(remarks, room, periods, 1.0)


def arranged(remarks: Sequence[Remark], room: Room, periods: PeriodAxis) -> list[Flag] | None:
    """Words at the right or the left of their poles, on as few lines as keep them clear; None without a way."""
    count, reach = len(remarks), (-periods.left, room.width - periods.left)
    for share in (1.0, 0.7, 0.5):
        flags = _wrapped_flags(remarks, room, periods, share)
        choices = (
            product((True, False), repeat=count)
            if count <= FEW
            else ([at < split for at in range(count)] for split in range(count, -1, -1))
        )
        tries = (_raised(flags, sides, reach) for sides in choices)
        if sound := [one for one in tries if one is not None]:
            return min(sound, key=lambda one: max((flag.high for flag in one), default=0))
    return None


def _wrapped_flags(remarks: Sequence[Remark], room: Room, periods: PeriodAxis, share: float) -> list[Flag]:
    most = room.width * (NARROW_SHARE if room.is_narrow else SHARE) * share
    flags = []
    for remark in remarks:
        words = wrapped(remark.words, most, room.size, lines=MOST_LINES)
        lines = (remark.dated, *words) if remark.dated else words
        flags.append(Flag(remark, at_of(remark, periods), lines, room.widest(lines)))
    return sorted(flags, key=lambda flag: flag.x)


def at_of(remark: Remark, periods: PeriodAxis) -> float:
    """Where the pole of a remark stands: in the middle of a point's period, else where its days begin."""
    if remark.at:
        return periods.middles[periods.periods.index(remark.at)]
    return periods.place(remark.period.start)


def _raised(flags: Sequence[Flag], sides: Sequence[bool], reach: tuple[float, float]) -> list[Flag] | None:
    """Flags that open to these sides, raised until none hinders another; None where one cannot."""
    turned = [replace(flag, opens_right=side) for flag, side in zip(flags, sides, strict=True)]
    placed: list[Flag] = []
    for flag in (
        *(one for one in turned if not one.opens_right),
        *(one for one in reversed(turned) if one.opens_right),
    ):
        if flag.span[0] < reach[0] or flag.span[1] > reach[1]:
            return None
        heights = (replace(flag, low=low) for low in range(MOST_LINES * len(flags)))
        free = next((one for one in heights if not any(one.hinders(other) for other in placed)), None)
        if free is None:
            return None
        placed.append(free)
    return placed


def end_of(flag: Flag, field: Frame, labels: Sequence[tuple[Row, Box]]) -> float:
    """Where a pole ends: above the marks and labels near it, at the foot where there are none."""
    if flag.remark.shaded:
        return 0.0
    near = max(NEAR, field.periods.step * 0.6)
    if flag.remark.at:
        near = CLEAR
    tops = [
        min(field.down(row["top"]), box.top)
        for row, box in labels
        if abs((box.left + box.right) / 2 - flag.x) < near or box.left - CLEAR < flag.x < box.right + CLEAR
    ]
    return max(min(tops, default=field.height) - CLEAR, 1 - LABEL_GAP)


def box_of(row: Row, field: Frame) -> Box:
    """Where the label of a row stands; where it is not shown, the point of its mark."""
    room, at = field.room, row["at"]
    keys = field.periods.keys
    x, y = (
        field.periods.middles[keys.index(row["period"])] + row.get("dx", 0),
        field.down(at) + row.get("dy", 0),
    )
    if not (row.get("shown") and row.get("label")):
        return Box(x, field.down(at), x, field.down(at))
    half = room.width_of(row["label"], bold=bool(row.get("bold"))) / 2
    return Box(x - half, y - ASCENT * room.size, x + half, y + DESCENT * room.size)


def _free(y: float, width: float, labels: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """The stretches of a level on which no label stands."""
    begin = 0.0
    in_the_way = sorted(
        (box.left, box.right)
        for box in labels
        if box.top - CLEAR < y < box.bottom + CLEAR and box.right > box.left
    )
    for left, right in in_the_way:
        if left - CLEAR > begin:
            yield begin, left - CLEAR
        begin = max(begin, right + CLEAR)
    if begin < width:
        yield begin, width
