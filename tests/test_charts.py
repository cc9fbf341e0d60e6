"""Charts as their readers meet them: labels, gaps, baselines, widths, colours and alternative texts."""

from __future__ import annotations

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
from reportgen.charts.canvas import Canvas, Fault
from reportgen.charts.judging.writing import drawn as written_in
from reportgen.charts.kind import Drawing
from reportgen.charts.lettering import apart, shortened, spread, width_of, wrapped
from reportgen.charts.own import CodeNotAllowed, OwnChartError, OwnCharts
from reportgen.charts.registry import SHIPPED, draw, kinds, own_kind, specification
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.figures.ledger import TOKEN, Ledger
from reportgen.figures.written import Style
from reportgen.findings import Findings

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
    "sparkline": {"series": "cloud.yoy"},
    "table": {"rows": ["group", "cloud", "margin", "zero"], "emphasise": "cloud"},
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
            "events": [{"date": "2025-02-11", "text": "Words that need some lines at half width"}, {"date": "2024-Q4", "text": "Sale of stores"}],
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
    "bounds": ("interval", {"items": ["ai_yoy", "cloud.yoy"]}),
    "versus of losses": ("versus", {"items": ["loss", "huge"], "against": ["year_ago", "prior"]}),
    "multiples of long names": (
        "multiples",
        {"items": ["huge", "same", "loss", "zero", "group"], "scale": "own"},
    ),
}


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


def canvas(drawing: Drawing, width: float = 658) -> Canvas:
    assert drawing.sketch
    sketch = drawing.sketch(width)
    assert isinstance(sketch, Canvas)
    return sketch


def texts(sketch: Canvas) -> list[str]:
    return [str(mark["text"]) for mark in sketch.texts]


@pytest.mark.parametrize("kind", SHIPPED)
def test_every_kind_draws_its_example_without_a_fault_at_both_widths(book: Book, kind: str) -> None:
    drawing, _ = drawn(book, kind, EXAMPLES[kind])
    for width in SLOTS if drawing.sketch else ():
        sketch = canvas(drawing, width)
        assert not list(sketch.faults())
        assert (sketch.width, sketch.height) == (width, int(sketch.height))


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_data_stay_inside_the_picture_and_apart(book: Book, name: str) -> None:
    kind, options = AWKWARD[name]
    drawing, _ = drawn(book, kind, options)
    assert not [fault for width in SLOTS for fault in canvas(drawing, width).faults()]


@pytest.mark.parametrize("kind", [kind for kind in SHIPPED if kind != "table"])
def test_a_specification_is_valid_vega_lite_and_uses_colours_of_the_theme_alone(
    book: Book, kind: str
) -> None:
    drawing, _ = drawn(book, kind, EXAMPLES[kind])
    for width in SLOTS:
        spec = specification(canvas(drawing, width), THEME)
        alt.LayerChart.from_dict({**spec, "config": {}}, validate=True)
        marks = str(spec["datasets"])
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}", marks)) <= set(THEME.colors.values())
        assert "None" not in marks
        assert "nan" not in marks


@pytest.mark.parametrize("kind", SHIPPED)
def test_every_number_in_a_picture_a_table_and_an_alt_text_is_a_figure(book: Book, kind: str) -> None:
    drawing, ledger = drawn(book, kind, EXAMPLES[kind])
    periods = {word for period in book.last(12) for word in (period.short, *period.short.split())} | {"100%"}
    for width in SLOTS if drawing.sketch else ():
        writing = written_in(
            canvas(drawing, width).words(), {one: ledger.plain(one) for one in drawing.labels}
        )
        assert set(writing.words) <= periods
        assert writing.labels or kind == "sparkline"
    for text in (
        drawing.lead,
        drawing.values,
        *(cell.text for row in drawing.table.rows for cell in row[1:]),
    ):
        typed = TOKEN.sub("", text)
        assert {word.strip("(),;:.") for word in typed.split() if re.search(r"\d", word)} <= periods


@pytest.mark.parametrize("kind", SHIPPED)
def test_to_draw_an_exhibit_enters_nothing(book: Book, kind: str) -> None:
    assert drawn(book, kind, EXAMPLES[kind])[1].shown == ()


@pytest.mark.parametrize("kind", [kind for kind in SHIPPED if kind != "table"])
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


def test_columns_stand_on_zero_and_the_last_one_is_the_subject(book: Book) -> None:
    bars = canvas(drawn(book, "columns", EXAMPLES["columns"])[0]).bars
    assert len({bar["y2"] for bar in bars}) == 1
    heights = [bar["y2"] - bar["y"] for bar in bars]
    assert heights[-1] / heights[0] == pytest.approx(34 / 6, rel=0.01)
    assert [bar["fill"] for bar in bars[-2:]] == [THEME["mark"], THEME["accent"]]


