"""Names beside marks: wrapped before they are cut, in a column as narrow as they allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, widest, wrapped
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.room import LABEL_GAP, Room, Scale, across, data

SHARE, NARROW_SHARE = 0.38, 0.44  # of the width, at most, for names at the left
LONGEST_WORD = 0.6  # of it, for a word that would have to be broken
MOST_LINES = 4
PADDED = LABEL_GAP * 2
ROW, TALL = 25.0, 8.0  # px a row, and more than its lines need where names are wrapped


@dataclass(frozen=True)
class NameAxis:
    """Names down the left side of a chart, one a row: each on as many lines as it needs."""

    names: tuple[str, ...]
    room: Room
    bold: frozenset[int] = frozenset()  # which of them are of subjects
    least_row: float = ROW
    least_margin: float = 0  # that of the panels beside it

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Each name as it is broken."""
        share = NARROW_SHARE if self.room.is_narrow else SHARE
        width = min(self.room.width * share, widest(self.names, self.room.size, BOLD))
        words = [word for name in self.names for word in name.split(" ")]
        width = max(width, min(self.room.width * LONGEST_WORD, widest(words, self.room.size, BOLD)))
        return tuple(wrapped(name, width, self.room.size, BOLD, MOST_LINES) for name in self.names)

    @property
    def margin(self) -> float:
        """The room that they take at the left."""
        return max(self.least_margin, *(widest(rows, self.room.size, BOLD) + PADDED for rows in self.lines))

    @property
    def row(self) -> float:
        """From one row to the next."""
        most, least = max(map(len, self.lines)), round(self.least_row * self.room.stretch, 1)
        needed = (most * self.room.leading + TALL) * max(1.0, self.room.stretch)
        return max(least, round(needed, 1)) if most > 1 else least

    def encoding(self, field: str = "row", **scale: Any) -> alt.Y:  # noqa: ANN401 - properties of Altair's scales
        """The vertical position by the field that numbers the rows."""
        space = Scale(
            domain=list(range(len(self.names))), **(scale or {"paddingInner": 0.4, "paddingOuter": 0.2})
        )
        return alt.Y(f"{field}:O", scale=space, axis=None)

    def layer(self, **scale: Any) -> Any:  # noqa: ANN401 - Altair's
        """The names at the left edge, in the middle of their rows; those of subjects are bold."""
        rows = [
            {"row": row, "name": "\n".join(lines), "dy": -(len(lines) - 1) / 2 * self.room.leading,
             "weight": BOLD if row in self.bold else NORMAL}
            for row, lines in enumerate(self.lines)
        ]  # fmt: skip
        text = data(rows).mark_text(
            align="left", baseline="middle", lineBreak="\n", lineHeight=self.room.leading,
            dy=alt.ExprRef("datum.dy"), fontWeight=alt.ExprRef("datum.weight"),
        )  # fmt: skip
        return text.encode(x=across(-self.margin), y=self.encoding(**scale), text=alt.Text("name:N"))


def names_of(items: Sequence[Item], room: Room) -> NameAxis:
    """The names of items, those of subjects bold."""
    subjects = frozenset(index for index, item in enumerate(items) if item.is_subject)
    return NameAxis(tuple(item.name for item in items), room, subjects)
