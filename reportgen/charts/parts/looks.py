"""How marks look by what they stand for: scales with a fixed domain of roles, so that no mark carries a colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import altair as alt

from reportgen.charts.hues import is_pale
from reportgen.charts.parts.room import Scale
from reportgen.charts.theme import Theme

Role = Literal[
    "subject", "actual", "prior", "part", "other", "implied", "plan", "forecast", "forecast subject",
    "forecast part", "forecast prior", "forecast other", "up", "down", "good", "bad", "text", "missing",
]  # fmt: skip
EXPECTED: Mapping[Role, Role] = {  # what the marks of a series are where they are only expected
    "subject": "forecast subject", "actual": "forecast", "part": "forecast part", "prior": "forecast prior",
    "other": "forecast other",
}  # fmt: skip
NOTHING = "transparent"
FILLS: Mapping[Role, str] = {
    "subject": "accent",
    "actual": "strong",
    "prior": "mark",
    "part": "mid",
    "other": "soft",
    "implied": "accent_soft",
    "plan": "",
    "forecast": "hatched",
    "forecast subject": "hatched_accent",
    "forecast part": "hatched_mid",
    "forecast prior": "hatched_mark",
    "forecast other": "hatched_soft",
    "up": "mid",
    "down": "mark",
    "good": "good",
    "bad": "bad",
}
# Outlines.
STROKES: Mapping[Role, str] = {
    "other": "mark",
    "implied": "accent_ink",
    "plan": "strong",
    "forecast": "strong",
    "forecast subject": "accent_ink",
    "forecast part": "mid",
    "forecast prior": "mark",
    "forecast other": "mark",
}
LINES: Mapping[Role, str] = {
    "subject": "accent_ink",
    "actual": "strong",
    "prior": "mark",
    "part": "mid",
    "other": "mark",
    "plan": "strong",
    "forecast": "strong",
    "forecast subject": "accent_ink",
    "forecast part": "mid",
    "forecast prior": "mark",
    "forecast other": "mark",
    "good": "good",
    "bad": "bad",
    "up": "mid",
    "down": "mark",
    "implied": "accent_ink",
}
LETTERS: Mapping[Role, str] = {
    "subject": "accent_ink",
    "forecast subject": "accent_ink",
    "good": "good",
    "bad": "bad",
    "missing": "muted",
    "text": "ink",
}
LETTERS_ON: Mapping[Role, str] = {
    "subject": "accent_text",
    "actual": "strong_text",
    "prior": "ink",
    "part": "mid_text",
    "other": "ink",
    "implied": "ink",
    "up": "mid_text",
    "down": "ink",
}
HATCHES: Mapping[str, str] = {  # a ground, and its lines
    "hatched": "strong", "hatched_accent": "accent_ink", "hatched_mid": "mid", "hatched_mark": "mark",
    "hatched_soft": "rule",
}  # fmt: skip
OUTLINE = 1.2
STRONGER = 1.25  # the line of the subject, to the others


def fills(theme: Theme) -> dict[str, Any]:
    """The channels by which bars, areas and dots look like their role: ``.encode(**fills(theme))``."""
    edges = {**STROKES, **_edges(theme)}
    return {
        "fill": _by_role(alt.Fill, theme, {role: FILLS[role] for role in FILLS}),
        "stroke": _by_role(alt.Stroke, theme, {role: edges.get(role, "") for role in FILLS}),
    }


def segments(theme: Theme) -> dict[str, Any]:
    """The channels by which parts upon one another look like their role, set apart by lines of paper."""
    own = ("other", *EXPECTED.values())  # whose grounds are pale
    outlines: Mapping[Role, str] = {role: STROKES[role] if role in own else "paper" for role in FILLS}
    outlines = {**outlines, **_edges(theme)}
    return {"fill": _by_role(alt.Fill, theme, FILLS), "stroke": _by_role(alt.Stroke, theme, outlines)}


def _edges(theme: Theme) -> Mapping[Role, str]:
    """The outline of areas whose fill is too pale for the paper, in either scheme."""
    is_faint = is_pale(theme.colors) or is_pale(theme.colors_dark)
    return {"subject": "accent_ink"} if is_faint else {}


def strokes(theme: Theme) -> dict[str, Any]:
    """The channels by which lines look like their role: the subject's are stronger."""
    line = theme.sizes["line"]
    strong = Scale(
        domain=list(LINES), range=[line * (STRONGER if role == "subject" else 1) for role in LINES]
    )
    return {
        "stroke": _by_role(alt.Stroke, theme, LINES),
        "strokeWidth": alt.StrokeWidth("role:N", scale=strong, legend=None),
    }


def dots(theme: Theme) -> dict[str, Any]:
    """The channel by which dots on lines look like their role."""
    return {"fill": _by_role(alt.Fill, theme, LINES)}


def letters(theme: Theme, *, on_marks: bool = False) -> dict[str, Any]:
    """The channel by which labels look like the role of their mark, beside it or on it."""
    named = LETTERS_ON if on_marks else LETTERS
    return {
        "color": _by_role(alt.Color, theme, {role: named.get(role, "ink") for role in (*FILLS, *LETTERS)})
    }


def hatches(theme: Theme) -> Mapping[str, str]:
    """The grounds that stand for hatching, as colours, and the colours of its lines."""
    return {theme[ground]: theme[line] for ground, line in HATCHES.items()}


def _by_role(channel: Any, theme: Theme, tokens: Mapping[Role, str]) -> Any:  # noqa: ANN401 - one of Altair's channels
    scale = Scale(
        domain=list(tokens), range=[theme[token] if token else NOTHING for token in tokens.values()]
    )
    return channel("role:N", scale=scale, legend=None)
