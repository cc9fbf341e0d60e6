"""Charts as their readers meet them: labels, gaps, baselines, widths, colours and alternative texts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from pydantic import ValidationError

from reportgen.brief import read_brief
from reportgen.charts import own
from reportgen.charts.judging.picture import Parts, Segment
from reportgen.charts.judging.writing import drawn as written_in
from reportgen.charts.kind import Drawing
from reportgen.charts.lettering import apart, shortened, spread, width_of, wrapped
from reportgen.charts.own import OwnCharts
from reportgen.charts.parts.room import Room
from reportgen.charts.registry import SHIPPED, draw, kinds, own_kind
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.figures.ledger import TOKEN, Ledger
from reportgen.figures.written import Style
from reportgen.findings import Findings
from tests.easel import Easel

THEME = load_theme()
SLOTS = (THEME.sizes["wide"], THEME.sizes["half"])
LONG_NAME = "A very long name of a segment that never ends, all joint ventures and associates included"
METRICS = f"""
cloud: {{label: Cloud revenue, kind: amount, polarity: more is better}}
group: {{label: Group revenue, kind: amount}}
ebita: {{label: Cloud EBITA, kind: amount}}
loss: {{label: Operating result, kind: amount}}
same: {{label: Constant, kind: amount}}
zero: {{label: Nil, kind: amount}}
huge: {{label: "{LONG_NAME}", kind: amount}}
group_yoy: {{label: Group revenue growth, short: Group revenue, kind: growth}}
ebita_yoy: {{label: Cloud EBITA growth, short: Cloud EBITA, kind: growth}}
cloud_yoy: {{label: Cloud revenue growth, short: Cloud revenue, kind: growth}}
streak: {{label: Quarters in a row, kind: count}}
ai_yoy: {{label: AI growth, kind: growth}}
spent: {{label: Investment, kind: amount}}
budget: {{label: Plan, kind: amount}}
goods: {{label: Goods, kind: amount}}
"""
SETTINGS = """
title: t
entity: {name: Example Group}
period: 2025-Q3
date: 2025-11-25
currency: {code: CNY, short: RMB}
sources: {r: {title: Report}}
derive:
  margin: {formula: ebita / cloud, label: Cloud margin, kind: margin}
