"""What goes out of an edition beside its page: outlines, cards, specifications, values, and what a notebook shows."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree as ET

import altair as alt
import pytest
from PIL import Image, ImageChops

import reportgen
from reportgen.charts.freeze import Freezer
from reportgen.charts.judging.picture import parts_of
from reportgen.charts.outlines import length, outlined
from reportgen.charts.vector import HREF
from reportgen.document.assembly import with_pictures
from reportgen.document.card import MARGIN, cards
from reportgen.drawing import drawn
from reportgen.edition import Issue, wide_ones
from reportgen.plan import assemble
from tests.easel import Easel, chart_of

FACTS = Path(__file__).parents[1] / "docs" / "exhibits" / "facts"
SVG = "{http://www.w3.org/2000/svg}"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path fill="#b00020" d="M0 0h90v30H0z"/></svg>'
TITLE = (
    "Revenue {{ revenue.yoy | moved }} on the year, as a heading says that is too long for a line of a card"
)
EXHIBITS = f"""
key_exhibit: course
theme: {{logo: logo.svg}}
exhibits:
  course: {{kind: columns, title: "{TITLE}", series: revenue, periods: 6, caveat: A note below.}}
  growth: {{kind: bars, title: Growth, items: [software_revenue.yoy, services_revenue.yoy, revenue.yoy]}}
  figures: {{kind: table, title: Figures, rows: [revenue, operating_margin]}}
