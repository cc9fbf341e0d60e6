"""Charts in the dark: every colour of a picture, hatching included, is the dark one of its token."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reportgen
from reportgen.charts.colours import TEXT_CONTRAST, contrast
from tests.browser import visiting
from tests.easel import THEME
from tests.test_annotations import BRIEF

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
EXHIBITS = """\
exhibits:
  line:
    kind: line
    title: Line
    series: sales
    periods: 4
    ahead: 2
    forecast: guidance
    events: [{date: 2025-11-05, text: Strike}, {date: 2025-12, text: Holidays}]
    band: {low: 99, high: 102, text: Usual range}
  columns: {kind: columns, title: Columns, series: sales, periods: 4, ahead: 2, highlight: none}
  changes: {kind: columns, title: Changes, series: sales.qoq, periods: 3}
"""
LOOKS = """() => [...document.querySelectorAll('.plot svg [fill^="#"], .plot svg [stroke^="#"]')].flatMap(one =>
  ['fill', 'stroke'].filter(name => (one.getAttribute(name) || '').startsWith('#')).map(name =>
    [one.localName, one.getAttribute(name), getComputedStyle(one)[name]]))"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dark")
    known = {"2025-09": 100, "2025-10": 104, "2025-11": 99, "2025-12": 103}
    rows = [f"sales,{at},,{value},EUR mn,r" for at, value in known.items()]
    rows += [f"sales,{at},guidance,100 to 110,EUR mn,r" for at in ("2026-01", "2026-02")]
    rows += [f"sales,{at},forecast,105,EUR mn,r" for at in ("2026-01", "2026-02")]
    (folder / "facts.csv").write_text("\n".join(["metric,period,scenario,value,unit,source", *rows, ""]))
    (folder / "metrics.yaml").write_text("sales: {label: Sales, polarity: more is better}\n")
    (folder / "brief.yaml").write_text(BRIEF + EXHIBITS)
    placed = "\n\n".join(f'{{{{ exhibit("{name}") }}}}' for name in ("line", "columns", "changes"))
    (folder / "narrative.md").write_text(f"## Sales\n\n{placed}\n")
    reportgen.load(folder).build(draft=True).write(folder / "out")
    return folder / "out" / "brief.html"


def _hex(computed: str) -> str:
    red, green, blue = computed.removeprefix("rgb(").removesuffix(")").split(", ")
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def test_every_colour_is_the_dark_one_of_its_token(page: Path, chromium: Browser) -> None:
    darks: dict[str, str] = {}
    for token, light in THEME.colors.items():
        darks.setdefault(light, THEME.colors_dark[token])
    with visiting(chromium, page, color_scheme="dark") as visit:
        looks = visit.page.evaluate(LOOKS)
    seen = {(tag, color) for tag, color, _ in looks}
    assert ("rect", THEME["hatched"]) in seen
    assert {THEME[token] for token in ("soft", "accent_soft", "good", "bad", "strong")} <= {
        color for _, color in seen
    }
    assert [(tag, color, _hex(now)) for tag, color, now in looks if _hex(now) != darks[color]] == []


@pytest.mark.parametrize("ground", ["paper", "soft", "accent_soft", "hatched", "hatched_accent"])
def test_words_can_be_read_on_every_ground_of_a_chart(ground: str) -> None:
    for colors in (THEME.colors, THEME.colors_dark):
        assert contrast(colors["ink"], colors[ground]) >= TEXT_CONTRAST
        assert contrast(colors["muted"], colors[ground]) >= TEXT_CONTRAST


def test_a_copy_in_grey_tells_the_hatched_from_the_filled() -> None:
    for colors in (THEME.colors, THEME.colors_dark):
        for ground, line in (("hatched", "strong"), ("hatched_accent", "accent")):
            assert contrast(colors[line], colors[ground]) >= 3
            assert contrast(colors["mark"], colors[ground]) >= 1.5
