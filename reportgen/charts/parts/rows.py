"""Rows: the records that a chart is made of, one a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import altair as alt

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
