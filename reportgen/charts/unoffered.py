"""Kinds that authors ask for and that are not offered: why, and what says the same so that it can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIE = "angles cannot be compared; 'share' draws the parts of a total, 'bars' ranks them"
_TWO_AXES = (
    "where two scales meet is a choice, and readers take it for a finding; 'columns' with 'growth' draws a panel "
    "below, 'multiples' draws one beside the other"
)
_DEPTH = (
    "depth makes the nearer ones look larger; 'columns', 'bars' and 'share' draw the same in two dimensions"
)
_CUT = "bars that do not begin at zero show other proportions than the numbers; 'line' may leave zero out"
REASONS: Mapping[str, str] = {
    "pie": _PIE, "donut": _PIE, "doughnut": _PIE, "ring": _PIE, "sunburst": _PIE, "rose": _PIE,
    "dual-axis": _TWO_AXES, "two-axes": _TWO_AXES, "second-axis": _TWO_AXES, "secondary-axis": _TWO_AXES,
    "combo": _TWO_AXES,
    "3d": _DEPTH, "three-dimensions": _DEPTH,
    "broken-axis": _CUT, "cut-axis": _CUT,
    "gauge": "a dial holds one number; 'progress' and 'bullet' hold it against its target",
    "radar": "its area follows the order of its spokes; 'dumbbell' or 'bars' compare the same measures",
}  # fmt: skip
_DIMENSIONS = re.compile(r"(?:^|-)(?:3-?d|three-?d)(?:-|$)")
_SUFFIX = re.compile(r"-(?:chart|graph|plot|diagram|axes|axis)$")


def why_not(kind: str) -> str:
    """Why a kind is not offered, and what to use; nothing for any other name."""
    name = "-".join(re.split(r"[\s_-]+", kind.strip().lower()))
    if _DIMENSIONS.search(name):
        return _DEPTH
    bare = _SUFFIX.sub("", name)
    return REASONS.get(name) or REASONS.get(bare) or REASONS.get(f"{bare}-axis") or ""
