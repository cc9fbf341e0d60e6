"""What is only expected is drawn as such: dashed, open, hatched, as a band; flags and polarity are seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reportgen.charts.judging.picture import Parts, Shape
from reportgen.charts.kind import Drawing
from reportgen.errors import FormulaError
from tests.easel import THEME, WIDE, Easel, chart_of
from tests.test_annotations import BRIEF, HALF

Draw = Callable[..., Drawing]
KNOWN = {"2025-08": "100", "2025-09": "110", "2025-10": "105", "2025-11": "120", "2025-12": "118"}
AHEAD = {"2026-01": ("125", "120 to 130"), "2026-02": ("128", "121 to 137"), "2026-03": ("131", "120 to 140")}
FLAGS = {"2025-11": "p", "2025-12": "e"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outlook")
    rows = [f"{name},{at},,{value},EUR mn,r," for name in ("sales", "cost") for at, value in KNOWN.items()]
    rows += [f"orders,{at},,{int(value) - 40},EUR mn,r," for at, value in KNOWN.items()]
    rows += [f"whole,{at},,300,EUR mn,r," for at in KNOWN]
    rows += [f"whole,{at},forecast,300,EUR mn,r," for at in AHEAD]
    for at, (value, ends) in AHEAD.items():
        rows += [
            f"sales,{at},forecast,{value},EUR mn,r,",
            f"sales,{at},guidance,{ends},EUR mn,r,",
            f"sales,{at},consensus,{value},EUR mn,r,",
            *(
                f"orders,{at},{scenario},{int(value) - 50},EUR mn,r,"
                for scenario in ("forecast", "consensus")
            ),
            f"orders,{at},guidance,{ends},EUR mn,r,",
        ]
    rows += [f"flagged,{at},,{value},EUR mn,r,{FLAGS.get(at, '')}" for at, value in KNOWN.items()]
    (path / "facts.csv").write_text("\n".join(["metric,period,scenario,value,unit,source,flag", *rows, ""]))
    (path / "metrics.yaml").write_text(
        "sales: {label: Sales, polarity: more is better}\ncost: {label: Cost, polarity: less is better}\n"
        "flagged: {label: Imports}\norders: {label: Orders}\nwhole: {label: All}\n"
    )
    (path / "brief.yaml").write_text(BRIEF)
    return path


@pytest.fixture
def draw(folder: Path) -> Draw:
    def drawn(kind: str, without: Sequence[str] = (), **options: object) -> Drawing:
        given = {"series": "sales", "periods": 5} | options
        return chart_of(folder, kind, **{key: value for key, value in given.items() if key not in without})

    return drawn


def marks(parts: Parts) -> list[Shape]:
    return sorted((one for one in parts.shapes if one.fact), key=lambda one: one.box.left)


def middle(shape: Shape) -> float:
    return (shape.box.left + shape.box.right) / 2


def test_a_forecast_goes_on_from_the_last_known_point_as_a_dashed_line(draw: Draw, easel: Easel) -> None:
    drawing = draw("line", ahead=3)
    for width in (WIDE, HALF):
        points = marks(easel.parts(drawing, width))
        assert len(points) == len(KNOWN) + len(AHEAD)
        [dashed] = re.findall(
            r'<path[^>]*d="([^"]*)"[^>]*stroke-dasharray="5,3"|stroke-dasharray="5,3"[^>]*d="([^"]*)"',
            easel.svg(drawing, width),
        )
        xs = [float(x) for x in re.findall(r"[ML](-?[\d.]+)", "".join(dashed))]
        assert max(xs) - min(xs) == pytest.approx(middle(points[-1]) - middle(points[4]), abs=1)


def test_points_of_a_forecast_are_open_and_the_latest_known_one_is_the_subject(
    draw: Draw, easel: Easel
) -> None:
    parts = easel.parts(draw("line", ahead=3))
    colors = [one.color for one in marks(parts)]
    assert colors == [THEME["accent"]] * len(KNOWN) + [THEME["paper"]] * len(AHEAD)
    assert {one.text for one in parts.texts if one.color == THEME["accent"]} == {"118"}


def test_columns_of_a_forecast_are_hatched(draw: Draw, easel: Easel) -> None:
    colors = [one.color for one in marks(easel.parts(draw("columns", ahead=3)))]
    assert colors[4] == THEME["accent"]
    assert all(color.startswith("url(#") for color in colors[5:])
    assert not any(color.startswith("url(#") for color in colors[:5])


def test_ranges_side_by_side_are_a_band_between_their_ends(draw: Draw, easel: Easel) -> None:
    drawing = draw("line", ahead=3, forecast="guidance", band={"low": 118, "high": 140, "text": "Ends"})
    parts = easel.parts(drawing)
    shade = next(one for one in parts.shapes if one.color == THEME["soft"])
    path = re.search(rf'<path[^>]*fill="{THEME["accent_soft"]}"[^>]*>', easel.svg(drawing))
    assert path
    [d] = re.findall(r' d="([^"]*)"', path[0])
    ys = [float(y) for y in re.findall(r"[ML]-?[\d.]+,(-?[\d.]+)", d)]
    top = shade.box.top - min(ys)  # what the group around it is moved by
    assert max(ys) + top == pytest.approx(shade.box.bottom, abs=0.6)
    assert f"{AHEAD['2026-03'][1].replace(' to ', '–')}" in [one.text for one in parts.texts]


def test_values_of_a_forecast_say_so_in_words_and_table(draw: Draw) -> None:
    drawing = draw("columns", ahead=3)
    assert "Jan 26, forecast" in drawing.alt
    assert "in Dec 25" in drawing.lead
    assert "Jan 26" not in drawing.lead
    assert [row[0].text for row in drawing.table.rows[-3:]] == [
        f"{month} 26, forecast" for month in ("Jan", "Feb", "Mar")
    ]


def test_a_forecast_that_is_missing_is_a_gap(draw: Draw) -> None:
    [gap] = draw("columns", ahead=4).gaps
    assert [str(period) for period in gap.periods] == ["2026-04"]


@pytest.mark.parametrize("kind", ["columns", "line"])
def test_provisional_and_estimated_values_carry_their_flags(kind: str, draw: Draw, easel: Easel) -> None:
    parts = easel.parts(draw(kind, series="flagged"))
    texts = {one.text.replace("\u00a0", " ") for one in parts.texts}
    assert {"120 p", "118 e", "105"} <= texts


@pytest.mark.parametrize(
    ("series", "up", "down"), [("sales", "good", "bad"), ("cost", "bad", "good"), ("flagged", "mid", "mark")]
)
def test_changes_have_the_colours_of_their_metrics_polarity(
    series: str, up: str, down: str, draw: Draw, easel: Easel
) -> None:
    drawing = draw("columns", series=f"{series}.qoq", periods=4, highlight="none")
    colors = [one.color for one in marks(easel.parts(drawing))]
    assert colors == [THEME[token] for token in (up, down, up, down)]


def test_changes_of_one_sign_stay_grey(draw: Draw, easel: Easel) -> None:
    shown = marks(easel.parts(draw("columns", series="sales", periods=4, highlight="none")))
    assert {one.color for one in shown} == {THEME["mark"]}


# Several series, areas and small panels ------------------------------------------------------------------------------

BOTH = {"series": ["sales", "orders"], "periods": 5, "ahead": 3}


def hatched(parts: Parts) -> set[str]:
    """The facts whose marks are hatched."""
    return {one.fact for one in parts.shapes if one.fact and one.color.startswith("url(#")}


def expected(scenario: str, *series: str) -> set[str]:
    return {f"{name}@{at}/{scenario}" for name in series for at in AHEAD}


@pytest.mark.parametrize("layout", ["grouped", "stacked"])
def test_columns_of_several_series_go_on_into_what_is_expected_of_each(
    layout: str, draw: Draw, easel: Easel
) -> None:
    for scenario in ("forecast", "consensus"):
        drawing = draw("columns", **BOTH, layout=layout, forecast=scenario)
        for width in (WIDE, HALF):
            parts = easel.parts(drawing, width)
            assert hatched(parts) == expected(scenario, "sales", "orders")
            assert len(marks(parts)) == 2 * (len(KNOWN) + len(AHEAD))
            assert not easel.faults(drawing, width)
        assert f"Mar 26, {scenario}" in drawing.alt
        assert "in Dec 25" in drawing.lead
        assert "Jan 26" not in drawing.lead


@pytest.mark.parametrize(("kind", "layout"), [("columns", {"layout": "100"}), ("area", {"stack": "100"})])
def test_shares_of_a_total_that_is_expected_are_hatched_too(
    kind: str, layout: dict[str, str], draw: Draw, easel: Easel
) -> None:
    drawing = draw(kind, **BOTH, total="whole", **layout)
    svg = easel.svg(drawing)
    assert svg.count("<pattern") == 3  # of both series, and of what they leave of the total
    assert [row[0].text for row in drawing.table.rows][-1] == "Mar 26, forecast"
    assert not drawing.gaps


def test_each_series_is_hatched_in_its_own_colour(draw: Draw, easel: Easel) -> None:
    parts = easel.parts(draw("columns", **BOTH))
    grounds = {one.fact.partition("@")[0]: one.color for one in parts.shapes if one.color.startswith("url(#")}
    assert grounds["sales"] != grounds["orders"]


def test_ranges_ahead_are_whiskers_side_by_side_and_refused_upon_one_another(
    draw: Draw, easel: Easel
) -> None:
    drawing = draw("columns", **BOTH, forecast="guidance")
    assert hatched(easel.parts(drawing)) == expected("guidance", "sales", "orders")
    ends = [shape for shape in easel.parts(drawing).strokes if shape.color == THEME["ink"]]
    assert len([piece for one in ends for piece in one.segments]) >= 2 * len(AHEAD)
    for kind, layout in (("columns", {"layout": "stacked"}), ("area", {})):
        with pytest.raises(FormulaError, match="nothing can be stacked upon a range"):
            draw(kind, **BOTH, **layout, forecast="guidance")


def test_an_area_goes_on_hatched_under_a_dashed_line(draw: Draw, easel: Easel) -> None:
    drawing = draw("area", ahead=3)
    svg = easel.svg(drawing)
    assert len(re.findall(r'fill="url\(#', svg)) == 1
    assert 'stroke-dasharray="5,3"' in svg
    assert "Mar 26, forecast" in drawing.alt
    assert "in Dec 25" in drawing.lead


def test_areas_upon_one_another_go_on_hatched_from_the_last_known_point(draw: Draw, easel: Easel) -> None:
    parts = easel.svg(draw("area", **BOTH))
    ahead = re.findall(r'<path[^>]* d="([^"]*)"[^>]*fill="url\(#|<path d="([^"]*)"[^>]*fill="url\(#', parts)
    known = re.findall(rf'<path d="([^"]*)"[^>]*fill="{THEME["accent"]}"', parts)
    assert len(ahead) == 2
    begins = [min(float(x) for x in re.findall(r"[ML](-?[\d.]+)", "".join(one))) for one in ahead]
    assert begins == pytest.approx(
        [max(float(x) for x in re.findall(r"[ML](-?[\d.]+)", known[0]))] * 2, abs=0.1
    )


def test_small_panels_go_on_hatched_and_say_the_latest_and_the_last_value(draw: Draw, easel: Easel) -> None:
    drawing = draw("multiples", items=["sales", "orders"], without=["series"], ahead=3)
    parts = easel.parts(drawing)
    assert hatched(parts) == expected("forecast", "sales", "orders")
    assert [one.text for one in parts.texts if one.fact.startswith("#sales") or "sales@" in one.fact] == [
        "118",
        "131",
    ]
