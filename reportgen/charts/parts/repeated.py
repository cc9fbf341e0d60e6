"""Annotations of small panels: the same in each, without words, which stand once in a key above them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.judging.picture import Box
from reportgen.charts.parts.axes import Frame, PeriodAxis
from reportgen.charts.parts.items import Row
from reportgen.charts.parts.key import SAMPLE, Entry, key_base, key_height
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.pointers import (
    DOTTED,
    FIRM,
    THIN,
    Flag,
    Layers,
    Pointers,
    at_of,
    end_of,
)
from reportgen.charts.parts.room import Room, data, px
from reportgen.language import Charts

GROUND: Role = "other"
LINE: Role = "text"
POLE: Role = "prior"
OVER = 8.0  # px that a pole stands out above the columns


@dataclass(frozen=True, slots=True)
class Repeated(Pointers):
    """What is pointed at in every panel, and what the key says of it."""

    entries: tuple[Entry, ...] = ()

    def head(self, _room: Room, _periods: PeriodAxis) -> float:
        """The room above the columns of a panel, in CSS px."""
        return OVER if any(not one.shaded for one in self.remarks) else 0.0

    def _sides(self, _field: Frame) -> Layers:
        """No words: the key has them."""
        return []

    def _poles(self, field: Frame, labels: Sequence[tuple[Row, Box]]) -> Layers:
        flags = [Flag(one, at_of(one, field.periods), (), 0.0) for one in self.remarks if not one.shaded]
        rows = [
            {"day": str(flag.remark.period), "x": flag.x, "top": -OVER, "end": end_of(flag, field, labels)}
            for flag in flags
        ]
        pole = data(rows).mark_rule(color=field.room.theme["muted"], strokeWidth=THIN)
        return [pole.encode(**px(x="x", y="top", y2="end"))] if rows else []

    def key_height(self, room: Room) -> float:
        """The room above all panels, in CSS px."""
        return key_height(self.entries, room)

    def key_layers(self, room: Room) -> Layers:
        """Samples of what is pointed at, with its words."""
        base, names = key_base(self.entries, room, 0, 0)
        theme, half = room.theme, SAMPLE / 2
        ground, line, pole = (
            base.transform_filter(f"datum.role == '{role}'") for role in (GROUND, LINE, POLE)
        )
        whole = px(x="dx", x2=f"dx + {SAMPLE}")
        upright = px(y=f"dy - {half}", y2=f"dy + {half}")
        return [
            ground.mark_rect(fill=theme["soft"], stroke=theme["rule"], strokeWidth=THIN).encode(
                **whole, **upright
            ),
            line.mark_rule(color=theme["ink"], strokeWidth=FIRM, strokeDash=DOTTED).encode(
                **whole, **px(y="dy")
            ),
            pole.mark_rule(color=theme["muted"], strokeWidth=THIN).encode(**px(x=f"dx + {half}"), **upright),
            names,
        ]


def repeated(notes: Pointers, words: Charts) -> Repeated:
    """Annotations for panels, with their dates and figures beside their words."""
    entries: list[Entry] = [
        (words.remark.format(text=one.words, when=one.period.short), GROUND if one.shaded else POLE)
        for one in notes.remarks
    ]
    entries += [
        (
            words.level.format(text=one.words, value=one.label) if one.label else one.words,
            LINE if one.low == one.high else GROUND,
        )
        for one in notes.levels
    ]
    return Repeated(notes.remarks, notes.levels, tuple(entries))
