"""Charts made into pictures by a worker that may die without taking the build along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from reportgen.charts.freeze import Freezer, printable
from reportgen.charts.freeze.svg import refined
from reportgen.charts.parts.looks import fills
from reportgen.charts.parts.room import Margins, Room, data, placed
from reportgen.charts.sketch import sketched
from reportgen.charts.theme import load_theme
from reportgen.errors import EngineError

THEME = load_theme()
ROOT = Path(__file__).resolve().parents[1]
SVG = "{http://www.w3.org/2000/svg}"


def a_spec(label: str = "34% & more") -> dict[str, Any]:
    room = Room(316, THEME)
    rows = [{"name": "a", "at": 40, "role": "subject"}, {"name": "b", "at": 30, "role": "forecast"}]
    bars = data(rows).mark_bar().encode(x="name:N", y=alt.Y("at:Q", axis=None), **fills(THEME))
    words = (
        data([{"label": label}])
        .mark_text(align="left")
        .encode(x=alt.value(4), y=alt.value(14), text="label:N")
    )
    chart = alt.layer(bars.encode(x=alt.X("name:N", axis=None)), words)
    return dict(sketched(placed(chart, room, Margins(), 80), THEME).spec)


def test_a_picture_has_the_very_size_of_its_slot_and_its_labels_in_the_themes_letters(
    freezer: Freezer,
) -> None:
    freezer.submit("growth/half", a_spec())
    picture = freezer.results()["growth/half"]
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own engine wrote it
    assert (picture.width, picture.height) == (316, 80)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("316", "80", "0 0 316 80")
    assert [text.text for text in root.iter(f"{SVG}text")] == ["34% & more"]
    assert root.get("font-family") == THEME.fonts["sans"]
    assert root.get("font-size") == "10.5px"


def test_a_picture_is_small_and_says_nothing_twice(freezer: Freezer) -> None:
    freezer.submit("a", a_spec())
    svg = freezer.results()["a"].svg
    assert not any(word in svg for word in ("aria-", "role=", "class=", "null", "NaN", "transparent"))
    assert len(svg) < 2000


def test_pngs_are_made_after_the_pictures_at_twice_their_size(freezer: Freezer) -> None:
    freezer.submit("a", a_spec())
    freezer.submit("b", a_spec())
    pictures = freezer.results()
    assert set(pictures) == {"a", "b"}
    freezer.paint({"a": pictures["a"]})
    pngs = freezer.pngs()
    assert list(pngs) == ["a"]
    assert int.from_bytes(pngs["a"][16:20], "big") == 632  # the header's width (PNG, 11.2.2)


def test_charts_that_are_drawn_while_cards_are_painted_get_their_own_replies(freezer: Freezer) -> None:
    freezer.submit("a", a_spec())
    first = freezer.results()
    freezer.paint(first)
    freezer.submit("b", a_spec())
    assert list(freezer.results()) == ["b"]
    painted = freezer.pngs()
    assert list(painted) == ["a"]
    assert painted["a"].startswith(b"\x89PNG")


def test_a_picture_that_was_kept_is_painted_by_an_engine_that_has_drawn_nothing(freezer: Freezer) -> None:
    freezer.submit("a", a_spec())
    pictures = freezer.results()
    freezer.paint(pictures)
    painted = freezer.pngs()
    fresh = Freezer()  # not started: no chart was missing
    try:
        fresh.paint(pictures)
        assert fresh.pngs() == painted
    finally:
        fresh.close()


def test_characters_that_xml_forbids_are_dropped_before_they_abort_the_engine(freezer: Freezer) -> None:
    freezer.submit("a", a_spec("a\x00b\x08c\x0b\ufffed\ud800"))
    assert ">abcd<" in freezer.results()["a"].svg
    assert printable({"k\x1f": ["\uffff", 1, None]}) == {"k": ["", 1, None]}


def test_the_engines_ids_become_the_exhibits_own() -> None:
    clip = '<clipPath id="clip7"><path d="M0,0"/></clipPath>'
    drawn = '<g clip-path="url(#clip7)"><path d="M1.23456,2"/></g>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs>{clip}</defs>{drawn}</svg>'
    refined_svg, width, height = refined(svg, "growth/half")
    assert 'id="growth-half-1"' in refined_svg
    assert 'clip-path="url(#growth-half-1)"' in refined_svg
    assert "M1.23,2" in refined_svg
    assert (width, height) == (9, 9)


@pytest.mark.parametrize(
    "spec",
    [
        {"data": {"url": "file:///etc/hostname"}, "mark": "point"},
        {"data": {"url": "data:text/csv,x"}, "mark": "point"},
        {"layer": [{"data": {"url": "https://example.com/x.csv"}, "mark": "point"}]},
        {
            "data": {"values": [{"u": "file:///etc/logo.png"}]},
            "mark": "image",
            "encoding": {"url": {"field": "u"}},
        },
    ],
)
def test_data_and_images_from_elsewhere_are_refused(spec: dict[str, Any]) -> None:
    with Freezer() as worker:
        worker.submit("sly", spec)
        with pytest.raises(EngineError, match=r"exhibit 'sly': .* inline"):
            worker.results()


def test_a_refused_chart_is_named_and_the_next_one_is_drawn() -> None:
    with Freezer() as worker:
        worker.submit("wrong", {"mark": 7})
        with pytest.raises(EngineError, match="exhibit 'wrong'"):
            worker.results()
        worker.submit("right", a_spec())
        assert list(worker.results()) == ["right"]


def test_an_abort_of_the_engine_is_an_error_that_names_the_exhibit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.charts.freeze.printable", lambda spec: spec)
    with Freezer() as worker:
        worker.submit("fine", a_spec())
        worker.submit("deadly", a_spec("a\x00b"))
        with pytest.raises(EngineError, match="exhibit 'deadly': the chart engine died"):
            worker.results()


def test_a_hung_engine_is_an_error_that_names_the_exhibit() -> None:
    with Freezer(timeout=0.3) as worker:
        worker.start()
        assert worker._process
        os.kill(worker._process.pid, signal.SIGSTOP)
        worker.submit("slow", a_spec())
        with pytest.raises(
            EngineError, match=r"exhibit 'slow': the chart engine did not answer in 0\.3 seconds"
        ):
            worker.results()
        assert worker._process is None


def test_the_worker_leaves_when_its_parent_is_killed() -> None:
    program = (
        "import time; from reportgen.charts.freeze import Freezer\n"
        "worker = Freezer(); worker.start(); print(worker._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 15
    while _runs(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import hashlib; import test_freeze as t\n"
        "if __name__ == '__main__':\n"
        "    with t.Freezer() as worker:\n"
        "        for name in 'ab': worker.submit(name, t.a_spec())\n"
        "        got = worker.results(); worker.paint(got); pngs = worker.pngs()\n"
        "        every = (got['a'].svg + got['b'].svg).encode() + pngs['a'] + pngs['b']\n"
        "        print(hashlib.sha256(every).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(ROOT / "tests")]
    digests = {
        subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
            env={**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for folder, zone, seed in ((ROOT, "Asia/Tokyo", "1"), (tmp_path, "America/New_York", "2"))
    }
    assert len(digests) == 1


def _runs(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