def test_a_negative_column_hangs_from_zero_with_its_label_below(book: Book) -> None:
    sketch = canvas(drawn(book, "columns", {"series": "loss"})[0])
    zero = sketch.rules[-1]["y"]
    hanging = [bar for bar in sketch.bars if bar["y"] == zero]
    label = next(mark for mark in sketch.texts if mark["text"] == "−30")
    assert len(hanging) == 3
    assert label["y"] > max(bar["y2"] for bar in hanging)


def test_a_column_without_a_value_is_an_empty_place_that_says_so(book: Book) -> None:
    sketch = canvas(drawn(book, "columns", {"series": "cloud"})[0])
    assert len(sketch.bars) == 4
    assert texts(sketch).count("n.a.") == 2


def test_a_gap_in_a_line_stays_a_gap(book: Book) -> None:
    sketch = canvas(drawn(book, "line", EXAMPLES["line"])[0])
    assert len({mark["line"] for mark in sketch.lines}) == 1
    assert len(sketch.lines) == 3  # the first three quarters; the last one stands alone
    assert len(sketch.dots) == 4


def test_lines_carry_their_names_and_latest_values_at_their_ends(book: Book) -> None:
    shown = texts(canvas(drawn(book, "line", {"series": ["cloud.yoy", "group.yoy"]})[0]))
    assert "34%" in shown
    assert any("Group" in text for text in shown)


def test_bars_are_ranked_and_a_lower_bound_has_an_open_end(book: Book) -> None:
    drawing, ledger = drawn(book, "bars", EXAMPLES["bars"])
    sketch = canvas(drawing)
    lengths = [bar["x2"] - bar["x"] for bar in sketch.bars]
    assert lengths == sorted(lengths, reverse=True)
    assert "≥100%" in texts(sketch)
    assert len(sketch.hatches) == 1
    assert "≥100%" in ledger.plain(drawing.alt)


def test_a_bridge_adds_up_and_draws_what_its_steps_leave_in_grey(book: Book) -> None:
    drawing, ledger = drawn(book, "bridge", EXAMPLES["bridge"])
    sketch = canvas(drawing)
    assert [ledger.plain(row[1].text) for row in drawing.table.rows] == ["+10.2", "+1.1", "+11.3"]
    assert {"236.5", "247.8", "+10.2", "+1.1", "+11.3", "Other"} <= set(texts(sketch))
    assert sketch.bars[1]["fill"] == THEME["soft"]


def test_a_bridge_without_a_total_says_what_it_expects() -> None:
    with pytest.raises(ValidationError, match="expected 'from' and 'to', or 'total'"):
        SHIPPED["bridge"].options.model_validate({"steps": ["a"]})


def test_shares_fill_their_column_with_what_is_left(book: Book) -> None:
    drawing, ledger = drawn(book, "share", EXAMPLES["share"])
    assert [[ledger.plain(cell.text) for cell in row] for row in drawing.table.rows] == [
        ["Cloud revenue", "12.5%", "16.1%"],
        ["Other", "87.5%", "83.9%"],
    ]


def test_a_sixth_part_is_refused() -> None:
    with pytest.raises(ValidationError):
        SHIPPED["share"].options.model_validate({"total": "t", "parts": list("abcdef")})


def test_progress_stands_inside_the_outline_of_its_plan(book: Book) -> None:
    sketch = canvas(drawn(book, "progress", EXAMPLES["progress"])[0])
    plan, actual = sketch.bars
    assert plan["fill"] == "transparent"
    assert plan["stroke"] == THEME["strong"]
    assert (actual["x2"] - actual["x"]) / 658 == pytest.approx(120 / 380, rel=0.01)
    assert {"Investment ~120", "Plan 380", "Even pace 247.8"} <= set(texts(sketch))


def test_versus_draws_expectations_as_outlines(book: Book) -> None:
    drawing, ledger = drawn(book, "versus", EXAMPLES["versus"])
    assert sum(bar["fill"] == "transparent" for bar in canvas(drawing).bars) == 1
    assert "above RMB\u00a037.9bn (Consensus)" in ledger.plain(drawing.alt)


def test_versus_draws_a_range_with_both_ends_and_says_where_the_actual_stands(book: Book) -> None:
    drawing, ledger = drawn(book, "versus", {"items": ["cloud"], "against": ["guidance"]})
    sketch = canvas(drawing)
    bar = next(one for one in sketch.bars if "36–38" in texts(sketch) and one["fill"] != THEME["accent"])
    line = [rule for rule in sketch.rules if rule["y"] == rule["y2"] and rule["stroke"] == THEME["ink"]]
    assert len(line) == 1
    assert line[0]["x"] < bar["x2"] < line[0]["x2"]  # the bar ends at the midpoint
    assert (line[0]["x2"] - bar["x"]) / (line[0]["x"] - bar["x"]) == pytest.approx(38 / 36, rel=0.01)
    assert "above RMB\u00a036–38bn (Guidance)" in ledger.plain(drawing.alt)


