"""Rows: the records that a chart is made of, one a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import altair as alt

TOLD: Mapping[str, Any] = {  # what a mark says of itself, and whose number it is
    "description": alt.Description("title:N"),
    "href": alt.Href("fact:N"),
}


class Rows(alt.InlineData):
    """Inline data that copies of a chart share: Altair copies each layer, whole with its rows, wherever it is put."""

    def __deepcopy__(self, _memo: object) -> Self:
        return self


def data(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart over rows, whose fields its layers encode."""
    return alt.Chart(Rows(values=list(rows)))


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
