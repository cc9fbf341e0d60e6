"""A chart of an author's own in the look of the others: where it leaves something open, we decide it.

Its axes of values say their ticks in the brief's units where the values are those of its facts, and by their size
otherwise; a colour that says how much goes in steps of the theme, which the page can turn for the dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose
from typing import Any

from reportgen.charts.kind import value_of
from reportgen.charts.parts.axes import size_expression, tick_expression
from reportgen.charts.parts.manner import Manner
from reportgen.charts.sketch import Spec, objects_in, rows_of
from reportgen.charts.theme import OWN_RAMP, Theme
from reportgen.model import Fact

POSITIONS, COLOURS = ("x", "y"), ("color", "fill")
SAYS_ITS_TICKS = ("format", "labelExpr", "formatType")
DATES = (  # 2025, Feb, Mar; 2025, 14 Jan, 28 Jan
    "timeFormat(datum.value,date(datum.value) > 1 ? '%-d %b' : month(datum.value) > 0 ? '%b' : '%Y')"
)
STEPPED = ("scheme", "range", "type")


def in_our_look(spec: Spec, facts: Sequence[Fact], manner: Manner, theme: Theme) -> None:
    """Complete a specification, in place.

    Args:
        spec: the chart.
        facts: those that it shows.
        manner: how these are said.
        theme: the look.
    """
    values = [value_of(fact) for fact in facts if not fact.quantity.state and value_of(fact)]
    rows = list(rows_of(spec))
    encodings = [part["encoding"] for part in objects_in(spec) if isinstance(part.get("encoding"), dict)]
    for encoding in encodings:
        for channel in (*POSITIONS, *COLOURS):
            given = encoding.get(channel)
            if not isinstance(given, dict):
                continue
            if given.get("type") == "temporal" and channel in POSITIONS:
                _say(given, "axis", DATES)
            if given.get("type") != "quantitative":
                continue
            ours = _holds(rows, str(given.get("field")), values)
            said = tick_expression(manner) if ours else size_expression(manner.style)
            if channel in POSITIONS:
                _say(given, "axis", said)
            else:
                _say(given, "legend", f"isFinite(datum.value) ? {said} : ''")
                _step(given, [theme[token] for token in OWN_RAMP])


def _say(given: dict[str, Any], guide: str, said: str) -> None:
    """Let an axis or a legend say its ticks so, if it is drawn and does not say them otherwise."""
    own = given.get(guide, {})
    if isinstance(own, dict) and not any(name in own for name in SAYS_ITS_TICKS):
        given[guide] = {**own, "labelExpr": said}


def _step(given: dict[str, Any], colors: Sequence[str]) -> None:
    scale = given.get("scale", {})
    if isinstance(scale, dict) and not any(name in scale for name in STEPPED):
        given["scale"] = {"nice": True, **scale, "type": "quantize", "range": list(colors)}
        legend = given.get("legend", {})
        given["legend"] = {"type": "gradient", **legend} if isinstance(legend, dict) else legend


def _holds(rows: Sequence[dict[str, Any]], field: str, values: Sequence[float]) -> bool:
    """Whether a field of the data holds values of the facts as they are, and not in a unit of the author's own."""
    found = [row[field] for row in rows if isinstance(row.get(field), int | float)]
    return any(isclose(one, value, rel_tol=1e-9) for one in found for value in values)
