"""What is only expected is drawn as such: dashed, open, hatched, as a band; flags and polarity are seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.charts.judging.picture import Parts, Shape
from reportgen.charts.kind import Drawing
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
    rows += [f"sales,{at},forecast,{value},EUR mn,r," for at, (value, _) in AHEAD.items()]
    rows += [f"sales,{at},guidance,{ends},EUR mn,r," for at, (_, ends) in AHEAD.items()]
    rows += [f"flagged,{at},,{value},EUR mn,r,{FLAGS.get(at, '')}" for at, value in KNOWN.items()]
    (path / "facts.csv").write_text("\n".join(["metric,period,scenario,value,unit,source,flag", *rows, ""]))
    (path / "metrics.yaml").write_text(
        "sales: {label: Sales, polarity: more is better}\ncost: {label: Cost, polarity: less is better}\n"
        "flagged: {label: Imports}\n"
    )
    (path / "brief.yaml").write_text(BRIEF)
    return path


@pytest.fixture
def draw(folder: Path) -> Draw:
    def drawn(kind: str, **options: object) -> Drawing:
        return chart_of(folder, kind, **({"series": "sales", "periods": 5} | options))

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
