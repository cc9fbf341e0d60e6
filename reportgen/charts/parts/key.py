"""A key to colours: which role stands for what, in one line above a chart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import altair as alt

from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.room import LABEL_GAP, Room

SYMBOL = 44.0  # px², of a dot in a key


def key_height(room: Room) -> float:
    """The room above a chart that a key needs."""
    return room.leading + LABEL_GAP


def keyed(channels: dict[str, Any], names: Mapping[Role, str], room: Room, left: float) -> dict[str, Any]:
    """The channels of a layer with a key above the chart, ``left`` of its inner edge: the roles by their names."""
    legend = alt.Legend(
        orient="none", legendX=-left, legendY=-key_height(room) - 1, direction="horizontal", title=None,
        values=list(names), labelExpr=f"{json.dumps(names)}[datum.value]", symbolType="circle", symbolSize=SYMBOL,
        columnPadding=LABEL_GAP * 3, labelOffset=LABEL_GAP, padding=0, labelLimit=0, symbolOpacity=1,
    )  # fmt: skip
    for channel in channels.values():
        channel.legend = legend
    return channels
