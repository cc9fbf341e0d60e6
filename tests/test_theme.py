"""The look: legible in both schemes, for weak and for colour-blind eyes, and open to a brand's colours."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from reportgen import resources
from reportgen.charts.colours import TEXT_CONTRAST, contrast, luminance
from reportgen.charts.legibility import illegible
from reportgen.charts.ramps import RAMPED, letters_on, ramp
from reportgen.charts.theme import MARKS, load_theme
from reportgen.files import Files
from reportgen.settings import Fonts, ThemeOverride

# Full dichromacy in linear RGB: Viénot, Brettel & Mollon 1999; for tritanopia Brettel et al. 1997.
DEFICIENCIES = {
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritanopia": ((1.01277, 0.13548, -0.14826), (-0.01243, 0.86812, 0.14431), (0.07589, 0.80500, 0.11911)),
}


def linear(color: str) -> list[float]:
    parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(color: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    return [sum(a * b for a, b in zip(row, linear(color), strict=True)) for row in matrix]


def test_the_shipped_theme_is_legible_in_both_schemes() -> None:
    assert list(illegible(load_theme())) == []


@pytest.mark.parametrize("accent", [None, "#ffcc00", "#ffffff", "#000000", "#14181e"])
def test_every_colour_has_a_dark_twin_and_no_value_stands_for_two(accent: str | None) -> None:
    """The page knows a colour by its light value, and puts its twin in its place."""
    theme = load_theme(ThemeOverride(accent=accent))
    assert theme.colors.keys() == theme.colors_dark.keys()
    twins = {(value, theme.colors_dark[token]) for token, value in theme.colors.items()}
    assert len(twins) == len({light for light, _ in twins})


@pytest.mark.parametrize("scheme", ["colors", "colors_dark"])
def test_the_subject_differs_in_greyscale_from_what_it_stands_beside(scheme: str) -> None:
    colors = getattr(load_theme(), scheme)
    for beside in ("mark", "strong"):
        assert contrast(colors["accent"], colors[beside]) > 1.4


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("scheme", ["colors", "colors_dark"])
def test_colour_blind_readers_tell_the_marks_apart(scheme: str, deficiency: str) -> None:
    colors = getattr(load_theme(), scheme)
    for one, other in combinations(MARKS, 2):
        there, here = (seen(colors[name], DEFICIENCIES[deficiency]) for name in (one, other))
        assert sum((a - b) ** 2 for a, b in zip(there, here, strict=True)) ** 0.5 > 0.06, (one, other)


def test_a_brands_accent_brings_legible_letters_and_a_lighter_twin_for_the_dark() -> None:
    theme = load_theme(ThemeOverride(accent="#005eb8", fonts=Fonts(serif="Brand Serif")))
    assert theme["accent"] == "#005eb8"
    assert theme.fonts["serif"] == "Brand Serif"
    assert luminance(theme.colors_dark["accent"]) > luminance("#005eb8")
    assert list(illegible(theme)) == []


def test_no_stylesheet_writes_letters_in_the_accent_which_a_brand_may_have_too_pale_for_them() -> None:
    sheets = (resources.shipped("assets") / "css").glob("*.css")
    pale = re.compile(r"(?<![\w-])color:\s*var\(--accent\)")
    assert [sheet.name for sheet in sheets if pale.search(sheet.read_text(encoding="utf-8"))] == []


def test_a_projects_theme_file_comes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    own = 'colors: {ink: {light: "#000000", dark: "#ffffff"}}\nsizes: {chart: 11}\n'
    (tmp_path / "assets" / "theme.yaml").write_text(own, encoding="utf-8")
    theme = load_theme(files=Files(project=tmp_path))
    assert theme["ink"] == "#000000"
    assert theme["muted"] == load_theme()["muted"]
    assert theme.sizes["chart"] == 11


def test_the_families_of_the_theme_are_bundled() -> None:
    folder = resources.shipped("assets") / "fonts"
    for family in load_theme().fonts.values():
        assert list(folder.glob(f"{family.replace(' ', '')}-Regular.*"))


@pytest.mark.parametrize("scheme", ["colors", "colors_dark"])
@pytest.mark.parametrize("accent", ["", "#005eb8", "#7a1fa2", "#00704a"])
@pytest.mark.parametrize("hue", RAMPED)
def test_a_ramp_grows_from_pale_to_full_and_its_letters_are_legible_on_every_step(
    scheme: str, accent: str, hue: str
) -> None:
    colors = getattr(load_theme(ThemeOverride(accent=accent or None)), scheme)
    steps = [contrast(colors[token], colors["paper"]) for token in ramp(hue)]
    assert all(later / earlier > 1.12 for earlier, later in pairwise(steps))
    for token in ramp(hue):
        assert contrast(colors[letters_on(token)], colors[token]) >= TEXT_CONTRAST
