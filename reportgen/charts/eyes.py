"""How colours look to every kind of eye: whether two that stand side by side can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportgen.charts.colours import MARK_CONTRAST, TEXT_CONTRAST, contrast, linear, mixed

NEIGHBOURS = (  # colours that stand side by side in a chart
    ("accent", "paper"),
    ("accent", "strong"),
    ("accent", "mark"),
    ("strong", "mid"),
    ("strong", "mark"),
    ("mid", "mark"),
    ("mark", "accent_soft"),
)
EYES: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    # Machado, Oliveira & Fernandes 2009, severity 1, in linear RGB; greyscale by WCAG's luminance.
    "with protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "with deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "with tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "of a copy in grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
APART = 5.0  # of CIE 1976's differences: twice what can just be seen where two areas touch
MARGIN = 0.6  # by which colours that we choose are farther apart than they have to be
GREYS = ("strong", "mid", "mark")  # what gives way to a brand's colours, in this order
WRITTEN_ON = "mark"  # in ink
_STEPS = 40


def set_apart(colors: Mapping[str, str], given: Iterable[str]) -> dict[str, str]:
    """The colours of a scheme; what the brand does not give is moved, as little as can be, until it differs from that.

    Args:
        colors: by token, the brand's among them.
        given: the tokens that the brand gives.
    """
    found, fixed = dict(colors), {*given, "paper", "accent_soft"}
    for token in GREYS:
        if token not in fixed:
            found[token] = next(_apart(token, found, fixed), found[token])
        fixed.add(token)
    return found


def _apart(token: str, colors: Mapping[str, str], fixed: Iterable[str]) -> Iterator[str]:
    """Colours for a token that differ from the fixed ones, the nearest to what it was first."""
    beside = [(one if other == token else other) for one, other in NEIGHBOURS if token in (one, other)]
    beside = [colors[name] for name in beside if name in fixed]
    for tried in _shades(colors[token]):
        seen = contrast(tried, colors["paper"]) >= MARK_CONTRAST
        written = token != WRITTEN_ON or contrast(colors["ink"], tried) >= TEXT_CONTRAST
        if seen and written and all(unlikeness(tried, other) >= APART + MARGIN for other in beside):
            yield tried


def _shades(color: str) -> Iterator[str]:
    yield color
    for step in range(1, _STEPS):
        yield from (mixed(color, end, step / _STEPS) for end in ("#ffffff", "#000000"))


def unlikeness(one: str, other: str) -> float:
    """How far two colours are apart for the eyes that tell them apart least."""
    return min(difference(one, other, eyes) for eyes in EYES)


def difference(one: str, other: str, eyes: str) -> float:
    """How far two colours are apart for these eyes: the distance in CIELAB (CIE 1976)."""
    here, there = (_lab(_seen(linear(color), eyes)) for color in (one, other))
    return float(sum((a - b) ** 2 for a, b in zip(here, there, strict=True)) ** 0.5)


def _seen(rgb: Iterable[float], eyes: str) -> list[float]:
    parts = tuple(rgb)
    mixtures = (sum(a * b for a, b in zip(row, parts, strict=True)) for row in EYES[eyes])
    return [min(1.0, max(0.0, part)) for part in mixtures]


def _lab(rgb: list[float]) -> tuple[float, float, float]:
    """CIELAB of linear sRGB under D65 (IEC 61966-2-1, ISO/CIE 11664-4)."""
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    across, up, along = map(_response, (x, y, z))
    return 116 * up - 16, 500 * (across - up), 200 * (up - along)


def _response(value: float) -> float:
    return value ** (1 / 3) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29
