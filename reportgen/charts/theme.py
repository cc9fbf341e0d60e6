"""The look: tokens of ``assets/theme.yaml``, a project's and a brief's, for CSS and charts alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.charts.colours import TEXT_CONTRAST, contrast, mixed
from reportgen.charts.ramps import with_ramps
from reportgen.charts.tokens import BOUNDS, ThemeTokens
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.located import Located, read_yaml
from reportgen.model import PLOTS
from reportgen.settings import ThemeOverride
from reportgen.validation import salvaged

THEME = "theme.yaml"
OWN_RAMP = ("soft", "rule", "mark", "mid", "strong")  # from little to much, in either scheme
MARKS = ("accent", "strong", "mid", "mark")
LABELS_ON = (
    ("accent_text", "accent"),
    ("paper", "strong"),
    ("paper", "mid"),
    ("ink", "mark"),
    ("ink", "soft"),
)
_SOFTNESS = 0.89  # how much paper is in accent_soft
_HATCHED = 0.83  # and in the ground of a subject's hatching


@dataclass(frozen=True)
class Theme:
    """Colours for light and dark, families of letters, sizes in CSS px; every value by its token's name."""

    colors: Mapping[str, str]
    colors_dark: Mapping[str, str]
    fonts: Mapping[str, str]
    sizes: Mapping[str, float]

    def __getitem__(self, token: str) -> str:
        """The light colour of a token: what charts are drawn in."""
        return self.colors[token]

    @property
    def slots(self) -> Mapping[str, float]:
        """The widths at which every exhibit is drawn, in CSS px."""
        return {name: self.sizes[name] for name in PLOTS}

    def in_slot(self, slot: str) -> Theme:
        """The look with the letters of a slot: on a phone, whose pixels are an arm away, they are larger."""
        letters = self.sizes.get(f"{slot}_chart", self.sizes["chart"])
        return replace(self, sizes={**self.sizes, "chart": letters})

    def altair_config(self) -> dict[str, Any]:
        """What a chart of a brief's own inherits, so that it looks like the others."""
        letters = {
            "labelFont": self.fonts["sans"],
            "labelFontSize": self.sizes["chart"],
            "titleFont": self.fonts["sans"],
        }
        axis = letters | {
            "labelColor": self["muted"], "titleColor": self["muted"], "titleFontSize": self.sizes["chart"],
            "titleFontWeight": 400, "domainColor": self["muted"], "grid": False, "ticks": False,
            "labelPadding": 6,
        }  # fmt: skip
        return {
            "background": None,
            "font": self.fonts["sans"],
            "view": {"stroke": None},
            "axis": axis,
            "legend": letters | {"labelColor": self["ink"], "titleColor": self["muted"]},
            "title": {"color": self["ink"], "fontSize": self.sizes["chart"], "anchor": "start"},
            "text": {
                "color": self["ink"],
                "fontSize": self.sizes["chart"],
                "font": self.fonts["sans"],
                "aria": False,
            },
            "mark": {"color": self["mark"]},
            "bar": {"color": self["mark"]},
            "line": {"color": self["accent"], "strokeWidth": self.sizes["line"], "aria": False},
            "point": {"color": self["accent"], "filled": True},
            "area": {"color": self["accent_soft"], "aria": False},
            "tick": {"color": self["ink"], "aria": False},
            "rule": {"color": self["muted"], "aria": False},
            "range": {"category": [self[token] for token in MARKS]},
        }

    def own_config(self) -> dict[str, Any]:
        """The same for a chart that nobody has made for this look: few light ticks, flat names, a legend above."""
        config = self.altair_config()
        ground = {"grid": True, "gridColor": self["rule"], "gridWidth": 0.8, "domain": False, "tickCount": 5}
        flat = {"labelAngle": 0, "labelPadding": 6}
        return config | {
            "axis": config["axis"] | {"title": None},
            "axisQuantitative": ground,
            "axisBand": flat,
            "axisPoint": flat,
            "axisTemporal": flat | {"labelOverlap": True, "labelSeparation": 8},
            "legend": config["legend"]
            | {"title": None, "orient": "top", "direction": "horizontal", "symbolType": "square", "labelLimit": 0,
               "tickCount": 3, "offset": 8, "padding": 0},
            "scale": {"barBandPaddingInner": 0.34, "rectBandPaddingInner": 0.03},
            "range": config["range"]
            | {name: [self[token] for token in OWN_RAMP] for name in ("ordinal", "ramp", "heatmap")}
            | {"diverging": [self["bad"], self["soft"], self["good"]]},
        }  # fmt: skip


