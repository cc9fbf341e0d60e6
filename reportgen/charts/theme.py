"""The look: tokens of ``assets/theme.yaml``, a project's and a brief's, for CSS and charts alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reportgen.brand import NO_BRAND, BrandColours, HouseLook, Hue
from reportgen.charts.eyes import set_apart
from reportgen.charts.faces import Faces, read_faces
from reportgen.charts.hues import in_the_dark, told_apart, with_accent, with_hatching, with_ink, with_letters
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
    ("strong_text", "strong"),
    ("mid_text", "mid"),
    ("ink", "mark"),
    ("ink", "soft"),
)


@dataclass(frozen=True)
class Theme:
    """Colours for light and dark, families of letters, sizes in CSS px; every value by its token's name.

    ``faces`` are a brand's own families by their roles; ``fonts`` names them.
    """

    colors: Mapping[str, str]
    colors_dark: Mapping[str, str]
    fonts: Mapping[str, str]
    sizes: Mapping[str, float]
    faces: Mapping[str, Faces] = field(default_factory=dict)

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
            "line": {"color": self["accent_ink"], "strokeWidth": self.sizes["line"], "aria": False},
            "point": {"color": self["accent_ink"], "filled": True},
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
    override: ThemeOverride | None = None,
    files: Files | None = None,
    findings: Findings | None = None,
    look: HouseLook = NO_BRAND,
) -> Theme:
    """The shipped theme; over it a project's ``assets/theme.yaml``, its ``brand.yaml``, and a brief's ``theme:``.

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
    before = dict(light), dict(dark)
    _lay_brand_over(light, dark, look.brand.colors)
    light, dark = _accented(light, dark, override, look.brand.colors.accent)
    if look.located:
        given = look.brand.colors
        light = set_apart(light, _given(given))
        dark = set_apart(dark, _given(given, only_dark=True))
        light, dark = with_hatching(light, before[0]), with_hatching(dark, before[1])
    faces = read_faces(look, files, findings)
    families |= {role: one.family for role, one in faces.items()}
    if look.brand.titles == "sans" or ("sans" in faces and "serif" not in faces and not override.fonts.serif):
        families["serif"] = families["sans"]
    fonts = {role: getattr(override.fonts, role, "") or family for role, family in families.items()}
    light, dark = with_ramps(with_letters(light)), with_ramps(with_letters(dark))
    return Theme(told_apart(light, dark), dark, fonts, sizes, faces)


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


def _lay_brand_over(light: dict[str, str], dark: dict[str, str], colors: BrandColours) -> None:
    """A brand's colours, but for its accent, laid over those of the theme."""
    for token, hue in (("strong", colors.second), ("mid", colors.third)):
        if hue:
            light[token] = hue.fill.lower()
            dark[token] = (hue.dark or in_the_dark(hue.fill.lower(), dark["paper"])).lower()
    for token in ("ink", "muted", "rule", "soft", "good", "bad"):
        shade = getattr(colors, token)
        if shade:
            light[token] = shade.light.lower()
            dark[token] = (shade.dark or dark[token]).lower()


def _given(colors: BrandColours, *, only_dark: bool = False) -> Iterator[str]:
    """The tokens of marks that a brand gives; the accent's twin in the dark counts as given."""
    for token, hue in (("accent", colors.accent), ("strong", colors.second), ("mid", colors.third)):
        if hue and (token == "accent" or hue.dark or not only_dark):  # noqa: S105 - of a colour
            yield token


def _accented(
    light: Mapping[str, str], dark: Mapping[str, str], override: ThemeOverride, house: Hue | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Both schemes with the accent of the brief, or of its house, and with what follows from it."""
    hue = house
    if override.accent:
        hue = Hue(fill=override.accent, dark=override.accent_dark)
    elif override.accent_dark:
        hue = (house or Hue(fill=light["accent"])).model_copy(update={"dark": override.accent_dark})
    if hue is None:
        return with_ink(light), with_ink(dark)
    fill = hue.fill.lower()
    in_dark = (hue.dark or in_the_dark(fill, dark["paper"])).lower()
    kept = light if fill == light["accent"] else with_accent(light, fill, (hue.text or "").lower())
    return with_ink(kept, (hue.text or "").lower()), with_accent(dark, in_dark, (hue.text_dark or "").lower())
