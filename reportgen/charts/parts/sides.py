"""Words at the sides of a chart, beside the ends of its marks: moved apart, with a leader where moved far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, spread, wrapped
from reportgen.charts.parts.axes import Frame
from reportgen.charts.parts.items import NEVER
from reportgen.charts.parts.looks import Role, letters
from reportgen.charts.parts.marks import Layers
from reportgen.charts.parts.room import LABEL_GAP, Room, data

Side = Literal["left", "right"]

NEAR, FAR = LABEL_GAP * 2, LABEL_GAP * 4  # px between marks and words; and where leaders need room
MOVED = 3.0  # px from which on words that were moved have a leader
BEYOND = 3.0  # px that words may reach over the height of the marks
NAME_LINES = 5


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside the end of a mark at a value: its lines, and whose number they say."""

    value: float
    lines: tuple[str, ...]
    role: Role = "text"
    fact: str = ""

    @property
    def is_bold(self) -> bool:
        return self.role in ("subject", "forecast subject")


def broken(text: str, width: float, room: Room) -> tuple[str, ...]:
    """Words in as many lines as a width asks for."""
    return wrapped(text, width, room.size, BOLD, NAME_LINES)


def margin(words: Sequence[Words], room: Room) -> float:
    """The room that words at a side take, with a leader."""
    return max((room.widest(one.lines, bold=one.is_bold) for one in words), default=0) + FAR


def height(words: Sequence[Words], room: Room) -> float:
    """The least height in which they stand one below the other."""
    return sum(_tall(words, room))


def side_layers(words: Sequence[Words], frame: Frame, side: Side = "right") -> Layers:
    """Words at the first or the last period, each as near to its mark as the others let it."""
    room, tall = frame.room, _tall(words, frame.room)
    wanted = [frame.down(one.value) for one in words]
    order = sorted(range(len(words)), key=lambda index: wanted[index])  # as they are spread
    first, last = (tall[order[end]] / 2 - BEYOND for end in (0, -1))
    middles = spread(wanted, tall, first, max(first, frame.height - last))
    sign, at = (1, -1) if side == "right" else (-1, 0)
    moved = any(abs(place - want) > MOVED for place, want in zip(middles, wanted, strict=True))
    period, gap = str(frame.periods.periods[at]), FAR if moved else NEAR
    rows = [
        {"period": period, "value": one.value, "to": frame.value(place), "label": "\n".join(one.lines),
         "top": frame.value(place - (len(one.lines) - 1) / 2 * room.leading), "role": one.role, "fact": one.fact,
         "priority": NEVER, "shown": True, "weight": BOLD if one.is_bold else NORMAL}
        for one, place in zip(words, middles, strict=True)
    ]  # fmt: skip
    x = frame.x()
    x["bandPosition"] = 1 if side == "right" else 0
    y = frame.y("top")
    text = data(rows).mark_text(
        align="left" if side == "right" else "right", baseline="middle", dx=sign * gap, lineBreak="\n",
        lineHeight=room.leading, fontWeight=alt.ExprRef("datum.weight"),
    )  # fmt: skip
    layers: Layers = [
        text.encode(x=x, y=y, text=alt.Text("label:N"), href=alt.Href("fact:N"), **letters(room.theme))
    ]
    return [_leaders(rows, frame, x, sign), *layers] if moved else layers


def _leaders(rows: Sequence[dict[str, Any]], frame: Frame, x: Any, sign: int) -> Any:  # noqa: ANN401 - Altair's
    """A light line from each mark to its words."""
    line = data([row for row in rows if row["fact"]]).mark_rule(
        color=frame.room.theme["mark"], strokeWidth=0.7, xOffset=sign * LABEL_GAP, x2Offset=sign * (FAR - 3)
    )
    y = frame.y("value")
    return line.encode(x=x, x2=alt.X2("period", bandPosition=x["bandPosition"]), y=y, y2=alt.Y2("to"))


def _tall(words: Sequence[Words], room: Room) -> list[float]:
    return [len(one.lines) * room.leading + 3 for one in words]
