"""The place in which a chart stands, exact to the pixel, and the records that it is made of, one a mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, widest, width_of
from reportgen.charts.theme import Theme

NARROW = 450  # CSS px; below it a chart is drawn for half a column
HEIGHT = 200.0  # of a chart of the author's own that says none
EDGE = 2  # around a chart of the author's own: words are drawn a little larger than its engine measures
LABEL_GAP = 5  # between a mark and its label
MIDDLE = 0.36  # of the letters' size: from the middle of a line of them to its foot


@dataclass(frozen=True, slots=True)
class Room:
    """Where a chart stands: ``width`` is its outer width in CSS px.

    ``stretch`` is how tall it is there, to what is usual, if its height does not follow from what it shows.
    """

    width: float
    theme: Theme
    stretch: float = 1.0

    @property
    def is_narrow(self) -> bool:
        """Whether it is drawn for half a column: a design of its own."""
        return self.width < NARROW

    def tall(self, narrow: float, wide: float) -> float:
        """How tall it is, of what is usual for half a column and for a whole one."""
        return round((narrow if self.is_narrow else wide) * self.stretch)

    @property
    def size(self) -> float:
        """The size of letters."""
        return self.theme.sizes["chart"]

    @property
    def leading(self) -> float:
        """From one line of a text to the next."""
        return self.size * 1.25

    def width_of(self, text: str, *, bold: bool = False) -> float:
        """The width of a text in CSS px."""
        return width_of(text, self.size, BOLD if bold else NORMAL)

    def widest(self, texts: Iterable[str], *, bold: bool = False) -> float:
        """The width of the widest of some texts, 0 without any."""
        return widest(texts, self.size, BOLD if bold else NORMAL)


@dataclass(frozen=True, slots=True)
class Margins:
    """The room around the marks of a chart, in CSS px: for axes, for labels at the edge, for names."""

    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0


def panel_title(lines: Sequence[str], room: Room, **look: Any) -> alt.Title:  # noqa: ANN401 - Altair's
    """What stands over a panel, flush with its edge."""
    named: dict[str, Any] = {"color": room.theme["ink"], "fontWeight": BOLD, "offset": LABEL_GAP}
    if not isinstance(lines, str):
        named |= {"lineHeight": room.leading}
    text = lines if isinstance(lines, str) else list(lines)
    return alt.Title(text, anchor="start", frame="group", **(named | look))


def placed(chart: Any, room: Room, margins: Margins, height: float) -> Any:  # noqa: ANN401 - any of Altair's charts
    """A single or layered chart at exactly the room's width and a height: margins are left for its words."""
    inner, tall = inside(room, margins, height)
    return _set(chart, width=inner, height=tall, padding=_padding(margins), autosize="none")


def arranged(chart: Any, room: Room, margins: Margins, height: float) -> Any:  # noqa: ANN401 - any of Altair's charts
    """A chart of charts, whose parts have their sizes, at exactly the room's width and a height."""
    slot = {"slot": {"width": room.width, "height": height}}
    return _set(chart, padding=_padding(margins), autosize="none", usermeta=slot)


def _set(chart: Any, **properties: Any) -> Any:  # noqa: ANN401 - any of Altair's charts
    """A chart that was made for this, with properties: Altair's own way is a copy, layer by layer."""
    for name, value in properties.items():
        chart[name] = value
    return chart


def fitted(chart: Any, room: Room) -> Any:  # noqa: ANN401 - any of Altair's charts
    """A chart as somebody else made it at exactly the room's width, in its own height or that of the others."""
    given = getattr(chart, "height", None)
    height = float(given) if isinstance(given, int | float) else HEIGHT
    slot = {"slot": {"width": room.width, "height": height}}  # charts of charts do not fit
    sized = chart.properties(
        width=room.width, padding=EDGE, autosize={"type": "fit", "contains": "padding"}, usermeta=slot
    )
    return (
        sized
        if isinstance(given, int | float) or not hasattr(chart, "height")
        else sized.properties(height=height)
    )


def inside(room: Room, margins: Margins, height: float) -> tuple[float, float]:
    """The width and height that margins leave."""
    return room.width - margins.left - margins.right, height - margins.top - margins.bottom


def _padding(margins: Margins) -> dict[str, float]:
    return {"left": margins.left, "right": margins.right, "top": margins.top, "bottom": margins.bottom}


TOLD: Mapping[str, Any] = {  # what a mark says of itself, and whose number it is
    "description": alt.Description("title:N"),
    "href": alt.Href("fact:N"),
}


class Shared:
    """What copies of a chart share: Altair copies each layer, whole with all that is in it, wherever it is put."""

    def __deepcopy__(self, _memo: object) -> Self:
        return self


class Rows(Shared, alt.InlineData):
    """The records of a layer."""


class Layer(Shared, alt.Chart):
    """Marks over rows, made for the one chart in which they are put."""


class Plain(Shared):
    """What holds nothing of Altair's: written as it is, where Altair asks each of its parts what it is."""

    _kwds: Mapping[str, Any]

    def to_dict(self, **_: object) -> dict[str, Any]:
        return {name: part for name, part in self._kwds.items() if part is not alt.Undefined}


class Scale(Plain, alt.Scale):  # type: ignore[misc] # asked for a dict alone
    """Of positions, or of looks by role."""


class Axis(Plain, alt.Axis):  # type: ignore[misc] # as above
    """Of periods, values or heads, with its words."""


def data(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart over rows, whose fields its layers encode."""
    return Layer(Rows(values=list(rows)))


def across(px: float) -> Any:  # noqa: ANN401 - a channel of Altair's
    """A constant place from the left, in CSS px."""
    return alt.XValue(px)  # type: ignore[no-untyped-call]


def down(px: float) -> Any:  # noqa: ANN401 - a channel of Altair's
    """A constant place from the top, in CSS px."""
    return alt.YValue(px)  # type: ignore[no-untyped-call]


PLACES: Mapping[str, Any] = {"x": alt.XValue, "x2": alt.X2Value, "y": alt.YValue, "y2": alt.Y2Value}


def px(**places: float | str) -> dict[str, Any]:
    """Places in the picture that are no values of an axis, in CSS px: the same for all rows, or held by a field."""
    return {
        name: PLACES[name](alt.ExprRef(f"datum.{place}") if isinstance(place, str) else place)
        for name, place in places.items()
    }