def use_theme(theme: Theme | None = None) -> None:
    """Let every chart that Altair shows from now on look like those of a brief: its theme ``reportgen``."""
    import altair as alt

    look = (theme or load_theme()).own_config()
    look["background"] = (theme or load_theme())["paper"]
    alt.theme.register("reportgen", enable=True)(lambda: alt.theme.ThemeConfig({"config": look}))  # type: ignore[typeddict-item]


def load_theme(
    override: ThemeOverride | None = None, files: Files | None = None, findings: Findings | None = None
) -> Theme:
    """The shipped theme, with a project's ``assets/theme.yaml`` and a brief's ``theme:`` laid over it.

    What is wrong in a theme file goes to ``findings``; without them it is passed over, as what it says amiss is.
    """
    override, findings = override or ThemeOverride(), Findings() if findings is None else findings
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    families: dict[str, str] = {}
    sizes: dict[str, float] = {}
    files = files or Files()
    for path in reversed(files.candidates("assets", THEME)):
        tokens, located = _read(path, findings, files)
        _lay_over(light, dark, tokens, located, findings)
        families.update(tokens.fonts)
        sizes.update(_bearable(tokens, located, findings))
    if override.accent:
        light = with_accent(light, override.accent.lower())
        dark = with_accent(dark, (override.accent_dark or _legible(light["accent"], dark["paper"])).lower())
    elif override.accent_dark:
        dark = with_accent(dark, override.accent_dark.lower())
    fonts = {role: getattr(override.fonts, role, "") or family for role, family in families.items()}
    return Theme(with_ramps(light), with_ramps(dark), fonts, sizes)


def _read(path: Path, findings: Findings, files: Files) -> tuple[ThemeTokens, Located]:
    """The tokens of a theme file, without those that have an error."""
    located = read_yaml(path, findings, files)
    if located is None:
        return ThemeTokens(), Located({}, {}, path)
    tokens, _ = salvaged(ThemeTokens, located, findings, {})
    return tokens, located


def _lay_over(
    light: dict[str, str], dark: dict[str, str], tokens: ThemeTokens, located: Located, findings: Findings
) -> None:
    """Colours laid over those below them; of a new one both schemes are asked."""
    for name, pair in tokens.colors.items():
        ours = (pair.light or light.get(name), pair.dark or dark.get(name))
        if ours[0] and ours[1]:
            light[name], dark[name] = ours[0].lower(), ours[1].lower()
        else:
            message = f"'{name}' in 'colors': expected a colour for 'light' and one for 'dark'"
            findings.error("bad-setting", message, located.place("colors", name))


def _bearable(tokens: ThemeTokens, located: Located, findings: Findings) -> Mapping[str, float]:
    """The sizes that charts can be drawn in."""
    kept = dict(tokens.sizes)
    for name, (least, most) in BOUNDS.items():
        if name in kept and not least <= kept[name] <= most:
            message = f"'{name}' in 'sizes': expected {least:g} to {most:g} px, found {kept.pop(name):g}"
            findings.error("bad-setting", message, located.place("sizes", name))
    return kept


def with_accent(colors: Mapping[str, str], accent: str) -> dict[str, str]:
    """The colours of a scheme with a brand's accent, the letters that are legible on it, and its pale form."""
    near_white, near_black = (
        "#fffffe",
        "#14181e",
    )  # not the paper's own, so that the dark scheme can tell them apart
    letters = max(near_white, near_black, key=lambda color: contrast(color, accent))
    return {
        **colors,
        "accent": accent,
        "accent_text": letters,
        "accent_soft": mixed(accent, colors["paper"], _SOFTNESS),
        "hatched_accent": mixed(accent, colors["paper"], _HATCHED),
    }


def _legible(color: str, ground: str) -> str:
    """A colour made lighter until it can be read on a dark ground."""
    for step in range(20):
        lighter = mixed(color, "#ffffff", step / 20)
        if contrast(lighter, ground) >= TEXT_CONTRAST + 1:
            return lighter
    return "#ffffff"
