"""The key of a chart whose marks cannot be named where they stand: samples with their names, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from reportgen.charts.lettering import wrapped
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.marks import Layers
from reportgen.charts.parts.room import LABEL_GAP, Room, data

SAMPLE = 9.0  # px, the side of a sample
BETWEEN = 14.0  # px between a name and the next sample
MOST_LINES = 4  # of a name

Entry = tuple[str, Role]


def key_height(entries: Sequence[Entry], room: Room) -> float:
    """The room above or below a chart that its key takes; none without entries."""
    rows = _placed(entries, room)
    return float(rows[-1]["line"] + 1) * room.leading + LABEL_GAP if rows else 0.0


def key_layers(
    entries: Sequence[Entry],
    room: Room,
    left: float,
    top: float,
    shape: Literal["square", "circle"] = "square",
) -> Layers:
    """Samples and names from a corner, which is given from that of the marks, in CSS px."""
    base, names = key_base(entries, room, left, top)
    sample = base.mark_point(
        shape=shape, size=SAMPLE**2, opacity=1, strokeWidth=1, xOffset=alt.ExprRef(f"datum.dx + {SAMPLE / 2}"),
        yOffset=alt.ExprRef("datum.dy"),
    )  # fmt: skip
    return [sample.encode(**fills(room.theme)), names]


def key_base(entries: Sequence[Entry], room: Room, left: float, top: float) -> tuple[alt.Chart, Any]:
    """A chart with a row a sample, which stands ``dx`` and ``dy`` px from its origin, and the layer of the names."""
    rows = [
        row | {"dx": left + row["dx"], "dy": top + (row["line"] + 0.5) * room.leading}
        for row in _placed(entries, room)
    ]
    origin: dict[str, Any] = {"x": alt.XValue(0), "y": alt.YValue(0)}  # type: ignore[no-untyped-call]
    base = data(rows).encode(**origin)
    text = base.mark_text(
        align="left", baseline="middle", dx=alt.ExprRef(f"datum.dx + {SAMPLE + LABEL_GAP}"),
        dy=alt.ExprRef("datum.dy"),
    )  # fmt: skip
    return base.transform_filter("datum.begins"), text.encode(text=alt.Text("name:N"))


def _placed(entries: Sequence[Entry], room: Room) -> list[dict[str, Any]]:
    """Where each name stands, a row a line of it: from the left, and on which line of the key."""
    rows: list[dict[str, Any]] = []
    x, line = 0.0, 0
    for name, role in entries:
        parts = wrapped(name, room.width - SAMPLE - LABEL_GAP, room.size, lines=MOST_LINES)
        width = SAMPLE + LABEL_GAP + room.widest(parts)
        if x and x + width > room.width:
            x, line = 0.0, line + 1
        rows += [
            {"name": part, "role": role, "begins": not number, "dx": x, "line": line + number}
            for number, part in enumerate(parts)
        ]
        x, line = x + width + BETWEEN, line + len(parts) - 1
    return rows