def test_a_line_of_guidance_has_a_whisker_at_each_of_its_ranges(book: Book) -> None:
    drawing, ledger = drawn(book, "line", {"series": ["cloud", "cloud.guidance"], "periods": 3})
    upright = [rule for rule in canvas(drawing).rules if rule["x"] == rule["x2"]]
    assert len(upright) == len(("2025-Q1", "2025-Q2", "2025-Q3"))
    assert [ledger.plain(row[-1].text) for row in drawing.table.rows] == ["30–34", "33.0\u00a0±2%", "36–38"]


def test_an_interval_shows_the_range_that_a_source_gives(book: Book) -> None:
    drawing, ledger = drawn(book, "interval", {"items": ["cloud.guidance", "cloud"]})
    assert "36 to 38\u00a0billion Chinese yuan" in texts(canvas(drawing))
    assert "with the range given, or what rounding allows" in ledger.plain(drawing.measure)
    assert "Actual is above Guidance" in ledger.plain(drawing.alt)


def test_a_table_shows_the_restated_figure_that_its_change_is_measured_from(book: Book) -> None:
    drawing, ledger = drawn(book, "table", {"rows": ["goods"]})
    assert [ledger.plain(cell.text) for cell in drawing.table.rows[0][1:]] == ["3.6", "2.8", "+0.8", "+30%"]


def test_an_interval_says_that_rounding_does_not_tell_its_values_apart(book: Book) -> None:
    drawing, ledger = drawn(book, "interval", EXAMPLES["interval"])
    assert "cannot be told apart within rounding" in ledger.plain(drawing.alt)
    assert any(text.endswith("9.2\u00a0percent") for text in texts(canvas(drawing)))


def test_a_streak_is_solid_where_stated_and_light_where_implied(book: Book) -> None:
    drawing, ledger = drawn(book, "streak", EXAMPLES["streak"])
    fills = [bar["fill"] for bar in canvas(drawing).bars][:5]
    assert fills == [THEME["accent_soft"]] * 2 + [THEME["accent"]] * 3
    assert "Implied by the count: Q3 24, Q4 24." in ledger.plain(drawing.alt)


def test_a_sparkline_of_two_values_is_not_drawn(book: Book) -> None:
    assert drawn(book, "sparkline", {"series": "huge"})[0].sketch is None


def test_a_table_says_points_nil_and_within_rounding(book: Book) -> None:
    drawing, ledger = drawn(book, "table", EXAMPLES["table"])
    rows = {row[0].text: [ledger.plain(cell.text) for cell in row[1:]] for row in drawing.table.rows}
    assert drawing.table.header == ("", "Q3 25", "Q3 24", "Δ", "Δ %")
    assert rows["Cloud revenue, RMB bn"] == ["39.8", "29.6", "+10.2", "+34%"]
    assert rows["Cloud margin, percent"][2:] == ["within rounding", "–"]
    assert rows["Nil, RMB bn"][:2] == ["–", "–"]
    assert drawing.table.emphasised == {1}
    assert drawing.sketch is None


def test_a_series_without_any_fact_is_an_error_that_names_it(book: Book) -> None:
    with pytest.raises(MissingFact, match="budget"):
        drawn(book, "columns", {"series": "budget"})
    with pytest.raises(FormulaError):
        drawn(book, "columns", {"series": "no_such_metric"})


def test_an_unknown_option_is_refused_with_its_name() -> None:
    with pytest.raises(ValidationError) as problem:
        SHIPPED["columns"].options.model_validate({"series": "cloud", "colour": "red"})
    assert problem.value.errors()[0]["loc"] == ("colour",)


# A brief's own charts -------------------------------------------------------------------------------------

OWN = """
import altair as alt

def dots(scene, size=40):
    facts = [fact for fact in scene.series("cloud", scene.last(6)) if fact]
    rows = [{"p": f.period.short, "v": float(f.quantity.value), "l": scene.label(f, "short")} for f in facts]
    return alt.Chart(alt.Data(values=rows)).mark_point(size=size).encode(x="p:N", y="v:Q"), facts

def broken(scene):
    return 1 / 0
"""


def test_a_briefs_own_function_becomes_a_kind_with_table_and_alt_text(tmp_path: Path) -> None:
    book = a_book(tmp_path, OWN)
    drawing, ledger = drawn(book, "own:dots", {"size": 80})
    assert drawing.sketch
    half = THEME.slots["half"]
    spec = specification(drawing.sketch(half), THEME)
    assert spec["width"] == half
    assert spec["config"]["axis"]["labelColor"] == THEME["muted"]
    assert "39.8" in ledger.plain(drawing.alt)
    assert len(drawing.table.rows) == 4
    assert not list(tmp_path.glob("__pycache__"))


