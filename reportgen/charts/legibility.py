"""Whether a look can be read: contrast (WCAG 2.2), colours told apart by every eye, letters that are there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts.colours import MARK_CONTRAST, TEXT_CONTRAST, contrast
from reportgen.charts.eyes import APART, EYES, NEIGHBOURS, difference
from reportgen.charts.hues import readable
from reportgen.charts.theme import LABELS_ON, MARKS, THEME, Theme
from reportgen.findings import Finding, Place, error, likely

if TYPE_CHECKING:
    from reportgen.brief import Brief

TEXTS = ("ink", "muted", "accent_ink", "good", "bad")
GROUNDS = ("paper", "soft")
ACCENTS = ("accent", "accent_ink", "accent_text", "accent_soft")  # what a brief's accent changes
BRANDED: Mapping[str, tuple[str, ...]] = {  # the setting of brand.yaml that a token comes from
    **dict.fromkeys(ACCENTS, ("accent",)),
    **dict.fromkeys(("strong", "strong_text"), ("second",)),
    **dict.fromkeys(("mid", "mid_text"), ("third",)),
    **{name: (name,) for name in ("ink", "muted", "rule", "soft", "good", "bad")},
}
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
    # Whose areas get an edge.
    wanted += [(mark, "paper", MARK_CONTRAST) for mark in MARKS if mark != "accent"]
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
                ((eyes, difference(colors[front], colors[back], eyes)) for eyes in EYES),
                key=lambda pair: pair[1],
            )
            if found < APART:
                said = (
                    f"{front} {colors[front]} and {back} {colors[back]} look alike to readers {eyes} "
                    f"in the {scheme} scheme: they differ by {_below(found, APART)}; expected at least {APART:g}"
                )
                yield Unclear(front, back, scheme, found / APART, said)


def judged_look(brief: Brief, theme: Theme) -> tuple[Finding, ...]:
    """What readers could not read or tell apart, of each scheme the worst, and families that are not there."""
    return (*_pale(brief, theme), *_confusable(brief, theme), *_unknown_families(brief, theme))


def _pale(brief: Brief, theme: Theme) -> Iterator[Finding]:
    for fault in _worst(brief, illegible(theme)):
        hint = ""
        if fault.front == "accent_ink":
            colors = dict(_schemes(theme))[fault.scheme]
            hint = f"; the nearest that can be read is {readable(colors['accent_ink'], colors)}"
        yield error("contrast", fault.message + hint, _place(brief, fault))


def _confusable(brief: Brief, theme: Theme) -> Iterator[Finding]:
    for fault in _worst(brief, alike(theme)):
        yield Finding("warning", "colours-alike", fault.message, _place(brief, fault))


def _unknown_families(brief: Brief, theme: Theme) -> Iterator[Finding]:
    for role, family in theme.fonts.items():
        known = FAMILIES.get(role, ())
        if known and family not in known and not any(one.family == family for one in theme.faces.values()):
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
        return _house(brief, fault) or _project_theme(brief)
    dark = fault.scheme == "dark" and brief.settings.theme.accent_dark
    return brief.place("theme", "accent_dark" if dark else "accent")


def _house(brief: Brief, fault: Unclear) -> Place | None:
    """Where the brand gives one of the two colours."""
    given = brief.look.brand.colors
    for token in (fault.front, fault.back):
        for role in BRANDED.get(token, ()):
            if getattr(given, role):
                return brief.look.place("colors", role)
    return None


def _project_theme(brief: Brief) -> Place:
    return Place(brief.files.candidates("assets", THEME)[0])


def _schemes(theme: Theme) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return ("light", theme.colors), ("dark", theme.colors_dark)