"""
OFF = 60  # of 255: what the two rasters of one letter may differ by at its edge


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copytree(FACTS, tmp_path_factory.mktemp("exports") / "orlo")
    (place / "logo.svg").write_text(LOGO)
    with (place / "brief.yaml").open("a") as file:
        file.write(EXHIBITS)
    (place / "narrative.md").write_text('## A\n\n{{ exhibit("growth") }}\n\n{{ exhibit("figures") }}\n')
    return place


@pytest.fixture(scope="module")
def issue(folder: Path) -> Issue:
    return reportgen.load(folder).build(("html",))


def picture(content: bytes) -> Image.Image:
    """A PNG on white, in grey."""
    shown = Image.open(BytesIO(content)).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("L")


def test_each_exhibit_goes_out_under_its_name_and_the_manifest_knows_it(issue: Issue) -> None:
    found = {name for name in issue.files if name.startswith("charts/")}
    charts = {
        f"charts/{name}.{kind}" for name in ("course", "growth") for kind in ("svg", "png", "vl.json", "csv")
    }
    assert found == charts | {"charts/figures.csv"}
    outputs = json.loads(issue.files["manifest.json"])["outputs"]
    assert all(outputs[name] == sha256(issue.files[name]).hexdigest() for name in found)


def chart_in(drawing: bytes) -> ET.Element:
    """The chart in a drawing, without its title, notes and sources."""
    chart = ET.fromstring(drawing).find(f"{SVG}svg")  # noqa: S314 - our own
    assert chart is not None
    return chart


def test_a_drawing_carries_its_title_its_measure_its_notes_and_its_sources(issue: Issue) -> None:
    drawing = ET.fromstring(issue.files["charts/course.svg"])  # noqa: S314 - our own
    said = " ".join(text.text or "" for text in drawing.findall(f"{SVG}text"))
    for part in (
        "Revenue rose 9.7\u00a0percent on the year, as a heading",
        "Revenue, € mn, quarters",
        "A note below.",
        "Source: Interim report, Orlo Machines SE",
    ):
        assert part in said


def test_the_words_of_a_drawing_are_as_long_as_they_are_said_to_be_in_any_font(issue: Issue) -> None:
    drawing = ET.fromstring(issue.files["charts/course.svg"])  # noqa: S314 - our own
    for text in drawing.findall(f"{SVG}text"):
        assert "," in text.get("font-family", "")  # a family for programs without ours
        assert 0 < float(text.get("textLength", "")) <= float(drawing.get("width", "")) - 2 * MARGIN


def test_the_chart_in_a_drawing_needs_no_font_and_says_what_it_shows(issue: Issue) -> None:
    svg = issue.files["charts/growth.svg"]
    root = chart_in(svg)
    assert not list(root.iter(f"{SVG}text"))
    assert not [one for one in root.iter() if any("font" in name for name in one.attrib)]
    assert ET.fromstring(svg).get("aria-label", "").startswith("Bar chart: ")  # noqa: S314 - our own
    said = {group.get("aria-label") for group in root.iter(f"{SVG}g")}
    assert {"Software", "Services", "Revenue", "+18.7%"} <= said
    drawn_once = {path.get("id") for path in root.iter(f"{SVG}path") if path.get("id")}
    assert {use.get(HREF) for use in root.iter(f"{SVG}use")} == {f"#{name}" for name in drawn_once}


def test_outlines_look_like_the_letters_that_they_stand_for(freezer: Freezer, easel: Easel) -> None:
    from reportgen.model import Picture

    svg = easel.svg(chart_of(FACTS, "line", series=["revenue", "orders"], periods=8))
    freezer.paint({"letters": Picture(svg, 0, 0), "outlines": Picture(outlined(svg), 0, 0)})
    letters, outlines = (picture(png) for png in freezer.pngs().values())
    other = (
        ImageChops.difference(letters, outlines)
        .point(lambda level: 255 if level > OFF else 0)
        .histogram()[255]
    )
    ink = letters.point(lambda level: 255 if level < 255 - OFF else 0).histogram()[255]
    assert other < 0.05 * ink


def test_letters_stand_as_near_as_in_the_engine() -> None:
    assert length("To", 10, "Inter") < length("T", 10, "Inter") + length("o", 10, "Inter")
    assert length("11", 10, "Inter") == 2 * length("1", 10, "Inter")
    assert length("東京", 10, "Inter") > 15


def test_a_card_holds_title_measure_picture_notes_and_sources_within_its_margins(folder: Path) -> None:
    with Freezer() as freezer:
        planned, pictures = drawn(reportgen.load(folder).plan(), freezer)
    content = with_pictures(assemble(planned, draft=False), pictures)
    card = dict(cards(content, wide_ones(pictures)))["course"]
    parts = parts_of(card.svg)
    lines = [text.text for text in parts.texts]
    assert lines[0].startswith("Revenue rose 9.7\u00a0percent")
    assert not lines[0].endswith("card")
    assert "Revenue, € mn, quarters" in lines
    assert lines[-3:] == ["A note below.", "Source: Interim report, Orlo Machines SE",
                          "Orlo Machines SE, third quarter of 2025"]  # fmt: skip
    root = ET.fromstring(card.svg)  # noqa: S314 - our own
    titled = [one for one in root.findall(f"{SVG}text") if one.get("font-family") == "Brief Serif"]
    assert len(titled) == 2
    for line in root.findall(f"{SVG}text"):
        size, weight = float(line.get("font-size", "")), int(line.get("font-weight", ""))
        assert length(line.text or "", size, line.get("font-family", ""), weight) <= card.width - 2 * MARGIN
        assert float(line.get("y", "")) < card.height - MARGIN / 2
    assert root.find(f"{SVG}image") is not None


def test_a_card_is_painted_at_twice_its_size_with_its_logo(issue: Issue) -> None:
    shown = Image.open(BytesIO(issue.files["charts/course.png"])).convert("RGB")
    assert shown.width == 2 * (658 + 2 * MARGIN)
    assert shown.getpixel((shown.width - 2 * int(MARGIN) - 20, 2 * int(MARGIN) + 20)) == (0xB0, 0, 0x20)
    assert (
        issue.charts["course"].png
        == issue.exhibits["course"].files["png"]
        == issue.files["charts/course.png"]
    )


def test_the_page_previews_as_the_card_of_its_key_exhibit(issue: Issue) -> None:
    assert '<meta property="og:image" content="charts/course.png">' in issue.html
    assert '<meta name="twitter:card" content="summary_large_image">' in issue.html


def test_a_specification_draws_the_picture_by_itself(issue: Issue, easel: Easel) -> None:
    spec = json.loads(issue.files["charts/growth.vl.json"])
    alt.Chart.from_dict(spec)  # validates it
    assert "url" not in json.dumps(spec["datasets"])
    assert spec["config"]["font"] == "Inter"
    from reportgen.charts.sketch import Sketch

    assert "background" not in spec["config"]  # white, then; in a document it is the paper's
    spec["config"]["background"] = None
    again = ET.fromstring(outlined(easel.frozen(Sketch(spec, 0, 0), "growth/wide")))  # noqa: S314 - our own
    issued = chart_in(issue.files["charts/growth.svg"])
    assert [one.attrib for one in list(again.iter())[1:]] == [one.attrib for one in list(issued.iter())[1:]]


CROWDED = """
import altair as alt
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.items import label_layer
from reportgen.charts.parts.room import data