"""
PERIODS = ("2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")
SERIES: Mapping[str, tuple[str, ...]] = {
    "cloud": ("26.5", "29.6", "31.7", "", "", "39.8"),
    "cloud_yoy": ("6", "7", "13", "18", "26", "34"),
    "group": ("243.2", "236.5", "280.2", "236.5", "247.7", "247.8"),
    "loss": ("-12", "9", "-30", "", "3", "-6.2"),
    "same": ("7.0",) * 6,
    "zero": ("0",) * 6,
    "huge": ("", "9000", "", "", "", "12000"),
}
SINGLE = """
cloud,2025-Q3,consensus,37.9,CNY bn,
ebita,2025-Q3,actual,3.6,CNY bn,
ebita_yoy,2025-Q3,actual,35,percent,
streak,2025-Q3,actual,5,quarters,
streak,2025-Q2,actual,4,quarters,
streak,2025-Q1,actual,3,quarters,
ai_yoy,2025-Q3,actual,100,percent,at least
spent,2025-Q3,actual,120,CNY bn,about
budget,2025-Q3,plan,380,CNY bn,exact
cloud,2025-Q1,guidance,30 to 34,CNY bn,
cloud,2025-Q2,guidance,33.0 ± 2%,CNY bn,
cloud,2025-Q3,guidance,36 to 38,CNY bn,
goods,2025-Q3,,3.6,CNY bn,
goods,2024-Q3,,3.0,CNY bn,
goods,2024-Q3,prior,2.8,CNY bn,
"""

Options = Mapping[str, Any]
EXAMPLES: Mapping[str, Options] = {
    "bullet": {"actual": "cloud", "target": "cloud.consensus", "bands": {"weak": "cloud.year_ago"}},
    "football": {"items": ["cloud.guidance", 'cloud.at("2025-Q2").guidance'], "price": "cloud"},
    "guidance": {"actual": "cloud", "periods": 3},
    "columns": {"series": "cloud.yoy", "periods": 6},
    "line": {"series": "cloud", "periods": 6},
    "bars": {"items": ["cloud.yoy", "group.yoy", "ebita.yoy", "ai_yoy"], "highlight": "cloud.yoy"},
    "bridge": {"from": "group.year_ago", "to": "group", "steps": ["cloud.change"], "rest": "Other"},
    "share": {"total": "group", "parts": ["cloud"]},
    "slope": {"items": ["cloud", "group"]},
    "progress": {"actual": "spent", "plan": "budget.plan", "pace": "group", "pace_label": "Even pace"},
    "versus": {"items": ["cloud", "group"]},
    "interval": {"items": ["margin.year_ago", "margin"]},
    "streak": {"count": "streak", "threshold": "ai_yoy"},
    "multiples": {"items": ["cloud.yoy", "group.yoy", "loss"], "scale": "own"},
    "dots": {"items": ["cloud", "group"], "at": ["now", "year_ago"], "highlight": "cloud"},
    "dumbbell": {"items": ["cloud", "group"]},
    "scatter": {
        "points": {"Cloud": ["cloud", "cloud_yoy"], "Group": ["group", "group.yoy"]},
        "x_title": "Revenue",
        "highlight": "Cloud",
    },
    "heatmap": {"rows": ["cloud", "group"], "periods": 6},
    "cohort": {"items": ["cloud", "group"], "periods": 6},
    "histogram": {"items": ["cloud_yoy", "group.yoy", "ebita_yoy", "ai_yoy"], "highlight": "cloud_yoy"},
    "sparkline": {"series": "cloud.yoy"},
    "table": {"rows": ["group", "cloud", "margin", "zero"], "emphasise": "cloud"},
    "area": {"series": ["cloud"], "total": "group"},
    "timeline": {
        "events": [{"date": "2025-03", "text": "Price cut"}, {"date": "2025-12", "text": "New plant"}],
    },
}
AWKWARD: Mapping[str, tuple[str, Options]] = {
    "negative columns": ("columns", {"series": "loss", "periods": 6, "growth": "loss.yoy"}),
    "columns of nil": ("columns", {"series": "zero"}),
    "columns with annotations": (
        "columns",
        {
            "series": "group",
            "events": [
                {"date": "2025-02-11", "text": "Words that need some lines at half width"},
                {"date": "2024-Q4", "text": "Sale of stores"},
            ],
            "note_at": {"period": "2025-Q2", "text": "Words that need some lines at half width"},
            "reference": {"value": "group.year_ago", "text": "Words that need some lines at half width"},
        },
    ),
    "lines with annotations": (
        "line",
        {
            "series": ["same", "zero", "loss"],
            "events": [{"date": "2025-02-11", "text": "Words that need some lines at half width"}],
            "band": {"low": -20, "high": 10, "text": "Usual range"},
        },
    ),
    "line with what is expected": (
        "line",
        {"series": "cloud", "ahead": 1, "forecast": "guidance"},
    ),
    "equal columns": ("columns", {"series": "same", "periods": 20}),
    "negative line": ("line", {"series": "loss"}),
    "lines that end at one place": ("line", {"series": ["same", "zero", "loss"]}),
    "bars of very unequal size": ("bars", {"items": ["huge", "loss", "zero", "same"], "highlight": "loss"}),
    "falling bridge": ("bridge", {"total": "loss.change", "steps": ["same.change", "cloud.change"]}),
    "share of thin parts": ("share", {"total": "huge", "parts": ["same", "cloud", "group", "zero", "ebita"]}),
    "slope of crowded ends": ("slope", {"items": ["same", "zero", "loss", "cloud", "group", "huge"]}),
    "plan surpassed": (
        "progress",
        {"actual": "huge", "plan": "cloud", "pace": "zero", "pace_label": LONG_NAME},
    ),
    "plans of several kinds": (
        "progress",
        {
            "items": [
                {"actual": "huge", "plan": "cloud"},
                {"actual": "ai_yoy", "plan": "cloud.yoy", "pace": "ebita_yoy"},
            ]
        },
    ),
    "bullets of a loss and of a long name": (
        "bullet",
        {
            "items": [
                {"actual": "loss", "target": "same"},
                {"actual": "huge", "target": "cloud", "bands": {"low": "zero", "high": "cloud"}},
            ]
        },
    ),
    "a range held against itself": ("bullet", {"actual": "cloud", "target": "cloud.guidance"}),
    "a price far from one range": (
        "football",
        {"items": ["cloud.guidance"], "price": "huge", "labels": {"cloud.guidance": LONG_NAME}},
    ),
    "guidance with holes": ("guidance", {"actual": "cloud", "periods": 40}),
    "guidance of nil": ("guidance", {"actual": "zero", "guidance": "zero.prior", "periods": 3}),
    "a line of nil": ("line", {"series": "zero"}),
    "a number promised": ("guidance", {"actual": "loss", "guidance": "same", "periods": 6}),
    "nothing known to compare with": (
        "versus",
        {"items": "ebita", "against": ["budget", "guidance", "year_ago"]},
    ),
    "bounds": ("interval", {"items": ["ai_yoy", "cloud.yoy"]}),
    "versus of losses": ("versus", {"items": ["loss", "huge"], "against": ["year_ago", "prior"]}),
    "nine multiples": (
        "multiples",
        {
            "items": [*SERIES, "cloud.change", "loss.change"],
            "labels": {
                "cloud_yoy": "Growth",
                "cloud.change": "Change",
                "loss.change": "Change of the result",
            },
            "scale": "own",
        },
    ),
    "dots in three states": (
        "dots",
        {"items": ["huge", "loss", "zero", "same", "cloud"], "at": ["now", "year_ago", "consensus"]},
    ),
    "pairs of losses and nil": ("dumbbell", {"items": ["huge", "loss", "zero", "same", "group"]}),
    "points at one place": (
        "scatter",
        {"points": {name: ["same", "zero"] for name in "ABCDE"} | {LONG_NAME: ["same", "loss"]}},
    ),
    "heat of losses and gaps": ("heatmap", {"rows": ["loss", "same", "zero", "cloud", "huge"], "periods": 6}),
    "cohorts of long names": ("cohort", {"items": ["huge", "same"], "periods": 6}),
    "equal values": ("histogram", {"items": "same", "periods": 6}),
    "a value far out": ("histogram", {"items": ["huge", "same", "cloud"], "periods": 6, "highlight": "huge"}),
    "multiples of long names": (
        "multiples",
        {"items": ["huge", "same", "loss", "zero", "group"], "scale": "own"},
    ),
    "columns of two signs side by side": ("columns", {"series": ["loss", "same", "zero"], "periods": 6}),
    "columns of two signs upon one another": ("columns", {"series": ["loss", "same"], "layout": "stacked"}),
    "columns of shares": (
        "columns",
        {"series": ["cloud"], "total": "group", "layout": 100, "labels": {"cloud": LONG_NAME}},
    ),
    "area of nil": ("area", {"series": ["zero"]}),
    "areas of shares with gaps": (
        "area",
        {"series": ["same", "cloud"], "total": "group", "stack": 100, "periods": 6},
    ),
    "share at one date": (
        "share",
        {"total": "huge", "parts": ["same", "cloud", "group", "zero"], "at": "now"},
    ),
    "share over periods with gaps": ("share", {"total": "group", "parts": ["cloud", "same"], "periods": 6}),
    "bridge across zero": (
        "bridge",
        {"from": "loss.year_ago", "to": "loss", "steps": ["same.change", "cloud.change"]},
    ),
    "bridge of levels that dwarf their steps": (
        "bridge",
        {
            "from": "huge.year_ago",
            "to": "huge",
            "steps": ["cloud", "loss.change"],
            "labels": {"cloud": LONG_NAME},
        },
    ),
    "slope of equal ends": ("slope", {"items": ["same", "zero"], "labels": {"same": LONG_NAME}}),
}


DRAWN = [kind for kind in EXAMPLES if kind != "table"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return a_book(tmp_path_factory.mktemp("brief"))


def a_book(
    folder: Path,
    charts: str = "",
    series: Mapping[str, tuple[str, ...]] = SERIES,
    *,
    allow_code: bool = True,
) -> Book:
    rows = ["metric,period,scenario,value,unit,bound"]
    for metric, values in series.items():
        unit = "percent" if metric.endswith("_yoy") else "CNY bn"
        rows += [f"{metric},{p},actual,{v},{unit}," for p, v in zip(PERIODS, values, strict=True) if v]
    (folder / "facts.csv").write_text("\n".join(rows) + SINGLE, encoding="utf-8")
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "narrative.md").write_text("", encoding="utf-8")
    if charts:
        (folder / "charts.py").write_text(charts, encoding="utf-8")
    findings = Findings()
    brief = read_brief(folder, None, findings)
    facts, metrics = load_facts(brief, findings)
    assert not [finding for finding in findings if finding.severity == "error"]
    return Book(replace(brief, allow_code=allow_code), facts, metrics)


def drawn(book: Book, kind: str, options: Options) -> tuple[Drawing, Ledger]:
    ledger = Ledger(Style(currency_short={"CNY": "RMB"}))
    known = (
        {**kinds(book, Findings()), kind: own_kind(kind, OwnCharts(book.brief, Findings()))}
        if kind.startswith(own.OWN)
        else kinds(book, Findings())
    )
    return draw(known[kind], options, "example", book, ledger, THEME), ledger


def texts(parts: Parts) -> list[str]:
    return [text.text for text in parts.texts]


def line_height(piece: Segment) -> float:
    return abs(piece[0][1] - piece[1][1])


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_kind_draws_its_example_without_a_fault_at_both_widths(
    book: Book, easel: Easel, kind: str
) -> None:
    drawing, _ = drawn(book, kind, EXAMPLES[kind])
    for width in SLOTS if drawing.chart else ():
        sketch, parts = easel.sketch(drawing, width), easel.parts(drawing, width)
        assert not easel.faults(drawing, width)
        assert (parts.width, parts.height) == (sketch.width, sketch.height)
        assert parts.width == width


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_data_stay_inside_the_picture_and_apart(book: Book, easel: Easel, name: str) -> None:
    kind, options = AWKWARD[name]
    drawing, _ = drawn(book, kind, options)
    assert not [fault for width in SLOTS for fault in easel.faults(drawing, width)]


@pytest.mark.parametrize("kind", DRAWN)
def test_a_specification_is_valid_vega_lite_and_uses_colours_of_the_theme_alone(
    book: Book, easel: Easel, kind: str
) -> None:
    drawing, _ = drawn(book, kind, EXAMPLES[kind])
    for width in SLOTS:
        spec = easel.sketch(drawing, width).spec
        config = {**spec["config"], "background": "#ffffff"}  # for none at all the schema has no word
        alt.Chart.from_dict({**spec, "config": config}, validate=True)
        written = json.dumps(spec, allow_nan=False)
        assert set(re.findall(r"#[0-9a-fA-F]{6}\b", written)) <= set(THEME.colors.values())


@pytest.mark.parametrize("kind", DRAWN)
def test_what_is_done_to_a_chart_is_in_no_other(book: Book, kind: str) -> None:
    """Copies of a chart share their rows, scales and layers; charts share nothing."""
    drawing, _ = drawn(book, kind, EXAMPLES[kind])
    assert drawing.chart
    before, changed = (drawing.chart(Room(SLOTS[0], THEME)) for _ in range(2))
    expected = before.to_dict()
    for layer in getattr(changed, "layer", ()):
        layer.mark, layer.encoding.x = "point", alt.X("nothing:Q", scale=alt.Scale(domain=[0, 1]))
    assert before.to_dict() == expected == drawing.chart(Room(SLOTS[0], THEME)).to_dict()


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_number_in_a_picture_a_table_and_an_alt_text_is_a_figure(
    book: Book, easel: Easel, kind: str
) -> None:
    drawing, ledger = drawn(book, kind, EXAMPLES[kind])
    periods = {word for period in book.last(12) for word in (period.short, *period.short.split())} | {"100%"}
    for width in SLOTS if drawing.chart else ():
        texts = (text.text for text in easel.parts(drawing, width).texts)
        writing = written_in(texts, {one: ledger.plain(one) for one in drawing.labels})
        ticks = {text.text for text in easel.parts(drawing, width).texts if not text.fact}
        assert set(writing.words) <= periods | ticks
        assert writing.labels or kind in ("sparkline", "timeline")
    # One counts itself how many values lie where, one has days alone.
    counted = kind in ("histogram", "timeline")
    for text in (
        ()
        if counted
        else (
            drawing.lead,
            drawing.values,
            *(cell.text for row in drawing.table.rows for cell in row[1:]),
        )
    ):
        typed = TOKEN.sub("", text)
        assert {word.strip("(),;:.") for word in typed.split() if re.search(r"\d", word)} <= periods


@pytest.mark.parametrize("kind", EXAMPLES)
def test_to_draw_an_exhibit_enters_nothing(book: Book, kind: str) -> None:
    assert drawn(book, kind, EXAMPLES[kind])[1].shown == ()


@pytest.mark.parametrize("kind", DRAWN)
def test_an_alt_text_names_the_kind_and_holds_every_value_of_the_table(book: Book, kind: str) -> None:
    drawing, ledger = drawn(book, kind, EXAMPLES[kind])
    alt = ledger.plain(drawing.alt)
    assert ": " in alt
    assert ".." not in alt
    for row in drawing.table.rows:
        for cell in row[1:]:
            if re.search(r"\d", plain := ledger.plain(cell.text)) and kind != "interval":
                assert plain in alt
    assert ledger.plain(drawing.described("Mine.")).startswith("Mine. ")


def test_a_rising_series_is_said_to_rise(book: Book) -> None:
    drawing, ledger = drawn(book, "columns", EXAMPLES["columns"])
    rose = "Column chart: Cloud revenue growth rose in every quarter shown, from 6% in Q2 24 to 34% in Q3 25."
    assert ledger.plain(drawing.alt).startswith(rose)


def test_a_falling_series_is_said_to_fall(tmp_path: Path) -> None:
    falling = {**SERIES, "cloud_yoy": ("34", "26", "18", "13", "7", "-6")}
    drawing, ledger = drawn(a_book(tmp_path, series=falling), "columns", EXAMPLES["columns"])
    assert "fell in every quarter shown, from 34% in Q2 24 to −6% in Q3 25" in ledger.plain(drawing.alt)


def test_columns_stand_on_zero_and_the_last_one_is_the_subject(book: Book, easel: Easel) -> None:
    bars = easel.parts(drawn(book, "columns", EXAMPLES["columns"])[0]).shapes
    assert len({bar.box.bottom for bar in bars}) == 1
    heights = [bar.box.bottom - bar.box.top for bar in bars]
    assert heights[-1] / heights[0] == pytest.approx(34 / 6, rel=0.01)
    assert [bar.color for bar in bars[-2:]] == [THEME["mark"], THEME["accent"]]


def test_a_negative_column_hangs_from_zero_with_its_label_below(book: Book, easel: Easel) -> None:
    parts = easel.parts(drawn(book, "columns", {"series": "loss"})[0])
    [zero] = [line.segments[0][0][1] for line in parts.strokes if line.color == THEME["muted"]]
    hanging = [bar for bar in parts.shapes if abs(bar.box.top - zero) < 1]
    label = next(text for text in parts.texts if text.text == "−30")
    assert len(hanging) == 3
    assert label.box.top > max(bar.box.bottom for bar in hanging)


def test_a_column_without_a_value_is_an_empty_place_that_says_so(book: Book, easel: Easel) -> None:
    parts = easel.parts(drawn(book, "columns", {"series": "cloud"})[0])
    assert len(parts.shapes) == 4
    assert texts(parts).count("n.a.") == 2


def test_a_gap_in_a_line_stays_a_gap(book: Book, easel: Easel) -> None:
    parts = easel.parts(drawn(book, "line", EXAMPLES["line"])[0])
    lines = [line for line in parts.strokes if line.color == THEME["accent"]]
    # The first three quarters; the last one stands alone.
    assert [len(line.segments) for line in lines] == [2]
    assert len(parts.shapes) == 4


def test_lines_carry_their_names_and_latest_values_at_their_ends(book: Book, easel: Easel) -> None:
    shown = texts(easel.parts(drawn(book, "line", {"series": ["cloud.yoy", "group.yoy"]})[0]))
    assert "34%" in shown
    assert any("Group" in text for text in shown)


def test_bars_are_ranked_and_a_lower_bound_has_an_open_end(book: Book, easel: Easel) -> None:
    drawing, ledger = drawn(book, "bars", EXAMPLES["bars"])
    parts = easel.parts(drawing)
    lengths = [bar.box.right - bar.box.left for bar in parts.shapes if not bar.color.startswith("url")]
    assert lengths == sorted(lengths, reverse=True)
    assert "≥100%" in texts(parts)
    assert sum(bar.color.startswith("url") for bar in parts.shapes) == 1
    assert "≥100%" in ledger.plain(drawing.alt)


def test_a_bridge_adds_up_and_draws_what_its_steps_leave_in_grey(book: Book, easel: Easel) -> None:
    drawing, ledger = drawn(book, "bridge", EXAMPLES["bridge"])
    parts = easel.parts(drawing)
    assert [ledger.plain(row[1].text) for row in drawing.table.rows] == ["+10.2", "+1.1", "+11.3"]
    assert {"236.5", "247.8", "+10.2", "+1.1", "Other"} <= set(texts(parts))
    assert THEME["soft"] in {bar.color for bar in parts.shapes}


def test_a_bridge_without_a_total_says_what_it_expects() -> None:
    with pytest.raises(ValidationError, match="expected 'from' and 'to', or 'total'"):
        SHIPPED["bridge"].options.model_validate({"steps": ["a"]})


def test_shares_fill_their_column_with_what_is_left(book: Book) -> None:
    drawing, ledger = drawn(book, "share", EXAMPLES["share"])
    assert [[ledger.plain(cell.text) for cell in row] for row in drawing.table.rows] == [
        ["Cloud revenue", "12.5%", "16.1%"],
        ["Other", "87.5%", "83.9%"],
    ]


def test_progress_names_what_was_done_the_plan_and_the_pace(book: Book, easel: Easel) -> None:
    shown = " ".join(texts(easel.parts(drawn(book, "progress", EXAMPLES["progress"])[0])))
    assert all(words in shown for words in ("Investment", "~120", "Plan", "380", "Even pace", "247.8"))


def test_versus_says_where_the_actual_stands(book: Book) -> None:
    drawing, ledger = drawn(book, "versus", EXAMPLES["versus"])
    assert "above RMB\u00a037.9bn (Consensus)" in ledger.plain(drawing.alt)


def test_versus_says_the_range_and_where_the_actual_stands(book: Book, easel: Easel) -> None:
    drawing, ledger = drawn(book, "versus", {"items": ["cloud"], "against": ["guidance"]})
    assert "36–38" in " ".join(texts(easel.parts(drawing)))
    assert "above RMB\u00a036–38bn (Guidance)" in ledger.plain(drawing.alt)


def test_a_line_of_guidance_is_a_band_where_its_ranges_stand_side_by_side(book: Book, easel: Easel) -> None:
    drawing, ledger = drawn(book, "line", {"series": ["cloud", "cloud.guidance"], "periods": 3})
    assert THEME["soft"] in easel.svg(drawing) or THEME["accent_soft"] in easel.svg(drawing)
    assert [ledger.plain(row[-1].text) for row in drawing.table.rows] == ["30–34", "33.0\u00a0±2%", "36–38"]


def test_an_interval_shows_the_range_that_a_source_gives(book: Book, easel: Easel) -> None:
    drawing, ledger = drawn(book, "interval", {"items": ["cloud.guidance", "cloud"]})
    assert "36–38" in " ".join(texts(easel.parts(drawing)))
    assert "with the range given, or what rounding allows" in ledger.plain(drawing.measure)
    assert "Actual is above Guidance" in ledger.plain(drawing.alt)


def test_a_table_shows_the_restated_figure_that_its_change_is_measured_from(book: Book) -> None:
    drawing, ledger = drawn(book, "table", {"rows": ["goods"]})
    assert [ledger.plain(cell.text) for cell in drawing.table.rows[0][1:]] == ["3.6", "2.8", "+0.8", "+30%"]


def test_an_interval_says_that_rounding_does_not_tell_its_values_apart(book: Book) -> None:
    drawing, ledger = drawn(book, "interval", EXAMPLES["interval"])
    assert "cannot be told apart within rounding" in ledger.plain(drawing.alt)


def test_a_streak_is_solid_where_stated_and_light_where_implied(book: Book, easel: Easel) -> None:
    drawing, ledger = drawn(book, "streak", EXAMPLES["streak"])
    fills = [bar.color for bar in easel.parts(drawing).shapes][:5]
    assert fills == [THEME["accent_soft"]] * 2 + [THEME["accent"]] * 3
    assert "Implied by the count: Q3 24, Q4 24." in ledger.plain(drawing.alt)


def test_a_sparkline_of_two_values_is_not_drawn(book: Book) -> None:
    assert drawn(book, "sparkline", {"series": "huge"})[0].chart is None


def test_a_table_says_points_nil_and_within_rounding(book: Book) -> None:
    drawing, ledger = drawn(book, "table", EXAMPLES["table"])
    rows = {row[0].text: [ledger.plain(cell.text) for cell in row[1:]] for row in drawing.table.rows}
    assert drawing.table.header == ("", "Q3 25", "Q3 24", "Δ", "Δ %")
    assert rows["Cloud revenue, RMB bn"] == ["39.8", "29.6", "+10.2", "+34%"]
    assert rows["Cloud margin, percent"][2:] == ["within rounding", ""]
    assert rows["Nil, RMB bn"][:2] == ["–", "–"]
    assert drawing.table.emphasised == {1}
    assert drawing.chart is None


def test_a_series_without_any_fact_is_an_error_that_names_it(book: Book) -> None:
    with pytest.raises(MissingFact, match="budget"):
        drawn(book, "columns", {"series": "budget"})
    with pytest.raises(FormulaError):
        drawn(book, "columns", {"series": "no_such_metric"})


def test_an_unknown_option_is_refused_with_its_name() -> None:
    with pytest.raises(ValidationError) as problem:
        SHIPPED["columns"].options.model_validate({"series": "cloud", "colour": "red"})
    assert problem.value.errors()[0]["loc"] == ("colour",)


# Letters --------------------------------------------------------------------------------------------------


def test_letters_are_measured_by_the_bundled_font() -> None:
    assert width_of("0", 10) == pytest.approx(6.2, abs=0.3)
    assert width_of("WWW", 10) > 3 * width_of("ii", 10)
    assert width_of("Cloud", 10.5, 600) > width_of("Cloud", 10.5)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrapped("Cloud revenue", 200, 10) == ("Cloud revenue",)
    lines = wrapped(LONG_NAME, 90, 10)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line, 10) <= 90 for line in lines)
    assert shortened("Donaudampfschifffahrt", 60, 10).endswith("…")


def test_labels_are_moved_apart_in_order_and_stay_inside() -> None:
    places = spread([10, 11, 12, 90], 10, 0, 95)
    assert all(later - earlier >= 9.99 for earlier, later in pairwise(places))
    assert places[0] >= 0
    assert max(places) <= 95
    assert spread([50, 10], 10, 0, 100) == (50, 10)


def test_labels_that_would_touch_give_way_to_the_more_important() -> None:
    assert apart([(0, 10), (5, 15), (20, 30)], [1, 0, 2]) == {1, 2}
