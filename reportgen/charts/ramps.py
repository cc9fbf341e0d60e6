"""Ramps: colours of the theme in steps from pale to full, for pictures in which a colour says how much.

Each step is a token of its own, in both schemes: the page swaps it for its dark twin like any other colour. The pale
steps reach as far as the theme's letters can be read on them; on the full colour stands the paper's.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.charts.colours import TEXT_CONTRAST, contrast, mixed

RAMPED = ("accent_ink", "strong", "good", "bad")
PALE = (0.16, 0.42, 0.7, 1.0)  # of the deepest ground on which the letters can be read
DEEPEST = 62  # percent of the full colour


def ramp(hue: str) -> tuple[str, ...]:
    """The tokens of a colour's steps, the palest first."""
    return (*(f"{hue}_{step}" for step in range(1, len(PALE) + 1)), hue)


def letters_on(token: str) -> str:
    """The token of the letters that are legible on a step of a ramp."""
    return {"strong": "strong_text"}.get(token, "paper" if token in RAMPED else "ink")


def with_ramps(colors: Mapping[str, str]) -> dict[str, str]:
    """The colours of a scheme with the steps between them that it does not name itself."""
    steps: dict[str, str] = {}
    for hue in RAMPED:
        deepest = _deepest(colors, hue)
        steps |= {
            token: mixed(colors["paper"], colors[hue], share * deepest)
            for token, share in zip(ramp(hue), PALE, strict=False)
        }
    return {**steps, **colors}


def _deepest(colors: Mapping[str, str], hue: str) -> float:
    """How much of a colour its ground may hold before the letters on it cannot be read."""
    for percent in range(DEEPEST, 0, -1):
        if contrast(colors["ink"], mixed(colors["paper"], colors[hue], percent / 100)) >= TEXT_CONTRAST:
            return percent / 100
    return 0.0