FAILING = {
    "fails": ("    return 1 / 0", r"charts\.py:4: ZeroDivisionError: division by zero"),
    "ends the program": ("    import sys; sys.exit(0)", r"charts\.py:4: SystemExit: 0"),
    "raises what is no error": ("    raise GeneratorExit", r"charts\.py:4: GeneratorExit"),
    "recurses for ever": ("    return own(scene)", "RecursionError"),
    "returns nothing": ("    pass", "must return a Drawing, or"),
    "returns a number": ("    return 5", "must return a Drawing, or"),
    "returns no facts": ("    return alt.Chart().mark_point(), []", "a list of the facts"),
    "returns texts for facts": ("    return alt.Chart().mark_point(), ['39.8']", "a list of the facts"),
    "returns a broken drawing": ("    return Drawing(5, None, None)", "are texts"),
    "returns a drawing of junk": ("    return Drawing('', Table((1,), ()), '')", "its header texts"),
    "returns a chart that is none": (
        "    return alt.Chart(alt.Data(values=[])).mark_point().encode(x='a:wrong'), [scene.fact('cloud')]",
        "Error",
    ),
    "returns what is no JSON": (
        "    return alt.Chart(alt.Data(values=[{'a': float('nan')}])).mark_point(), [scene.fact('cloud')]",
        "not JSON compliant",
    ),
}


@pytest.mark.parametrize("how", FAILING)
def test_whatever_an_own_function_does_is_an_error_that_names_it(tmp_path: Path, how: str) -> None:
    code, message = FAILING[how]
    imports = (
        "import altair as alt; from reportgen.charts.kind import Drawing; from reportgen.model import Table"
    )
    book = a_book(tmp_path, f"{imports}\n\ndef own(scene):\n{code}\n")
    with pytest.raises(OwnChartError, match=message):
        drawn(book, "own:own", {})


def test_an_own_function_without_an_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "SECONDS", 0.2)
    stubborn = (
        "def own(scene):\n  while True:\n    try:\n      while True: pass\n    except Exception: pass\n"
    )
    with pytest.raises(OwnChartError, match=r"ran for more than 0\.2 seconds"):
        drawn(a_book(tmp_path, stubborn), "own:own", {})


def test_what_an_own_function_prints_is_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn(a_book(tmp_path, OWN.replace("import altair", "print('loading'); import altair")), "own:dots", {})
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "loading\n")


def test_a_charts_file_may_hold_data_classes_with_late_annotations(tmp_path: Path) -> None:
    late = "from __future__ import annotations\nfrom dataclasses import dataclass, field\n"
    holding = "@dataclass\nclass Dot:\n    size: int = field(default=40)\n"
    drawing, _ = drawn(
        a_book(tmp_path, late + holding + OWN.replace("size=40", "size=Dot().size")), "own:dots", {}
    )
    assert drawing.sketch


def test_a_charts_file_that_does_not_load_is_an_error_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(OwnChartError, match=r"charts\.py:2: NameError"):
        drawn(a_book(tmp_path, "x = 1\ny = z\n"), "own:dots", {})
    with pytest.raises(OwnChartError, match=r"charts\.py:2: SyntaxError"):
        drawn(a_book(tmp_path, "x = 1\ny = (\n"), "own:dots", {})


def test_an_own_function_that_is_not_there_is_an_error_that_says_what_was_meant(tmp_path: Path) -> None:
    with pytest.raises(OwnChartError, match=r"no function 'dot' in charts\.py — did you mean 'dots'"):
        drawn(a_book(tmp_path, OWN), "own:dot", {})


def test_nothing_of_an_own_file_runs_where_nobody_has_allowed_it(tmp_path: Path) -> None:
    book = a_book(tmp_path, f"open({str(tmp_path / 'ran')!r}, 'w')\n{OWN}", allow_code=False)
    with pytest.raises(CodeNotAllowed, match="--allow-code"):
        drawn(book, "own:dots", {})
    assert not (tmp_path / "ran").exists()


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


def test_a_text_over_the_edge_and_one_over_another_are_faults() -> None:
    sketch = Canvas(THEME, 100, 40)
    sketch.text(90, 20, "clipped")
    sketch.text(0, 20, "one")
    sketch.text(4, 22, "other")
    assert list(sketch.faults()) == [
        Fault("label-clipped", "'clipped' reaches over the picture's edge"),
        Fault("label-overlap", "'one' and 'other' stand on each other"),
    ]
