"""A brand of one's own: its colours, letters and logo, in charts, on paper and on the page."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.brand import read_brand
from reportgen.charts.colours import TEXT_CONTRAST, contrast
from reportgen.charts.faces import KNOWN
from reportgen.charts.hues import is_pale
from reportgen.charts.legibility import alike, illegible
from reportgen.charts.lettering import lettered, width_of
from reportgen.charts.outlines import length
from reportgen.charts.theme import Theme, load_theme
from reportgen.document.layout_findings import rehearsal
from reportgen.edition import Issue
from reportgen.files import Files
from reportgen.findings import Finding, Findings
from reportgen.plan import assemble
from reportgen.verify.verdict import verify
from tests.browser import visiting
from tests.referees import verapdf
from tests.small_facts import facts_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BRANDS = Path(__file__).parent / "brands"
NAMES = ("green", "navy", "red", "yellow")
BRIEF = Path(__file__).parent / "briefs" / "chip-maker"
THEME = re.compile(r"^theme:.*\n", re.MULTILINE)  # its own accent, which comes before a brand's
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def archivo() -> Path:
    spec = find_spec("fontpkg_archivo")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "files" / "Archivo[wdth,wght].ttf"


def house(name: str, folder: Path) -> Path:
    """A project that has a brand, and a brief in it."""
    project = folder / name
    shutil.copytree(BRANDS / name, project)
    (project / "assets" / "fonts").mkdir()
    shutil.copy(archivo(), project / "assets" / "fonts" / "Archivo.ttf")
    shutil.copytree(BRIEF, project / "data" / "chip-maker")
    settings = project / "data" / "chip-maker" / "brief.yaml"
    settings.write_text(THEME.sub("", settings.read_text(encoding="utf-8")), encoding="utf-8")
    return project


def issued(project: Path) -> Issue:
    return reportgen.load(project / "data" / "chip-maker", project=project).build()


def look(
    settings: str, folder: Path, files: Mapping[str, bytes] | None = None
) -> tuple[Theme, list[Finding]]:
    """The theme of a project with such a brand, and what was found."""
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "brand.yaml").write_text(settings, encoding="utf-8")
    for name, raw in (files or {}).items():
        (folder / "assets" / name).write_bytes(raw)
    findings, door = Findings(), Files(project=folder)
    brand = read_brand(door, findings)
    return load_theme(None, door, findings, brand), list(findings)


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("brands")
    return {name: house(name, folder) for name in NAMES}


@pytest.fixture(scope="module")
def branded(houses: Mapping[str, Path]) -> Mapping[str, Issue]:
    """The same brief in four looks, made one after the other in one process."""
    return {name: issued(project) for name, project in houses.items()}


@given(fill=COLOURS)
def test_any_colour_keeps_its_fill_and_everything_made_of_it_can_be_read(
    fill: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    theme, found = look(f'colors: {{accent: "{fill}"}}\n', tmp_path_factory.mktemp("brand"))
    assert not found
    assert abs(int(theme["accent"][1:], 16) - int(fill[1:], 16)) <= 2
    assert not list(illegible(theme))
    for colors in (theme.colors, theme.colors_dark):
        assert contrast(colors["accent_ink"], colors["paper"]) >= TEXT_CONTRAST
        assert contrast(colors["accent_text"], colors["accent"]) >= TEXT_CONTRAST


@pytest.mark.parametrize("name", NAMES)
def test_the_greys_give_way_to_a_brands_colours(name: str, houses: Mapping[str, Path]) -> None:
    files = Files(project=houses[name])
    theme = load_theme(None, files, None, read_brand(files, Findings()))
    assert not list(illegible(theme))
    assert not list(alike(theme))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_brief_in_a_brand_has_no_findings_and_every_figure_is_traced(
    name: str, branded: Mapping[str, Issue], tmp_path: Path
) -> None:
    edition = branded[name]
    assert not [one for one in edition.findings if one.severity != "note"]
    edition.write(tmp_path)
    for file in ("brief.pdf", "brief.html"):
        assert not verify(tmp_path / file).drifts


@pytest.mark.slow
@pytest.mark.referee
def test_brands_are_accessible_and_archival(branded: Mapping[str, Issue], tmp_path: Path) -> None:
    paths = []
    for name, edition in branded.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(edition.pdf)
    verdicts = verapdf.judge(paths)
    assert len(verdicts) == 2 * len(NAMES)
    assert all(verdict.compliant for verdict in verdicts), "\n".join(map(str, verdicts))


@pytest.mark.slow
def test_a_pale_fill_stays_and_has_an_edge_that_can_be_seen(branded: Mapping[str, Issue]) -> None:
    charts = "".join(one.svg for one in branded["yellow"].charts.values())
    assert 'fill="#ffcc00"' in charts
    assert 'fill="#ffcc00" stroke="#' in charts or 'stroke="#856a00"' in charts
    assert is_pale({"accent": "#ffcc00", "paper": "#ffffff"})


@pytest.mark.slow
def test_letters_of_ones_own_are_in_text_charts_and_page_and_no_others_of_the_sans(
    branded: Mapping[str, Issue],
) -> None:
    edition = branded["red"]
    family = next(name for name in KNOWN if name.startswith("Archivo "))
    assert f'font-family="{family}"' in edition.html
    assert f'@font-face{{font-family:"{family}"' in edition.html
    with pikepdf.open(BytesIO(edition.pdf)) as pdf:
        named = {
            str(font.BaseFont)
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
        }
    assert any("Archivo" in name for name in named)


@pytest.mark.slow
def test_briefs_of_two_houses_in_one_process_are_what_each_is_alone(
    branded: Mapping[str, Issue], houses: Mapping[str, Path]
) -> None:
    again = issued(houses["navy"])
    assert (again.html, again.pdf) == (branded["navy"].html, branded["navy"].pdf)
    assert "Archivo" not in again.html


@pytest.mark.slow
def test_paper_margins_logo_and_head_are_the_houses(branded: Mapping[str, Issue]) -> None:
    with (
        pikepdf.open(BytesIO(branded["yellow"].pdf)) as letter,
        pikepdf.open(BytesIO(branded["navy"].pdf)) as a4,
    ):
        assert round(float(letter.pages[0].MediaBox[2])) == 612
        assert round(float(a4.pages[0].MediaBox[2])) == 595
    assert "logo-dark" in branded["navy"].html
    assert "logo-alone" in branded["green"].html
    assert 'class="masthead band ' in branded["yellow"].html


def test_a_chart_is_measured_with_the_letters_it_is_drawn_with(tmp_path: Path) -> None:
    theme, found = look(
        "fonts: {sans: {family: Archivo, licence: OFL-1.1, files: assets/a.ttf}}\n",
        tmp_path,
        {"a.ttf": archivo().read_bytes()},
    )
    assert not found
    family = theme.fonts["sans"]
    with lettered(family):
        ours = width_of("Operating income", 10.5)
    assert ours == pytest.approx(length("Operating income", 10.5, family), abs=1.5)
    assert abs(ours - width_of("Operating income", 10.5)) > 1


def test_a_font_that_forbids_it_is_not_embedded(tmp_path: Path) -> None:
    font = TTFont(archivo())
    font["OS/2"].fsType = 2
    stream = BytesIO()
    font.save(stream)
    _, (found,) = look(
        "fonts:\n  sans: {family: A, licence: none, files: [assets/a.ttf]}\n",
        tmp_path,
        {"a.ttf": stream.getvalue()},
    )
    assert (found.code, found.place.line) == ("bad-font", 2)
    assert "may not be embedded" in found.message


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_font_is_a_finding_or_a_font(seed: int, tmp_path: Path) -> None:
    chance, raw = random.Random(seed), bytearray(archivo().read_bytes())  # noqa: S311 - the same each time
    for _ in range(40):
        raw[chance.randrange(2000 if seed % 2 else len(raw))] = chance.randrange(256)
    damaged = bytes(raw[: chance.randrange(len(raw))]) if seed % 3 == 0 else bytes(raw)
    _, found = look(
        "fonts: {sans: {family: A, licence: own, files: assets/a.ttf}}\n", tmp_path, {"a.ttf": damaged}
    )
    assert {one.code for one in found} <= {"bad-font"}


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ("logo: ../../etc/passwd\n", "bad-setting", "below the project's assets/"),
        ("logo: assets/logo.gif\n", "missing-file", "no file"),
        ("colors: {akzent: '#112233'}\n", "unknown-setting", "akzent"),
        ("colors: {accent: yellow}\n", "bad-setting", "a colour such as"),
        ("fonts: {sans: {family: A, files: [assets/a.ttf]}}\n", "missing-setting", "licence"),
        ("margins: {top: 3}\n", "bad-setting", "12.0 or more"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_brand_is_found_at_its_line(
    settings: str, code: str, words: str, tmp_path: Path
) -> None:
    _, found = look(f"# our brand\n{settings}", tmp_path)
    assert [(one.code, one.place.path.name, one.place.line) for one in found][:1] == [(code, "brand.yaml", 2)]
    assert words in str(found[0].message)


LONG_LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 40"><path d="M0 0h1200v40H0z"/></svg>'
BAND = "colors: {accent: '#ff1f8f'}\nlogo: {light: assets/logo.svg, height: 8, place: PLACE}\ncover: band\n"
INKS = """
() => {
  const texts = document.createTreeWalker(document.querySelector(".band"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const said = texts.currentNode.textContent.trim();
    if (said) found.push(getComputedStyle(texts.currentNode.parentElement).color);
  }
  return [...new Set(found)];
}
"""
CROSSED = """
() => {
  const logo = document.querySelector(".logo").getBoundingClientRect();
  return [...document.querySelectorAll(".masthead p, .masthead h1, .confidentiality")].filter((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [...range.getClientRects()].some((box) => box.height > 1 && box.height < 30 && box.width > 1
      && box.left < logo.right - 1 && box.right > logo.left + 1
      && box.top < logo.bottom - 1 && box.bottom > logo.top + 1
      && !(box.left === logo.left && box.top === logo.top));
  }).map((one) => one.className || one.tagName);
}
"""


def banded(folder: Path, place: str) -> Path:
    """A brief with a band of its accent, a logo longer than its page, and a word on who may read it."""
    facts_of(folder, {"sales": (1, 2, 3, 4, 5)})
    (folder / "assets").mkdir()
    (folder / "assets" / "logo.svg").write_text(LONG_LOGO, encoding="utf-8")
    (folder / "brand.yaml").write_text(BAND.replace("PLACE", place), encoding="utf-8")
    (folder / "narrative.md").write_text("## Sales\n\nThey rose.\n", encoding="utf-8")
    with (folder / "brief.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nstandfirst: It went well.\nconfidentiality: For the board\n")
    return folder


@pytest.mark.parametrize("place", ["left", "right"])
@pytest.mark.parametrize("width", [320, 1280])
def test_on_the_page_a_band_has_letters_of_one_colour_and_a_long_logo_covers_none(
    place: str, width: int, tmp_path: Path, chromium: Browser
) -> None:
    edition = reportgen.load(banded(tmp_path / "b", place)).build()
    edition.write(tmp_path / "out")
    with visiting(chromium, tmp_path / "out" / "brief.html", width) as visit:
        assert len(visit.page.evaluate(INKS)) == 1
        assert visit.page.evaluate(CROSSED) == []
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        top = "(name) => document.querySelector(name).getBoundingClientRect()"
        above = visit.page.evaluate(f"({top})('.confidentiality').bottom")
        assert above <= visit.page.evaluate(f"({top})('.band').top")


@pytest.mark.parametrize("place", ["left", "right"])
def test_on_paper_a_long_logo_covers_no_letters_and_keeps_to_the_page(place: str, tmp_path: Path) -> None:
    plan = reportgen.load(banded(tmp_path / "b", place)).plan()
    (first, *_) = rehearsal(assemble(plan, draft=False), plan.drawn, plan.brief, Findings()).sheets
    (logo,) = [leaf for leaf in first.leaves if leaf.address.startswith("data:")]
    assert logo.left > 0
    assert logo.right < first.width
    for leaf in first.leaves:
        apart = leaf.bottom <= logo.top + 2 or leaf.top >= logo.bottom - 2
        assert leaf.is_picture or apart, leaf.text