def crowded(scene):
    facts = [scene.fact("revenue"), scene.fact("orders")]
    rows = [Item(f"{i}", 1.0, scene.label(fact, "short"), fact=scene.key_of(fact), priority=i + 1).row()
            for i, fact in enumerate(facts)]
    def chart(room):
        layer = label_layer(data(rows), room).encode(x=alt.XValue(100), y=alt.YValue(100), href="fact:N")
        return alt.layer(layer).properties(height=200)
    return chart, facts
"""


def test_a_specification_is_that_of_the_picture_as_it_was_mended(folder: Path, tmp_path: Path) -> None:
    place = copytree(folder, tmp_path / "crowded")
    (place / "charts.py").write_text(CROWDED)
    with (place / "brief.yaml").open("a") as file:
        file.write("  crowded: {kind: 'own:crowded', title: Crowded}\n")
    (place / "narrative.md").write_text('## A\n\n{{ exhibit("crowded") }}\n')
    issue = reportgen.load(place, allow_code=True).build(("html",))
    shown = [row["shown"] for row in issue.exhibits["crowded"].data.to_dict("records")]
    assert sorted(shown) == [False, True]
    assert not [one for one in issue.findings if one.code == "label-overlap"]


def test_raw_numbers_stand_beside_those_that_are_shown(issue: Issue) -> None:
    rows = list(csv.reader(StringIO(issue.files["charts/course.csv"].decode())))
    assert rows[0] == ["Period", "Revenue, € mn", "Revenue, € mn, raw"]
    assert rows[-1] == ["Q3 25", "532.8", "532800000"]
    growth = list(csv.reader(StringIO(issue.files["charts/growth.csv"].decode())))
    assert growth[1][1] == "+18.7%"
    assert growth[1][2] == "0.187042842215"


def test_an_exhibit_is_an_altair_chart_that_can_be_added_to(issue: Issue, easel: Easel) -> None:
    from reportgen.charts.sketch import Sketch

    chart = issue.exhibits["course"].chart
    assert isinstance(chart, alt.LayerChart)
    rule = alt.Chart(alt.InlineData(values=[{}])).mark_rule(strokeDash=[3, 3]).encode(y=alt.datum(500e6))
    spec = (chart + rule).to_dict()
    assert "stroke-dasharray" in easel.frozen(Sketch(spec, 0, 0))


def test_its_rows_are_a_frame(issue: Issue) -> None:
    frame = issue.exhibits["course"].data
    assert list(frame["value"].iloc[-1:]) == [532.8e6]
    assert list(frame["period"]) == [f"2024-Q{n}" for n in (2, 3, 4)] + [f"2025-Q{n}" for n in (1, 2, 3)]


def test_a_table_has_no_chart_and_says_where_its_values_are(issue: Issue) -> None:
    with pytest.raises(
        reportgen.UsageError, match=r"'figures' is a table without a chart; its values are in '.data'"
    ):
        _ = issue.exhibits["figures"].chart
    assert "532.8" in issue.exhibits["figures"].data.iloc[0].to_list()
    assert "<td>532.8</td>" in issue.exhibits["figures"]._repr_html_()


CELLS = (
    "import reportgen; edition = reportgen.load({folder!r}).build(('html',))",
    "edition",
    "edition.exhibits['growth']",
    "edition.ledger",
    "edition.exhibits['course'].chart",
    "edition.exhibits['course'].data.head(2)",
)


@pytest.mark.slow
def test_a_notebook_shows_editions_exhibits_ledgers_charts_and_frames(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config

    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    cells = [nbformat.v4.new_code_cell(cell.format(folder=str(folder))) for cell in CELLS]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    without_network = Config({"KernelManager": {"transport": "ipc"}})
    NotebookClient(notebook, timeout=120, kernel_name="python3", config=without_network).execute()
    _, edition, exhibit, ledger, chart, frame = (
        cell.outputs[-1].data if cell.outputs else {} for cell in notebook.cells
    )
    assert "<iframe sandbox" in edition["text/html"]
    assert "Revenue rose" in edition["text/html"]
    assert "<svg" in exhibit["text/html"]
    assert "Growth" in exhibit["text/html"]
    assert exhibit["image/png"]
    assert exhibit["text/plain"].startswith("Growth. Bar chart:")
    assert "<td>€532.8mn</td>" in ledger["text/html"] or "532.8" in ledger["text/html"]
    assert "vega" in chart["text/html"]  # as Altair shows its charts
    assert "<table" in frame["text/html"]
