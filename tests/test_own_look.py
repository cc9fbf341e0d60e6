"""Charts of an author's own look like the others without effort: colours, ticks, names, legends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import altair as alt
import pypdfium2
import pytest

import reportgen
from reportgen.charts.freeze import Freezer
from reportgen.charts.judging.picture import Parts, parts_of
from reportgen.charts.theme import OWN_RAMP, load_theme, use_theme
from reportgen.drawing import drawn
from reportgen.findings import Finding

FACTS = Path(__file__).parents[1] / "docs" / "exhibits" / "facts"
THEME = load_theme()
SLOTS = ("wide", "narrow")
VEGA_BLUE = "#4c78a8"
CHARTS = """
import altair as alt
import pandas as pd
from reportgen.charts.kinds import columns

def rows(scene, name="revenue", count=4):
    return [fact for fact in scene.series(name, scene.last(count)) if fact]

def frame(facts, scale=1.0):
    return pd.DataFrame({"quarter": [one.period.short for one in facts],
                         "revenue": [float(one.quantity.value) * scale for one in facts]})

def naive(scene):
    facts = rows(scene)
    return alt.Chart(frame(facts)).mark_bar().encode(x="quarter", y="revenue"), facts

def in_a_unit_of_its_own(scene):
    facts = rows(scene)
    return alt.Chart(frame(facts, 1e-6)).mark_bar().encode(x="quarter", y="revenue"), facts

def of_no_fact(scene):
    facts = rows(scene)
    return alt.Chart(frame(facts, 1234.5)).mark_bar().encode(x="quarter", y="revenue"), facts

def of_percent(scene):
    facts = rows(scene, "operating_margin")
    y = alt.Y("revenue", scale=alt.Scale(zero=True))
    return alt.Chart(frame(facts)).mark_line().encode(x="quarter", y=y), facts

def said_by_hand(scene):
    facts = rows(scene)
    axis = scene.axis(*facts, tickCount=2, orient="right")
    return alt.Chart(frame(facts)).mark_bar().encode(x="quarter", y=alt.Y("revenue", axis=axis)), facts

def parts(scene):
    facts = [scene.fact(name) for name in ("machines_revenue", "software_revenue", "services_revenue")]
    named = [(one.metric.name, float(one.quantity.value), "Q3 25") for one in facts]
    table = pd.DataFrame(named, columns=["part", "sales", "all"])
    return alt.Chart(table).mark_bar().encode(x="sales", y="all", color="part"), facts

def heat(scene):
    facts = rows(scene)
    return alt.Chart(frame(facts)).mark_rect().encode(x="quarter", color="revenue"), facts

def clipped(scene):
    facts = rows(scene)
    base = alt.Chart(frame(facts)).encode(x=alt.X("quarter", axis=None))
    return base.mark_text(dy=-30, text="A name that stands too high").encode(y=alt.Y("revenue", axis=None)), facts

def for_each_width(scene):
    facts = rows(scene)
    chart = alt.Chart(frame(facts)).mark_bar()
    tall, flat = chart.encode(x="quarter", y="revenue"), chart.encode(y="quarter", x="revenue")
    return lambda room: tall if room.is_narrow else flat, facts

def extended(scene):
    drawing = columns.draw(columns.Options(series="revenue", periods=4), scene)
    rule = alt.Chart(alt.InlineData(values=[{}])).mark_rule(strokeDash=[4, 3]).encode(y=alt.datum(500e6))
    return drawing.layered(lambda chart, room: chart + rule)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copytree(FACTS, tmp_path_factory.mktemp("own") / "orlo")
    (place / "charts.py").write_text(CHARTS)
    return place


class Wall:
    """Own charts as a build draws them."""

    def __init__(self, folder: Path, freezer: Freezer) -> None:
        self._folder, self._freezer = folder, freezer

    def look(
        self, name: str, style: str = ""
    ) -> tuple[Mapping[str, Parts], Mapping[str, str], tuple[Finding, ...]]:
        """Both pictures of a function: their parts, their SVG, and what is found."""
        settings = (FACTS / "brief.yaml").read_text() + style
        exhibit = f"exhibits:\n  own:\n    kind: own:{name}\n    title: Own\n"
        (self._folder / "brief.yaml").write_text(settings + exhibit)
        (self._folder / "narrative.md").write_text('## A\n\n{{ exhibit("own") }}\n')
        planned, pictures = drawn(reportgen.load(self._folder, allow_code=True).plan(), self._freezer)
        svgs = {slot: pictures[f"own/{slot}"].svg for slot in SLOTS}
        return {slot: parts_of(svg) for slot, svg in svgs.items()}, svgs, planned.findings


