"""Shades: values as steps of a colour between round limits, in two colours where their signs differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import ValueAxis, ticked
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.room import Room, Scale
from reportgen.charts.ramps import letters_on, ramp
from reportgen.charts.theme import Theme
from reportgen.model import Polarity

STEPS, HALF_STEPS = 5, 3  # of one colour, and of each of two
UP_AND_DOWN: dict[Polarity, tuple[str, str]] = {  # the colours of what is above and below zero
    "neutral": ("accent_ink", "strong"),
    "more is better": ("good", "bad"),
    "less is better": ("bad", "good"),
}
KEY_GAP = 8.0  # px between the words of a key
Limits = tuple[tuple[float, ...], tuple[str, ...]]  # round numbers, and what they say


@dataclass(frozen=True)
class Shades:
    """Limits between steps, what they say, and the tokens of the steps, one more than there are limits."""

    limits: tuple[float, ...]
    texts: tuple[str, ...]
    tokens: tuple[str, ...]

    def fill(self, theme: Theme, **legend: Any) -> alt.Fill:  # noqa: ANN401 - properties of Altair's legends
        """The ground of a value; its key is as told."""
        key = alt.Legend(**legend) if legend else None
        return alt.Fill("value:Q", scale=self._scale(theme, self.tokens), legend=key)

    def of_one(self, items: Iterable[Item]) -> Shades:
        """The same where all values are alike, with a key that says the one that there is."""
        known = next((item for item in items if item.value is not None), None)
        if known is None or known.value is None:
            return self
        return Shades((known.value,), (known.label,), self.tokens[:1] * 2)

    def letters(self, theme: Theme) -> alt.Color:
        """The letters that are legible on it."""
        scale = self._scale(theme, [letters_on(token) for token in self.tokens])
        return alt.Color("value:Q", scale=scale, legend=None)

    def _scale(self, theme: Theme, tokens: Sequence[str]) -> alt.Scale:
        if not self.limits:  # one step needs a limit too
            return Scale(type="threshold", domain=[0], range=[theme[tokens[0]]] * 2)
        return Scale(type="threshold", domain=list(self.limits), range=[theme[token] for token in tokens])


def shades(values: Iterable[float], polarity: Polarity, manner: Manner) -> Shades:
    """Steps for values: from pale to full, or from zero both ways where there are values on both sides of it."""
    known = tuple(values)
    low, high = min(known, default=0.0), max(known, default=0.0)
    up, down = UP_AND_DOWN[polarity]
    if low < 0 < high:
        half, said = _limits(0.0, max(-low, high), HALF_STEPS, manner)
        minus, minus_said = _mirrored(half, manner)
        above, below = sum(limit <= high for limit in half), sum(limit > low for limit in minus)
        nil = ticked(ValueAxis(0.0, max(-low, high)), manner).texts[:1]
        # The same steps both ways, as far as values go.
        tokens = [_steps(hue, len(half) + 1) for hue in (down, up)]
        limits = (*minus[len(minus) - below :], 0.0, *half[:above])
        words = (*minus_said[len(minus) - below :], *nil, *said[:above])
        return Shades(limits, words, (*reversed(tokens[0][: below + 1]), *tokens[1][: above + 1]))
    limits, said = _limits(low, high, STEPS, manner)
    if high <= 0 and low < 0:
        return Shades(limits, said, tuple(reversed(_steps(down, len(limits) + 1))))
    return Shades(limits, said, _steps("accent_ink", len(limits) + 1))


def key_of(shades_: Shades, room: Room, width: float, below: float) -> dict[str, Any]:
    """The properties of a key in one row of boxes, its limits under their sides, ``below`` the top of the marks."""
    step = max(map(room.width_of, shades_.texts), default=0.0) + KEY_GAP
    close = step * len(shades_.tokens) > width  # then every second limit is named
    texts = ["" if close and at % 2 else text for at, text in enumerate(shades_.texts)]
    said = f"{json.dumps(texts)}[indexof({json.dumps(list(shades_.limits))}, datum.value)]"
    return {
        "type": "gradient", "orient": "none", "direction": "horizontal", "legendX": 0, "legendY": below, "title": None,
        "labelExpr": said, "gradientLength": min(width, step * len(shades_.tokens)), "labelOffset": 3, "padding": 0,
        "gradientThickness": room.size * 0.8, "labelColor": room.theme["muted"], "labelOverlap": False,
        "gradientStrokeColor": "transparent",
    }  # fmt: skip


def _limits(low: float, high: float, steps: int, manner: Manner) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Round numbers inside a range, at most one less than there are steps, and what they say."""
    for most in range(steps, 0, -1):
        if high > low:
            axis = ticked(ValueAxis(low, high), manner, most)
            inner = [at for at in zip(axis.ticks, axis.texts, strict=True) if low < at[0] < high]
            if len(inner) < steps:
                return tuple(tick for tick, _ in inner), tuple(text for _, text in inner)
    return (), ()


def _mirrored(limits: Sequence[float], manner: Manner) -> Limits:
    """The same limits below zero."""
    if not limits:
        return (), ()
    axis = ticked(ValueAxis(-limits[-1], -limits[0]), manner, len(limits))
    said = dict(zip(axis.ticks, axis.texts, strict=True))
    return tuple(-limit for limit in reversed(limits)), tuple(
        said.get(-limit, "") for limit in reversed(limits)
    )


def _steps(hue: str, count: int) -> tuple[str, ...]:
    """So many steps of a colour's ramp, as far apart as it has them."""
    tokens = ramp(hue)
    if count == 1:
        return (tokens[len(tokens) // 2],)
    return tuple(tokens[round(step * (len(tokens) - 1) / (count - 1))] for step in range(count))
