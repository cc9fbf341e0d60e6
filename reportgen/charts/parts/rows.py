"""Rows: the records that a chart is made of, one a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt


def data(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart over rows, whose fields its layers encode."""
    return alt.Chart(alt.InlineData(values=list(rows)))