@pytest.fixture
def wall(folder: Path, freezer: Freezer) -> Wall:
    return Wall(folder, freezer)


def texts(parts: Parts) -> set[str]:
    return {text.text for text in parts.texts}


def test_a_naive_chart_has_our_colours_our_ticks_flat_names_and_no_fault(wall: Wall) -> None:
    pictures, svgs, findings = wall.look("naive")
    assert not findings
    for slot in SLOTS:
        assert {"Q4 24", "Q3 25", "500"} <= texts(pictures[slot])
        assert not any("000" in text for text in texts(pictures[slot]))
        assert not {"quarter", "revenue"} & texts(pictures[slot])
        assert "rotate(" not in svgs[slot]
        colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b", svgs[slot])}
        assert VEGA_BLUE not in colours
        assert colours <= set(THEME.colors.values())
        assert pictures[slot].width == THEME.slots[slot]


def test_ticks_of_a_percentage_say_so(wall: Wall) -> None:
    assert {"0%", "5%", "15%"} <= texts(wall.look("of_percent")[0]["wide"])


def test_numbers_in_a_unit_of_the_authors_own_are_not_divided_again(wall: Wall) -> None:
    assert {"0", "100", "500"} <= texts(wall.look("in_a_unit_of_its_own")[0]["wide"])


def test_what_is_no_fact_is_said_by_its_size(wall: Wall) -> None:
    shown = texts(wall.look("of_no_fact")[0]["wide"])
    assert {"0", "200bn", "600bn"} <= shown


def test_ticks_follow_the_numbers_of_the_brief(wall: Wall) -> None:
    style = "style: {thousands: '.', decimal: ','}\n"
    shown = texts(wall.look("of_no_fact", style)[0]["wide"])
    assert "600bn" in shown
    assert not any("." in text for text in shown)


def test_an_author_may_ask_for_the_axis(wall: Wall) -> None:
    parts = wall.look("said_by_hand")[0]["wide"]
    ticks = [text for text in parts.texts if text.text in ("0", "200", "400")]
    assert len(ticks) == 3
    assert all(text.box.left > parts.width / 2 for text in ticks)


def test_a_legend_stands_above_and_is_printed(wall: Wall, folder: Path) -> None:
    pictures, _, findings = wall.look("parts")
    assert not findings
    for parts in pictures.values():
        assert {"Machines", "Software", "Services"} <= texts(parts)
        named = [text for text in parts.texts if text.text in ("Machines", "Software", "Services")]
        assert all(text.box.bottom < parts.height / 3 for text in named)
    issue = reportgen.load(folder, allow_code=True).build(("pdf",))
    with pypdfium2.PdfDocument(issue.pdf) as document:
        printed = " ".join(page.get_textpage().get_text_range() for page in document)
    assert all(name in printed for name in ("Machines", "Software", "Services"))


def test_a_colour_that_says_how_much_goes_in_steps_that_the_dark_has_too(wall: Wall) -> None:
    pictures, svgs, findings = wall.look("heat")
    assert not findings
    ramp = {THEME[token] for token in OWN_RAMP}
    cells = {shape.color for shape in pictures["wide"].shapes if shape.box.bottom - shape.box.top > 40}
    assert len(cells) > 1
    assert cells <= ramp
    assert "linearGradient" not in svgs["wide"]


def test_a_label_over_the_edge_is_a_finding_at_the_exhibit(wall: Wall, folder: Path) -> None:
    findings = wall.look("clipped")[2]
    clipped = [one for one in findings if one.code == "label-clipped"]
    assert clipped
    lines = (folder / "brief.yaml").read_text().splitlines()
    assert lines[clipped[0].place.line - 1].strip() == "own:"


def test_a_chart_may_be_made_for_each_width(wall: Wall) -> None:
    pictures = wall.look("for_each_width")[0]
    tall = {slot: max(shape.box.bottom - shape.box.top for shape in pictures[slot].shapes) for slot in SLOTS}
    assert tall["narrow"] > 2 * tall["wide"]


def test_a_shipped_kind_can_be_added_to(wall: Wall) -> None:
    pictures, svgs, findings = wall.look("extended")
    assert not findings
    for slot in SLOTS:
        assert "532.8" in texts(pictures[slot])
        assert "stroke-dasharray" in svgs[slot]
        assert pictures[slot].width == THEME.slots[slot]


def test_the_look_is_a_theme_of_altairs() -> None:
    before = alt.theme.active
    try:
        use_theme()
        spec = alt.Chart(alt.InlineData(values=[])).mark_bar().to_dict()
    finally:
        alt.theme.enable(before)
    assert spec["config"]["range"]["category"][0] == THEME["accent"]
    assert spec["config"]["background"] == THEME["paper"]
