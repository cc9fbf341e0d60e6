"""Charts of items under stress: from one to sixty, of all signs and sizes, with names of sixty letters, at both widths.

A decent designer finds room for all of them; an item without a value has nothing to draw, and is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen import load
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.charts.theme import load_theme
from reportgen.document.assembly import style_of
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from tests.easel import Easel

THEME = load_theme()
SLOTS = THEME.slots
LONG = "Lighting and electrical appliances of all kinds for the home"
NAMES = ("Garden", LONG, "Kitchen", "Textiles, carpets and curtains", "Home")
MOST = 60
BRIEF = """
title: Stress
entity: {name: Example}
period: 2025-Q4
date: 2026-02-01
facts: [facts.csv]
currency: {code: EUR, short: €}
sources: {r: {title: Report}}
"""
SIZES: Mapping[str, Callable[[int], float]] = {
    "walk": lambda n: 40.0 + (n * 37 % 61) + n / 10,
    "neg": lambda n: -40.0 - (n * 37 % 61) - n / 10,
    "mixed": lambda n: (n * 37 % 61) - 30 + n / 10,
    "zero": lambda _: 0.0,
    "equal": lambda _: 100.0,
    "tiny": lambda n: 1000.0 + (n * 7 % 13) / 10,
    "outlier": lambda n: 12_000.0 if n == 1 else 3.0 + n / 10,
    "gappy": lambda n: 20.0 + n,  # of which every third was not known before
}


def items(size: str, count: int) -> list[str]:
    return [f"{size}{n}" for n in range(count)]


def measures(size: str, count: int, **keys: str) -> list[dict[str, str]]:
    return [{name: f"{one}{what}" for name, what in keys.items()} for one in items(size, count)]


Case = tuple[str, Mapping[str, Any]]
ALL = tuple(SIZES)
SURE = tuple(size for size in SIZES if size != "gappy")  # of which everything is known
POSITIVE = ("walk", "equal", "tiny", "outlier")


def _each(
    kind: str, sizes: Sequence[str], count: int, options: Callable[[str, int], dict[str, Any]]
) -> dict[str, Case]:
    return {f"{kind} of {count} {size}": (kind, options(size, count)) for size in sizes}


def _counted(
    kind: str, counts: Sequence[int], options: Callable[[str, int], dict[str, Any]]
) -> dict[str, Case]:
    return {f"{kind} of {count} walk": (kind, options("walk", count)) for count in counts}


def _listed(size: str, count: int) -> dict[str, Any]:
    return {"items": items(size, count)}


def _first(size: str, count: int) -> dict[str, Any]:
    return {"items": items(size, count), "highlight": f"{size}0"}


def _standings(size: str, count: int) -> dict[str, Any]:
    return _first(size, count) | {"at": ["now", "year_ago", "consensus"]}


def _bullets(size: str, count: int) -> dict[str, Any]:
    return {"items": measures(size, count, actual="", target=".consensus")}


def _plans(size: str, count: int) -> dict[str, Any]:
    return {"items": measures(size, count, actual="", plan=".consensus", pace=".year_ago")}


def _ranges(size: str, count: int) -> dict[str, Any]:
    return {"items": [f"{one}.guidance" for one in items(size, count)], "price": f"{size}0"}


def _points(size: str, count: int) -> dict[str, Any]:
    named = {f"{NAMES[n % 5]} {n}": [one, f"{one}.consensus"] for n, one in enumerate(items(size, count))}
    return {"points": named, "x_title": "Sales", "y_title": "Sales expected", "highlight": "Garden 0"}


CASES: Mapping[str, Case] = {
    **_each("bars", ALL, 12, _first), **_counted("bars", (2, 15, 50), _listed),
    **_each("dots", ALL, 12, _standings), **_counted("dots", (2, 50), _listed),
    **_each("dumbbell", ALL, 12, _first), **_counted("dumbbell", (2, 50), _first),
    **_each("bullet", SURE, 4, _bullets), **_counted("bullet", (1, 12), _bullets),
    **_each("progress", POSITIVE, 3, _plans), **_counted("progress", (1, 12), _plans),
    **_each("versus", ALL, 3, _listed), **_counted("versus", (1, 2, 12), _listed),
    **_each("football", SURE, 6, _ranges), **_counted("football", (1, 20), _ranges),
    **_each("interval", SURE, 12, _listed), **_counted("interval", (1, 2, 40), _listed),
    **_each("slope", ALL, 12, _first), **_counted("slope", (1, 2, 15), _first),
    **_each("scatter", ALL, 12, _points), **_counted("scatter", (2, 40), _points),
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return load(stressed(tmp_path_factory.mktemp("stress"))).book


def drawn(book: Book, kind: str, options: Mapping[str, Any]) -> Drawing:
    return draw(SHIPPED[kind], options, "example", book, Ledger(style_of(book)), THEME)


def stressed(folder: Path) -> Path:
    """Items of every size, now, a year ago, as expected and as guided; every second name is long."""
    rows, metrics = ["metric,period,scenario,value,unit,source"], []
    for size, value in SIZES.items():
        for n in range(MOST):
            metrics.append(f'{size}{n}: {{label: "{NAMES[n % 5]} {n or "and more"}", kind: amount}}')
            now = value(n)
            step = max(abs(now) * 0.04, 0.1) if size not in ("zero", "equal") else 0.0
            facts = {"2025-Q4,": now, "2025-Q4,guidance": f"{now - 2:.1f} to {now + 3 + n:.1f}"}
            if size != "gappy" or n % 3 != 2:
                facts |= {"2025-Q4,consensus": now + step * (1 - n % 3), "2024-Q4,": now - step * (n % 5 - 2)}
            for key, fact in facts.items():
                rows.append(f"{size}{n},{key},{fact if isinstance(fact, str) else f'{fact:.1f}'},EUR mn,r")
    for name, text in (
        ("brief.yaml", BRIEF),
        ("facts.csv", "\n".join(rows)),
        ("metrics.yaml", "\n".join(metrics)),
    ):
        (folder / name).write_text(text + "\n", encoding="utf-8")
    (folder / "narrative.md").write_text("Nothing.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("slot", SLOTS)
def test_every_label_has_its_place(book: Book, easel: Easel, case: str, slot: str) -> None:
    kind, options = CASES[case]
    assert not easel.faults(drawn(book, kind, options), SLOTS[slot])


@pytest.mark.parametrize("slot", SLOTS)
def test_the_highlighted_point_has_its_name_on_a_heap_of_others(book: Book, easel: Easel, slot: str) -> None:
    parts = easel.parts(drawn(book, "scatter", _points("outlier", 12)), SLOTS[slot])
    assert [text for text in parts.texts if text.text.startswith("Garden 0 (3.0")]


@pytest.mark.parametrize("kind", ["dots", "scatter"])
def test_an_axis_of_nothing_but_zero_has_one_tick(book: Book, easel: Easel, kind: str) -> None:
    parts = easel.parts(drawn(book, kind, CASES[f"{kind} of 12 zero"][1]))
    assert not [text.text for text in parts.texts if "0.00" in text.text]
