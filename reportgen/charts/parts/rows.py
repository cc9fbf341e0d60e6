"""Rows: the records that a chart is made of, one a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt


def data(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart over rows, whose fields its layers encode."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def across(px: float) -> Any:  # noqa: ANN401 - a channel of Altair's
    """A constant place from the left, in CSS px."""
    return alt.XValue(px)  # type: ignore[no-untyped-call]


def down(px: float) -> Any:  # noqa: ANN401 - a channel of Altair's
    """A constant place from the top, in CSS px."""
    return alt.YValue(px)  # type: ignore[no-untyped-call]
