"""Charts that a preview takes from memory: the page is the one that would be made without, whatever was saved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.charts.freeze import Freezer
from reportgen.charts.known import MOST, NAME, KnownCharts
from reportgen.charts.sketch import Sketch, sketched
from reportgen.document import sketching
from tests.test_survival import ROOT

SAMPLE = ROOT / "data" / "alibaba-fy2026-q2"
SAVED = {  # one after the other: file, what stood there, what stands there now
    "a word": ("narrative.md", "Group revenue", "The revenue of the group"),
    "a figure more": (
        "narrative.md",
        "Investors took",
        "Cloud revenue was {{ cloud_revenue }}. Investors took",
    ),
    "an exhibit that stands alone": (
        "narrative.md",
        "::: beside ai-streak",
        '{{ exhibit("ai-streak") }}\n\n::: callout',
    ),
    "the word back": ("narrative.md", "The revenue of the group", "Group revenue"),
    "a fact": ("facts.csv", "FY2026-Q2,actual,39.8,", "FY2026-Q2,actual,39.80,"),
    "a title": ("brief.yaml", 'title: "Cloud {{', 'title: "The cloud {{'),
    "a label of a card": ("brief.yaml", "label: Cloud EBITA\n", "label: The cloud’s EBITA\n"),
    "a metric": ("metrics.yaml", "label: Cloud revenue", "label: Revenue of the cloud"),
}


@pytest.fixture(scope="module")
def freezer() -> Iterator[Freezer]:
    with Freezer() as one:
        yield one


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "brief"))


def save(brief: Path, name: str, old: str, new: str) -> None:
    path = brief / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name}: no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_whatever_was_saved_the_page_is_the_one_that_is_made_without_memory(
    brief: Path, freezer: Freezer, tmp_path: Path
) -> None:
    known, cache = KnownCharts(), tmp_path / "cache"
    pages = [reportgen.load(brief).page(freezer, cache, known)]
    for what, edit in SAVED.items():
        save(brief, *edit)
        made = reportgen.load(brief).page(freezer, cache, known)
        assert made == reportgen.load(brief).page(freezer, cache), what
        pages.append(made)
    assert len({page for page, _ in pages}) == len(pages), "each is seen"


def test_under_another_narrative_no_chart_is_made_again(
    brief: Path, freezer: Freezer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, cache = KnownCharts(), tmp_path / "cache"
    made: list[object] = []

    def counted(*given: Any, **more: Any) -> Sketch:
        made.append(given)
        return sketched(*given, **more)

    monkeypatch.setattr(sketching, "sketched", counted)
    reportgen.load(brief).page(freezer, cache, known)
    first = len(made)
    save(brief, *SAVED["a word"])
    reportgen.load(brief).page(freezer, cache, known)
    assert 0 < first == len(made)
    save(brief, *SAVED["a fact"])
    reportgen.load(brief).page(freezer, cache, known)
    assert len(made) == 2 * first


def test_charts_that_nobody_asks_for_any_more_are_forgotten() -> None:
    known, made = KnownCharts(), list[int]()

    def ask(number: int) -> None:
        def make() -> Sketch:
            made.append(number)
            return Sketch({}, number, 1)

        assert known.given((f"{number}",), make).width == number

    for number in range(2 * MOST):
        ask(number)
    assert made == [*range(2 * MOST)]
    ask(2 * MOST - 1)
    ask(0)
    assert made == [*range(2 * MOST), 0]


@pytest.mark.parametrize("what", ["a word", "an exhibit that stands alone", "a fact", "a title"])
def test_an_edition_with_the_charts_that_the_last_build_left_is_the_one_that_is_made_without(
    what: str, brief: Path, freezer: Freezer, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    reportgen.load(brief).build(["html"], freezer=freezer, cache=cache)
    assert (cache / NAME).exists()
    save(brief, *SAVED[what])
    made = reportgen.load(brief).build(["html"], freezer=freezer, cache=cache)
    assert made.files == reportgen.load(brief).build(["html"], freezer=freezer).files


def test_under_another_narrative_a_build_takes_every_chart_from_what_the_last_one_left(
    brief: Path, freezer: Freezer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    reportgen.load(brief).build(["html"], freezer=freezer, cache=cache)
    kept = (cache / NAME).read_bytes()
    save(brief, *SAVED["a word"])
    monkeypatch.setattr(sketching, "sketched", _not_called)
    made = reportgen.load(brief).build(["html"], freezer=freezer, cache=cache)
    assert "The revenue of the group" in made.html
    assert (cache / NAME).read_bytes() == kept


def _not_called(*_: object, **__: object) -> Sketch:
    raise AssertionError("a chart was made")


@pytest.mark.parametrize("spoilt", [b"", b"reportgen-kept 1 \n{}", b"\xff{"])
def test_what_was_left_and_spoilt_is_not_believed(spoilt: bytes, tmp_path: Path) -> None:
    known = KnownCharts()
    known.given(("key",), lambda: Sketch({"width": 1}, 1, 1))
    known.keep(tmp_path)
    kept = KnownCharts.kept_in(tmp_path)
    assert kept.given(("key",), _not_called) == Sketch({"width": 1}, 1, 1)
    (tmp_path / NAME).write_bytes(spoilt)
    assert KnownCharts.kept_in(tmp_path).given(("key",), lambda: Sketch({}, 2, 2)).width == 2


def test_what_is_asked_for_no_more_is_not_left(tmp_path: Path) -> None:
    known = KnownCharts()
    known.given(("first",), lambda: Sketch({}, 1, 1))
    known.keep(tmp_path)
    later = KnownCharts.kept_in(tmp_path)
    later.given(("second",), lambda: Sketch({}, 2, 2))
    later.keep(tmp_path)
    assert KnownCharts.kept_in(tmp_path).given(("first",), lambda: Sketch({}, 3, 3)).width == 3
