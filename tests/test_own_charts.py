"""Charts of a brief's own: functions in its charts.py, and whatever they do instead of drawing."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.charts import own
from reportgen.charts.own import CodeNotAllowed, OwnChartError
from reportgen.charts.parts.room import Room
from reportgen.charts.sketch import sketched
from reportgen.charts.theme import load_theme
from tests.test_charts import a_book, drawn

THEME = load_theme()
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
    half = THEME.slots["half"]
    assert drawing.chart
    spec = sketched(drawing.chart(Room(half, THEME)), THEME).spec
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
    assert drawing.chart


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
