"""Whether a look can be read: contrast (WCAG 2.2), colours told apart by every eye, letters that are there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts.colours import MARK_CONTRAST, TEXT_CONTRAST, contrast, linear, mixed
from reportgen.charts.theme import LABELS_ON, MARKS, THEME, Theme, with_accent
from reportgen.findings import Finding, Place, error, likely

if TYPE_CHECKING:
    from reportgen.brief import Brief

TEXTS = ("ink", "muted", "accent", "good", "bad")
GROUNDS = ("paper", "soft")
ACCENTS = ("accent", "accent_text", "accent_soft")  # what a brief's accent changes
NEIGHBOURS = (  # colours that stand side by side in a chart
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
STEPS = 50  # between a colour and black or white
FAMILIES: Mapping[str, tuple[str, ...]] = {  # that both engines and the page have; charts measure Inter alone
    "sans": ("Inter",),
    "serif": ("Brief Serif", "Inter"),
}


@dataclass(frozen=True, slots=True)
class Unclear:
    """Two colours of a scheme that are too close: for reading, or for telling one from the other."""

    front: str
    back: str
    scheme: str
    shortfall: float  # what there is of what there should be, below 1
    message: str

    def concerns(self, tokens: Iterable[str]) -> bool:
        """Whether one of the colours is among these."""
        return not {self.front, self.back}.isdisjoint(tokens)


def illegible(theme: Theme) -> Iterator[Unclear]:
    """Texts and marks that do not stand out from their ground; none in the shipped theme."""
    wanted = [(text, ground, TEXT_CONTRAST) for text in TEXTS for ground in GROUNDS]
    wanted += [(text, ground, TEXT_CONTRAST) for text, ground in LABELS_ON]
    wanted += [(mark, "paper", MARK_CONTRAST) for mark in MARKS]
    for scheme, colors in _schemes(theme):
        for front, back, least in wanted:
            found = contrast(colors[front], colors[back])
            if found < least:
                said = (
                    f"{front} {colors[front]} on {back} {colors[back]} has a contrast of {_below(found, least)}:1 "
                    f"in the {scheme} scheme; expected at least {least:g}:1"
                )
                yield Unclear(front, back, scheme, found / least, said)


def _below(found: float, least: float) -> str:
    """A number that falls short, with as many digits as it takes to see it."""
    cut = f"{math.floor(found * 10) / 10:.1f}"
    return cut if float(cut) < least and found - float(cut) < CUT else f"{math.floor(found * 100) / 100:.2f}"


CUT = 0.05  # what one digit may leave out


def alike(theme: Theme) -> Iterator[Unclear]:
    """Colours side by side in charts that some eyes cannot tell apart; none in the shipped theme."""
    for scheme, colors in _schemes(theme):
        for front, back in NEIGHBOURS:
            eyes, found = min(
                ((eyes, _difference(colors[front], colors[back], eyes)) for eyes in EYES),
                key=lambda pair: pair[1],
            )
            if found < APART:
                said = (
                    f"{front} {colors[front]} and {back} {colors[back]} look alike to readers {eyes} "
                    f"in the {scheme} scheme: they differ by {_below(found, APART)}; expected at least {APART:g}"
                )
                yield Unclear(front, back, scheme, found / APART, said)


def nearest_legible(theme: Theme, scheme: str) -> str:
    """The colour nearest to the accent of a scheme, on the way to black or white, that can be read; or ``""``."""
    colors = dict(_schemes(theme))[scheme]
    for step in range(1, STEPS + 1):
        accent = mixed(colors["accent"], "#000000" if scheme == "light" else "#ffffff", step / STEPS)
        changed = with_accent(colors, accent)
        tried = replace(theme, colors=changed) if scheme == "light" else replace(theme, colors_dark=changed)
        if not any(fault.scheme == scheme and fault.concerns(ACCENTS) for fault in illegible(tried)):
            return accent
    return ""


def judged_look(brief: Brief, theme: Theme) -> tuple[Finding, ...]:
    """What readers could not read or tell apart, of each scheme the worst, and families that are not there."""
    return (*_pale(brief, theme), *_confusable(brief, theme), *_unknown_families(brief, theme))


def _pale(brief: Brief, theme: Theme) -> Iterator[Finding]:
    for fault in _worst(brief, illegible(theme)):
        ours = _is_the_briefs(brief, fault)
        nearest = nearest_legible(theme, fault.scheme) if ours else ""
        hint = f"; the nearest accent that can be read is {nearest}" if nearest else ""
        yield error("contrast", fault.message + hint, _place(brief, fault))


def _confusable(brief: Brief, theme: Theme) -> Iterator[Finding]:
    for fault in _worst(brief, alike(theme)):
        yield Finding("warning", "colours-alike", fault.message, _place(brief, fault))


def _unknown_families(brief: Brief, theme: Theme) -> Iterator[Finding]:
    for role, family in theme.fonts.items():
        known = FAMILIES.get(role, ())
        if known and family not in known:
            own = getattr(brief.settings.theme.fonts, role, "")
            place = brief.place("theme", "fonts", role) if own else _project_theme(brief)
            message = f"'{family}' is not bundled as a {role} family{likely(family, known)}"
            yield error("unknown-font", message, place)


def _worst(brief: Brief, faults: Iterable[Unclear]) -> Iterator[Unclear]:
    """Of each scheme, and of the brief's colours and the project's, the worst: one change mends the others too."""
    worst: dict[tuple[str, bool], Unclear] = {}
    for fault in faults:
        key = (fault.scheme, _is_the_briefs(brief, fault))
        worst[key] = min(worst.get(key, fault), fault, key=lambda one: one.shortfall)
    yield from worst.values()


def _is_the_briefs(brief: Brief, fault: Unclear) -> bool:
    ours = brief.settings.theme
    given = ours.accent if fault.scheme == "light" else ours.accent_dark or ours.accent
    return bool(given) and fault.concerns(ACCENTS)


def _place(brief: Brief, fault: Unclear) -> Place:
    if not _is_the_briefs(brief, fault):
        return _project_theme(brief)
    dark = fault.scheme == "dark" and brief.settings.theme.accent_dark
    return brief.place("theme", "accent_dark" if dark else "accent")


def _project_theme(brief: Brief) -> Place:
    return Place(brief.files.candidates("assets", THEME)[0])


def _schemes(theme: Theme) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return ("light", theme.colors), ("dark", theme.colors_dark)


def _difference(one: str, other: str, eyes: str) -> float:
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
