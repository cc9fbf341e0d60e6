"""What follows from a brand's colour: letters on it, letters and lines of it, its pale forms.

A yellow or a light red keeps its fill. Where it is too pale to be read or to be seen as a line, the nearest colour on
the way to black (in the dark: to white) that can be takes its place there, and edges its areas.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.charts.colours import MARK_CONTRAST, TEXT_CONTRAST, contrast, luminance, mixed

NEAR_WHITE, NEAR_BLACK, BLACK = "#fffffe", "#14181e", "#000001"
# Grounds, and what they are made of.
HATCHED = {"hatched": "strong", "hatched_mid": "mid", "hatched_mark": "mark"}
FULL = ("strong", "mid")  # marks with letters on them, beside the accent
_SOFTNESS = 0.89  # how much paper is in accent_soft
_HATCHED = 0.83  # and in the ground of a subject's hatching
_STEPS = 100
_IN_THE_DARK = TEXT_CONTRAST + 1


def with_accent(colors: Mapping[str, str], fill: str, text: str = "") -> dict[str, str]:
    """The colours of a scheme with an accent: its fill, what follows from it, and its letters, found if not given."""
    return with_ink(
        {
            **colors,
            "accent": fill,
            "accent_text": letters_for(fill),
            "accent_soft": mixed(fill, colors["paper"], _SOFTNESS),
            "hatched_accent": mixed(fill, colors["paper"], _HATCHED),
        },
        text,
    )


def with_ink(colors: Mapping[str, str], text: str = "") -> dict[str, str]:
    """The colours of a scheme with the accent as letters and lines have it."""
    return {**colors, "accent_ink": text or readable(colors["accent"], colors)}


def with_hatching(colors: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The colours of a scheme with grounds of hatching that follow the marks that have changed."""
    changed = {ground: token for ground, token in HATCHED.items() if colors[token] != before[token]}
    grounds = {ground: mixed(colors[token], colors["paper"], _HATCHED) for ground, token in changed.items()}
    return {**colors, **grounds}


def with_letters(colors: Mapping[str, str]) -> dict[str, str]:
    """The colours of a scheme with those of letters on its full marks: the paper's, where it can be read there."""
    found = {f"{token}_text": _on(colors, token) for token in FULL}
    return {**found, **colors}


def _on(colors: Mapping[str, str], token: str) -> str:
    paper = colors["paper"]
    return paper if contrast(paper, colors[token]) >= TEXT_CONTRAST else letters_for(colors[token])


def letters_for(fill: str) -> str:
    """White or black letters, whichever can be read better on a colour; one of both always can."""
    found = max(NEAR_WHITE, NEAR_BLACK, key=lambda color: contrast(color, fill))
    return found if contrast(found, fill) >= TEXT_CONTRAST else BLACK


def readable(color: str, colors: Mapping[str, str]) -> str:
    """The colour nearest to this one that can be read on paper and panels (WCAG 2.2, 1.4.3)."""
    end = "#000000" if luminance(colors["paper"]) > luminance(colors["ink"]) else "#ffffff"
    for step in range(_STEPS + 1):
        tried = mixed(color, end, step / _STEPS)
        if all(contrast(tried, colors[ground]) >= TEXT_CONTRAST for ground in ("paper", "soft")):
            return tried
    return colors["ink"]


def in_the_dark(fill: str, paper: str) -> str:
    """A colour made lighter until it can be read on a dark ground."""
    for step in range(20):
        lighter = mixed(fill, "#ffffff", step / 20)
        if contrast(lighter, paper) >= _IN_THE_DARK:
            return lighter
    return "#ffffff"


def is_pale(colors: Mapping[str, str]) -> bool:
    """Whether areas of the accent need an edge to be seen on paper (WCAG 2.2, 1.4.11)."""
    return contrast(colors["accent"], colors["paper"]) < MARK_CONTRAST


def told_apart(light: Mapping[str, str], dark: Mapping[str, str]) -> dict[str, str]:
    """The light colours, none of which stands for two that differ in the dark: pages swap them by their value.

    The later of two that are the same changes by a step or two of blue, which nobody sees.
    """
    twins: dict[str, str] = {}
    found: dict[str, str] = {}
    for name, color in light.items():
        twin, number = dark.get(name, ""), int(color[1:], 16)
        step = -1 if number & 0x80 else 1
        while twins.get(f"#{number:06x}", twin) != twin:
            number += step
        found[name] = f"#{number:06x}"
        twins[found[name]] = twin
    return found
